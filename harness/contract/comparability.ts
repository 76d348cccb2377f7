import { type Attachment, cycleUnitOf, LOGON } from './attached.ts';
import type { Environment, LoadedLibrary } from './environment.ts';
import type { Plan } from './plan.ts';

/**
 * What a condition of a run belongs to. `plan`: what a cycle does, and how long; `library`: the code that is
 * measured; `bitness`; `host`: the kind of machine; `judgement`: what the verdict is drawn by; `also`: what
 * may change from night to night without making another measurement of it, and is named where a rate changes.
 */
export type ConditionKind = 'plan' | 'library' | 'bitness' | 'host' | 'judgement' | 'also';

/** One thing that two runs may differ in, in words that are compared as they stand. */
export interface Condition {
  readonly kind: ConditionKind;
  readonly what: string;
  readonly value: string;
}

/** A condition that two runs do not share; null where one of them has no such thing. */
export interface ConditionChange {
  readonly kind: ConditionKind;
  readonly what: string;
  readonly a: string | null;
  readonly b: string | null;
}

/**
 * Every condition of a run, each under a name of its own. Seed, order, replicates' number and expectation are
 * none.
 */
export function conditionsOf(plan: Plan, environment: Environment): readonly Condition[] {
  return [
    ...of('plan', planConditions(plan, environment)),
    ...of('library', libraryConditions(environment)),
    ...of('bitness', { bitness: `${environment.bitness}-bit` }),
    ...of('host', hostConditions(environment)),
    ...of('judgement', {
      margin: marginWording(plan.margin),
      confidence: String(plan.confidence),
    }),
    ...of('also', alsoConditions(plan, environment)),
  ];
}

/** What differs between two runs, in the order of the first one's conditions. */
export function changesBetween(a: readonly Condition[], b: readonly Condition[]): readonly ConditionChange[] {
  const inB = new Map(b.map((each) => [each.what, each.value]));
  const inA = new Set(a.map(({ what }) => what));
  return [
    ...a
      .map(({ kind, value, what }) => ({ kind, what, a: value, b: inB.get(what) ?? null }))
      .filter((each) => each.a !== each.b),
    ...b
      .filter(({ what }) => !inA.has(what))
      .map(({ kind, value, what }) => ({ kind, what, a: null, b: value })),
  ];
}

/** Whether a condition must be the same for two runs to be compared: plan, libraries and bitness. */
export const mustMatch = ({ kind }: Pick<ConditionChange, 'kind'>): boolean =>
  kind === 'plan' || kind === 'library' || kind === 'bitness';

/** Names of conditions of the kind `plan`. */
const PLAN_CONDITIONS = [
  'scenario',
  'arms',
  'cycle',
  'mapi',
  'stand-in',
  'stand-in dials',
  'ffi',
  'impersonation',
  'mailboxes',
  'mailbox order',
  'flag places',
  'length',
  'layout',
  'sampling',
  'dither',
  'warm-up',
] as const;

/**
 * Whether a condition of this name is part of the plan: where only others changed, it is the same soak as
 * before.
 */
export const isOfPlan = (what: string): boolean => PLAN_CONDITIONS.some((name) => name === what);

/** What was so in every run of before there was a choice, and so is no part of the keys of series. */
export const isNoNews = ({ value, what }: Pick<Condition, 'what' | 'value'>): boolean =>
  what === 'cycle' && value === LOGON;

