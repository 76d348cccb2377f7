import { type ArmName, flagOfArm } from '../harness/contract/arms.ts';
import type { InputCode } from '../harness/contract/input-code.ts';
import type { StandInDials } from '../harness/contract/plan.ts';
import type { ArmResult, ResourceVerdict, Verdict } from '../harness/contract/result.ts';

/** How a verdict is coloured. Colour only repeats what the words say. */
export type Tone = 'good' | 'bad' | 'mixed' | 'open';

interface VerdictWording {
  /** The word in front of the sentence. */
  readonly word: string;
  readonly tone: Tone;
  /** What the word stands for, whatever was measured. */
  readonly meaning: string;
}

export const VERDICT_WORDING: Readonly<Record<Verdict, VerdictWording>> = {
  fixed: { word: 'Fixed', tone: 'good', meaning: 'a leak with CleanUpMAPIHeap off, and none with it on' },
  reduced: {
    word: 'Reduced',
    tone: 'mixed',
    meaning: 'CleanUpMAPIHeap makes the leak smaller, but leaves one',
  },
  'not-fixed': { word: 'Not fixed', tone: 'bad', meaning: 'a leak, and nothing was shown to cure it' },
  worse: { word: 'Worse', tone: 'bad', meaning: 'more growth with CleanUpMAPIHeap on than with it off' },
  'no-leak': { word: 'No leak', tone: 'good', meaning: 'no arm grew by more than the margin' },
  inconclusive: { word: 'Inconclusive', tone: 'open', meaning: 'the samples do not settle it either way' },
  invalid: { word: 'Invalid', tone: 'open', meaning: 'the run did not measure what it set out to measure' },
};

/** Everything an arm or one of its resources can be judged to be. */
export type PartVerdict = ResourceVerdict | ArmResult['verdict'];

export const PART_VERDICT_WORDING: Readonly<Record<PartVerdict, Omit<VerdictWording, 'meaning'>>> = {
  leak: { word: 'leak', tone: 'bad' },
  'no-leak': { word: 'no leak', tone: 'good' },
  inconclusive: { word: 'inconclusive', tone: 'open' },
  invalid: { word: 'invalid', tone: 'open' },
  unsupported: { word: 'not measured', tone: 'open' },
};

const NOT_EXCHANGE = 'Measured on the stand-in, not on Exchange';
export const STAND_IN_NOTICE = `${NOT_EXCHANGE}.`;

/** The notice with the dials that differ from their defaults, if any do. */
export function standInNotice(dials: StandInDials): string {
  const wording = dialsWording(dials);
  return wording === '' ? STAND_IN_NOTICE : `${NOT_EXCHANGE}; dials: ${wording}.`;
}

/** `InstanceBytes 70000, KeepInstances 3`. */
export function dialsWording(dials: StandInDials): string {
  return Object.entries(dials)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** What an arm does to the registry value, in words. */
export function flagWording(arm: ArmName): string {
  const flag = flagOfArm(arm);
  if (flag === 'untouched') return 'no logon';
  return flag === null ? 'no CleanUpMAPIHeap value' : `CleanUpMAPIHeap ${flag}`;
}

/** `the scenario /home/me/mine.mjs, SHA-256 9f86d0...`, with the whole hash. */
export const codeWording = ({ file, sha256, what }: InputCode): string =>
  `the ${what} ${file}, SHA-256 ${sha256 ?? 'as of the library that was loaded'}`;
