import type { ThresholdOutcome } from '../harness/contract/thresholds.ts';
import type { Tone } from './wording.ts';

/** How an outcome is named and coloured. Colour only repeats what the word says. */
export const THRESHOLD_WORDING: Readonly<
  Record<ThresholdOutcome, { readonly word: string; readonly tone: Tone }>
> = {
  passed: { word: 'passed', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  inconclusive: { word: 'inconclusive', tone: 'open' },
};