/** The library that serves Extended MAPI; undefined where none was recorded. */
export function mapiLibraryOf(
  { mapi }: Pick<Plan, 'mapi'>,
  { libraries }: Pick<Environment, 'libraries'>,
): LoadedLibrary | undefined {
  const named = mapi.kind === 'path' ? libraryName(mapi.path) : null;
  const wanted = [
    (name: string): boolean => name === named,
    (name: string): boolean => mapi.kind === 'stand-in' && /^standin-mapi32\.dll$/.test(name),
    (name: string): boolean => /^(?:lib)?mapi32\.(?:dll|so)$/.test(name),
    (name: string): boolean => name.includes('mapi'),
  ];
  for (const isWanted of wanted) {
    const found = libraries.find(({ path }) => isWanted(libraryName(path)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name of a library's file, whichever system its path is of. Windows does not tell cases apart. */
export const libraryName = (path: string): string => (path.split(/[/\\]/).at(-1) ?? path).toLowerCase();

const of = (kind: ConditionKind, values: Readonly<Record<string, string>>): Condition[] =>
  Object.entries(values).map(([what, value]) => ({ kind, what, value }));

type PlanConditions = Partial<Record<(typeof PLAN_CONDITIONS)[number], string>>;

function planConditions(plan: Plan, { standIn, standInDials }: Environment): PlanConditions {
  if (plan.attached !== undefined) return attachedConditions(plan, plan.attached);
  const { file, name, sha256 } = plan.scenario;
  return {
    scenario: file === null ? name : `${name} (module ${shortHash(sha256)})`,
    arms: [...plan.arms, ...(plan.control ? ['control'] : [])].join(', '),
    cycle: LOGON,
    mapi: plan.mapi.kind,
    'stand-in': standIn ? 'yes' : 'no',
    ...(standIn ? { 'stand-in dials': dialsWording(standInDials) } : {}),
    ffi: plan.ffi,
    impersonation:
      plan.impersonation === 'logon-user' ? `logon-user (${plan.logonType})` : plan.impersonation,
    // A list from a directory grows and shrinks by a few mailboxes every night.
    mailboxes: plan.mailboxes.kind === 'generated' ? `${plan.mailboxes.count} generated` : 'a list',
    'mailbox order': plan.mailboxOrder,
    'flag places': `${plan.flagPlaces.key} key, ${plan.flagPlaces.view} view`,
    length: lengthWording(plan),
    layout: plan.layout,
    sampling: plan.blockCycles === null ? 'growing blocks' : `blocks of ${plan.blockCycles} cycles`,
    dither: plan.dither ? 'yes' : 'no',
  };
}

/** Of a program that is only looked at: how often, and what was counted. */
function attachedConditions(plan: Plan, attached: Attachment): PlanConditions {
  const { cycles, durationMs, intervalMs, maxCycles, warmUpMs } = attached;
  const ends = [
    ...(durationMs === null ? [] : [`${durationMs / 1000} s at most`]),
    ...(maxCycles === null ? [] : [`${maxCycles} cycles at most`]),
  ];
  const unit = cycleUnitOf(plan);
  return {
    scenario: plan.scenario.name,
    arms: plan.arms.join(', '),
    cycle: cycles.by === 'time' ? unit : `${unit}, /${cycles.pattern}/${cycles.flags}`,
    length: ['watched until it ends', ...ends, `horizon ${plan.horizonCycles ?? 0}`].join(', '),
    sampling: `every ${intervalMs} ms`,
    'warm-up': `${warmUpMs / 1000} s`,
  };
}

/** Of an attached run, the program itself counts as one. */
function libraryConditions({ libraries: loaded, watched = [] }: Environment): Record<string, string> {
  const libraries = [...loaded, ...watched.flatMap(({ file }) => file ?? [])];
  const sorted = libraries.toSorted((a, b) => (libraryName(a.path) < libraryName(b.path) ? -1 : 1));
  return Object.fromEntries(sorted.map((each) => [libraryName(each.path), libraryWording(each)]));
}

function libraryWording({ sha256, version }: LoadedLibrary): string {
  const hash = sha256 === null ? 'unreadable' : `sha256 ${shortHash(sha256)}`;
  return version === null ? hash : `${version} (${hash})`;
}

function hostConditions({ arch, cpus, osRelease, platform, wine }: Environment): Record<string, string> {
  // A release names Windows itself; on other systems it is the kernel's, which changes with every update.
  const system = platform === 'win32' && wine === null ? `${platform} ${osRelease}` : platform;
  return {
    system: `${system} ${arch}${wine === null ? '' : ', Wine'}`,
    processors: String(cpus),
  };
}

function alsoConditions(
  { mailboxes, replicates, walkBudget }: Plan,
  { mapileak, node, osRelease, totalMemoryBytes, wine }: Environment,
): Record<string, string> {
  return {
    mapileak,
    node,
    'system release': wine === null ? osRelease : `Wine ${wine}`,
    memory: `${(totalMemoryBytes / 2 ** 30).toFixed(1)} GiB`,
    replicates: String(replicates),
    'walk budget': String(walkBudget),
    ...(mailboxes.kind === 'csv'
      ? { 'mailbox list': `${mailboxes.count} mailboxes (sha256 ${shortHash(mailboxes.sha256)})` }
      : {}),
  };
}

function lengthWording({ horizonCycles, length }: Plan): string {
  const horizon = horizonCycles === null ? '' : `, horizon ${horizonCycles}`;
  switch (length.by) {
    case 'cycles':
      return `${length.cycles} cycles${horizon}`;
    case 'duration':
      return `${length.durationMs / 1000} s${horizon}`;
    case 'settled':
      return `until settled, ${length.maxCycles} cycles at most${horizon}`;
  }
}

function marginWording({ bytesPerCycle, countPerCycle, of: own }: Plan['margin']): string {
  const owned = Object.entries(own).map(([resource, margin]) => `${resource} ${margin}`);
  return [`${bytesPerCycle} bytes`, `${countPerCycle} of others`, ...owned].join(', ');
}

function dialsWording(dials: Environment['standInDials']): string {
  const set = Object.entries(dials).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return set.length === 0 ? 'as by default' : set.map(([name, value]) => `${name} ${value}`).join(', ');
}

const shortHash = (hash: string | null): string => (hash === null ? 'unknown' : hash.slice(0, 12));
