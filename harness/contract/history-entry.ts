import { createHash } from 'node:crypto';
import { cycleUnitOf, restsOn } from './attached.ts';
import { type Condition, conditionsOf, isNoNews, libraryName, mapiLibraryOf } from './comparability.ts';
import type { Environment } from './environment.ts';
import { HISTORY_SCHEMA_VERSION, type HistoryArm, type HistoryEntry } from './history.ts';
import type { Plan } from './plan.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from './resources.ts';
import type { ArmResult, Result } from './result.ts';

/** When a run began and how it ended, by its events. */
export type RunTimes = Pick<
  HistoryEntry,
  'state' | 'outcome' | 'startedAt' | 'finishedAt' | 'lastEventAt' | 'durationMs'
>;

/** What is known of a run folder; null for what is not there, or cannot be read. */
export interface KnownOfRun {
  readonly run: string;
  readonly times: RunTimes;
  readonly problem: string | null;
  readonly plan: Plan | null;
  readonly environment: Environment | null;
  readonly result: Result | null;
}

/** From what a run folder holds to its line of the history. Pure, and total: what is not known is null. */
export function historyEntryOf({ environment, plan, problem, result, run, times }: KnownOfRun): HistoryEntry {
  return {
    schema: HISTORY_SCHEMA_VERSION,
    run,
    problem,
    ...times,
    ...ofPlan(plan, times),
    ...ofEnvironment(environment, result),
    ...ofBoth(plan, environment),
    ...ofResult(result),
    cycleUnit: cycleUnitOf(plan ?? {}),
    scenario: plan?.scenario.name ?? result?.scenario ?? null,
    arms: result === null || plan === null ? [] : result.arms.map((arm) => historyArmOf(arm, plan)),
  };
}

type Part<K extends keyof HistoryEntry> = Pick<HistoryEntry, K>;

function ofPlan(
  plan: Plan | null,
  times: RunTimes,
): Part<'state' | 'startedAt' | 'command' | 'ffi' | 'mapi'> {
  if (plan === null) {
    return { state: 'broken', startedAt: times.startedAt, command: null, ffi: null, mapi: null };
  }
  const { command, createdAt, ffi, mapi } = plan;
  return { state: times.state, startedAt: times.startedAt ?? createdAt, command, ffi, mapi: mapi.kind };
}

function ofEnvironment(
  environment: Environment | null,
  result: Result | null,
): Part<'standIn' | 'bitness' | 'os'> {
  if (environment === null) return { standIn: result?.standIn ?? null, bitness: null, os: null };
  const { bitness, standIn } = environment;
  return { standIn, bitness, os: systemOf(environment) };
}

function ofBoth(
  plan: Plan | null,
  environment: Environment | null,
): Part<'library' | 'key' | 'like' | 'also'> {
  if (plan === null || environment === null) return { library: null, key: null, like: {}, also: {} };
  const conditions = conditionsOf(plan, environment);
  const like = namedOf(conditions.filter((each) => each.kind !== 'also' && !isNoNews(each)));
  const also = namedOf(conditions.filter(({ kind }) => kind === 'also'));
  const library = mapiLibraryOf(plan, environment);
  if (library === undefined) return { library: null, key: keyOf(like), like, also };
  const { path, sha256, version } = library;
  return { library: { name: libraryName(path), version, sha256 }, key: keyOf(like), like, also };
}

function ofResult(result: Result | null): Part<'verdict' | 'reason' | 'complete' | 'selfTest' | 'warnings'> {
  if (result === null) {
    return { verdict: null, reason: null, complete: null, selfTest: null, warnings: null };
  }
  const { complete, reason, selfTest, verdict, warnings } = result;
  return { verdict, reason, complete, selfTest: selfTest.outcome, warnings: warnings.length };
}

/** Twelve digits are enough to tell the keys of one folder apart. */
const keyOf = (like: HistoryEntry['like']): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(like).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')
    .slice(0, 12);

const namedOf = (conditions: readonly Condition[]): Record<string, string> =>
  Object.fromEntries(conditions.map(({ value, what }) => [what, value]));

const systemOf = ({ osRelease, platform, wine }: Environment): string =>
  wine === null ? `${platform} ${osRelease}` : `Wine ${wine}`;

function historyArmOf(arm: ArmResult, plan: Plan): HistoryArm {
  return {
    arm: arm.arm,
    verdict: arm.verdict,
    replicates: arm.replicates,
    cycles: arm.cycles,
    failures: arm.failures.total,
    cyclesPerSecond: arm.cyclesPerSecond,
    resources: Object.fromEntries(
      RESOURCE_NAMES.flatMap((resource) => {
        const found = arm.resources[resource];
        if (!restsOn(resource, plan) || found === undefined || found.verdict === 'unsupported') return [];
        const { perCycle, perSuccessfulCycle, smallestDetectable, unit, verdict } = found;
        const succeeded = perSuccessfulCycle === undefined ? {} : { perSuccessfulCycle };
        const margin = marginOf(resource, plan);
        return [[resource, { verdict, unit, perCycle, ...succeeded, smallestDetectable, margin }]];
      }),
    ),
  };
}

/** The largest growth per cycle that counts as none, as the plan has it. */
function marginOf(resource: ResourceName, { margin }: Pick<Plan, 'margin'>): number {
  const usual = RESOURCES[resource].unit === 'bytes' ? margin.bytesPerCycle : margin.countPerCycle;
  return margin.of[resource] ?? usual;
}
