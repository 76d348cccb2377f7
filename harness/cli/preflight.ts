import type { RegistryPlace } from '../../native-bindings/windows/registry.ts';
import type { Check } from '../contract/check.ts';
import type { Plan } from '../contract/plan.ts';
import type { PlannedRun } from '../plan/make-plan.ts';
import { errorOf, preflightChecks } from '../plan/preflight/checks.ts';
import { examining } from '../plan/preflight/examining.ts';
import { readFacts } from '../plan/preflight/read-facts.ts';
import { REPAIRED, showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import type { Terminal } from './terminal.ts';
import { writtenPlaces } from './written-places.ts';

/**
 * The checks of `mapileak doctor` that need no MAPI to be loaded, for a run that is about to start.
 * @returns what is not in order, for the run folder
 * @throws HarnessError if the run cannot work
 */
export function preflight(
  planned: PlannedRun,
  native: NativeParts,
  { quiet }: { readonly quiet: boolean },
  terminal: Terminal,
): readonly Check[] {
  const { plan } = planned;
  const checks = preflightChecks(
    examining(() => readFacts(native, plan.mapi, writtenPlaces(planned, native))),
    plan,
  );
  judge(checks, quiet, terminal);
  return checks.filter(({ outcome }) => outcome !== 'ok');
}

/** The same for a command that logs on but leaves the flag alone. @throws HarnessError if it cannot work */
export function preflightWithoutFlag(
  plan: Plan,
  written: readonly RegistryPlace[],
  native: NativeParts,
  { quiet }: { readonly quiet: boolean },
  terminal: Terminal,
): void {
  const facts = examining(() => readFacts(native, plan.mapi, written));
  const checks = preflightChecks(facts, { ...plan, arms: [] });
  judge(
    checks.filter(({ id }) => !ABOUT_FLAG.includes(id)),
    quiet,
    terminal,
  );
}

/**
 * Puts back what a killed run has left behind. It is said, and stays with the run: who did not read it there must find
 * it here.
 */
export function repair(
  flag: NativeParts['flag'],
  { quiet }: { readonly quiet: boolean },
  terminal: Terminal,
): readonly Check[] {
  if (!flag.repair()) return [];
  if (!quiet) showNote(terminal, REPAIRED);
  const finding = REPAIRED.replace(/\.$/, '');
  return [{ id: 'flag-repaired', title: 'registry', outcome: 'warn', finding, remedy: null }];
}

/** Checks of how the flag stands. */
const ABOUT_FLAG: readonly string[] = ['flag', 'flag-key'];

/** Throws what fails, and shows what is not in order. */
function judge(checks: readonly Check[], quiet: boolean, terminal: Terminal): void {
  const error = errorOf(checks);
  if (error !== null) throw error;
  showWarnings(checks, { quiet }, terminal);
}

/** Says what is not in order, unless stderr is for errors alone: then the result says it. */
export function showWarnings(
  checks: readonly Check[],
  { quiet }: { readonly quiet: boolean },
  terminal: Terminal,
): void {
  if (quiet) return;
  for (const { finding, outcome, remedy, title } of checks) {
    if (outcome === 'warn')
      showNote(terminal, `Warning: ${title}: ${finding}.${remedy === null ? '' : ` ${remedy}`}`);
  }
}
