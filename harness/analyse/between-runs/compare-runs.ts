import { isInstrument } from '../../contract/arms.ts';
import { changesBetween, conditionsOf, mustMatch } from '../../contract/comparability.ts';
import type { Environment } from '../../contract/environment.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import { DIFF_SCHEMA_VERSION, type RunDiff } from '../../contract/run-diff.ts';
import { numberText } from '../words.ts';
import { diffArms, hasSamples, type JudgedRun } from './diff-runs.ts';
import { overallDiff } from './diff-verdict.ts';

/** A run with all that is known of it. */
export interface ComparedRun extends JudgedRun {
  readonly environment: Environment;
  /** The same in short. */
  readonly entry: HistoryEntry;
}

const FEWEST_REPLICATES = 3;

/** Two runs, B minus A. Whether they may be compared at all is said, and not acted upon. Pure. */
export function compareRuns(a: ComparedRun, b: ComparedRun): RunDiff {
  const changes = changesBetween(conditionsOf(a.plan, a.environment), conditionsOf(b.plan, b.environment));
  const arms = diffArms(a, b);
  return {
    schema: DIFF_SCHEMA_VERSION,
    a: a.entry,
    b: b.entry,
    comparable: !changes.some(mustMatch),
    conditions: changes.map((each) => ({ ...each })),
    basis: hasSamples(a) && hasSamples(b) ? 'samples' : 'results',
    ...overallDiff(a.result, b.result, arms),
    arms: [...arms],
    warnings: [...warningsOf('A', a), ...warningsOf('B', b), ...warningsOfBoth(a, b)],
  };
}

function warningsOf(name: 'A' | 'B', { plan, result }: ComparedRun): readonly string[] {
  const all = [
    !result.complete && `run ${name} is not complete: it ended before every planned cycle was measured`,
    fewestReplicates(plan, result) < FEWEST_REPLICATES &&
      `run ${name} has fewer than ${FEWEST_REPLICATES} replicates: its interval says little about other processes`,
    ...result.arms.map(
      ({ arm, cycles, failures }) =>
        failures.total > 0 &&
        `run ${name}, ${arm}: ${numberText(failures.total)} of ${numberText(cycles)} cycles failed`,
    ),
  ];
  return all.filter((each) => each !== false);
}

/** A soak begins them until it ends. */
function fewestReplicates(
  { replicates, soak }: ComparedRun['plan'],
  { arms }: ComparedRun['result'],
): number {
  if (soak === undefined) return replicates;
  return Math.min(...arms.filter(({ arm }) => !isInstrument(arm)).map((each) => each.replicates));
}

function warningsOfBoth(a: ComparedRun, b: ComparedRun): readonly string[] {
  const all = [
    a.plan.createdAt === b.plan.createdAt &&
      a.plan.seed === b.plan.seed &&
      'both folders seem to hold the same run: it was planned at the same moment, with the same seed',
    a.plan.control !== b.plan.control &&
      'only one of the runs has a control arm, so that none is subtracted: what the instruments do differently counts',
    !(hasSamples(a) && hasSamples(b)) &&
      'a run has no samples any more: the results are compared, by their intervals alone',
  ];
  return all.filter((each) => each !== false);
}
