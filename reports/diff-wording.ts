import { cycleUnitOfBoth } from '../harness/contract/attached.ts';
import type { HistoryEntry } from '../harness/contract/history.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../harness/contract/resources.ts';
import type {
  DiffArm,
  DiffCondition,
  DiffResource,
  DiffVerdict,
  RunDiff,
} from '../harness/contract/run-diff.ts';
import { formatCounted, formatDuration, formatMoment } from './format.ts';
import { type Tone, VERDICT_WORDING } from './wording.ts';

interface Wording {
  readonly word: string;
  readonly tone: Tone;
  readonly meaning: string;
}

export const DIFF_VERDICT_WORDING: Readonly<Record<DiffVerdict, Wording>> = {
  less: {
    word: 'Less growth',
    tone: 'good',
    meaning: 'B grows less than A, beyond chance and beyond the margin',
  },
  more: {
    word: 'More growth',
    tone: 'bad',
    meaning: 'B grows more than A, beyond chance and beyond the margin',
  },
  mixed: { word: 'Mixed', tone: 'mixed', meaning: 'B grows less than A in one thing and more in another' },
  same: { word: 'No difference', tone: 'good', meaning: 'whatever A and B differ by is below the margin' },
  inconclusive: { word: 'Inconclusive', tone: 'open', meaning: 'the samples do not settle it either way' },
  invalid: { word: 'Invalid', tone: 'open', meaning: 'a run did not measure what it set out to measure' },
};

/** The verdict on an arm or a resource, as a table has it. */
export const DIFF_PART_WORDING: Readonly<
  Record<DiffArm['verdict'] | DiffResource['verdict'], Pick<Wording, 'word' | 'tone'>>
> = {
  less: { word: 'less', tone: 'good' },
  more: { word: 'more', tone: 'bad' },
  mixed: { word: 'mixed', tone: 'mixed' },
  same: { word: 'no difference', tone: 'good' },
  inconclusive: { word: 'inconclusive', tone: 'open' },
  unsupported: { word: 'not measured', tone: 'open' },
};

/** `mapi32.dll 6.5.7226.0 (sha256 1a2b3c4d5e6f) -> 6.5.7232.75 (sha256 6f5e4d3c2b1a)`, one line each. */
export const conditionLines = (conditions: readonly DiffCondition[]): readonly string[] =>
  conditions.map(({ a, b, what }) => `${what} ${a ?? 'none'} -> ${b ?? 'none'}`);

/** What the rates of a comparison are per. */
export const diffCycleUnit = ({ a, b }: Pick<RunDiff, 'a' | 'b'>): string =>
  cycleUnitOfBoth(a.cycleUnit, b.cycleUnit);

/** The resources worth a row: what the answers of the runs rest on, and whatever was found to differ. */
export const diffResourcesShown = (
  { arm, resources }: DiffArm,
  { a, b }: Pick<RunDiff, 'a' | 'b'>,
): readonly ResourceName[] => {
  const rest = [...a.arms, ...b.arms].filter((each) => each.arm === arm);
  return RESOURCE_NAMES.filter((resource) => {
    const found = resources[resource];
    if (found === undefined || found.verdict === 'unsupported') return false;
    if (found.verdict === 'less' || found.verdict === 'more') return true;
    return RESOURCES[resource].role === 'gate' || rest.some((each) => each.resources[resource] !== undefined);
  });
};

/** A run in one line: what was measured where, and what came of it. */
export function runWording(entry: HistoryEntry): string {
  const { arms, bitness, durationMs, library, os, run, scenario, startedAt, verdict } = entry;
  const cycles = arms.reduce((total, arm) => total + arm.cycles, 0);
  const replicates = arms.reduce((total, arm) => total + arm.replicates, 0);
  const parts = [
    verdict === null ? 'no result' : VERDICT_WORDING[verdict].word.toLowerCase(),
    scenario,
    startedAt === null ? null : formatMoment(startedAt),
    `${formatCounted(cycles, 'cycle')} in ${formatCounted(replicates, 'replicate')}`,
    durationMs === null ? null : formatDuration(durationMs),
    library === null ? null : [library.name, library.version ?? library.sha256?.slice(0, 12)].join(' '),
    bitness === null ? null : `${bitness}-bit`,
    os,
  ];
  return `${run}: ${parts.filter((part) => part !== null).join(', ')}`;
}

/**
 * What a comparison on the stand-in says of Exchange: nothing. null where Exchange's own MAPI was measured in
 * both.
 */
export function standInWording({ a, b }: RunDiff): string | null {
  if (a.standIn !== true && b.standIn !== true) return null;
  if (a.standIn === b.standIn) return 'Both measured on the stand-in, not on Exchange.';
  return `Run ${a.standIn === true ? 'A' : 'B'} was measured on the stand-in, not on Exchange.`;
}
