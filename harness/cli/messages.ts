import pc from 'picocolors';
import type { HarnessError } from '../contract/errors.ts';
import { screenOf, type Terminal } from './terminal.ts';

/** An error that the user can act on: what happened, and what to do. */
export function showError(terminal: Terminal, error: HarnessError): void {
  const { red } = pc.createColors(screenOf(terminal.stderr, terminal.environment).colour);
  terminal.stderr.write(`${red('mapileak:')} ${error.message}\n  ${error.remedy}\n`);
}

export function showNote(terminal: Terminal, note: string): void {
  terminal.stderr.write(`${note}\n`);
}
