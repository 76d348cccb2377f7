import type { Check } from '../contract/check.ts';
import type { Plan, StandInDials } from '../contract/plan.ts';
import { errorOf, preflightChecks } from '../plan/preflight/checks.ts';
import { examining } from '../plan/preflight/examining.ts';
import { readFacts } from '../plan/preflight/read-facts.ts';
import { showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import type { Terminal } from './terminal.ts';
import { writtenPlaces } from './written-places.ts';

interface PreflightOf {
  readonly plan: Plan;
  readonly dials: StandInDials;
  readonly usesCdo: boolean;
}

/**
 * The checks of `mapileak doctor` that need no MAPI to be loaded, for a run that is about to start.
 * @returns what is not in order, for the run folder
 * @throws HarnessError if the run cannot work
 */
export function preflight(
  { plan, dials, usesCdo }: PreflightOf,
  native: NativeParts,
  { quiet }: { readonly quiet: boolean },
  terminal: Terminal,
): readonly Check[] {
  const checks = preflightChecks(
    examining(() => readFacts(native, plan.mapi, writtenPlaces({ ...plan, usesCdo }, dials, native))),
    plan,
  );
  const error = errorOf(checks);
  if (error !== null) throw error;
  if (!quiet) {
    for (const { finding, outcome, remedy, title } of checks) {
      if (outcome === 'warn')
        showNote(terminal, `Warning: ${title}: ${finding}.${remedy === null ? '' : ` ${remedy}`}`);
    }
  }
  return checks.filter(({ outcome }) => outcome !== 'ok');
}
