import pc from 'picocolors';
import { visible } from '../../reports/text.ts';
import type { HarnessError } from '../contract/errors.ts';
import { screenOf, type Terminal } from './terminal.ts';

/** What is said where a killed run was repaired. */
export const REPAIRED = 'CleanUpMAPIHeap was put back as an earlier run, which was killed, had found it.';

/** An error that the user can act on: what happened, and what to do. */
export function showError(terminal: Terminal, error: HarnessError): void {
  const { red } = pc.createColors(screenOf(terminal.stderr, terminal.environment).colour);
  // Names and values from outside may hold what steers a terminal.
  const message = error.message.split('\n').map(visible).join('\n');
  terminal.stderr.write(`${red('mapileak:')} ${message}\n  ${visible(error.remedy)}\n`);
}

export function showNote(terminal: Terminal, note: string): void {
  terminal.stderr.write(`${note}\n`);
}
