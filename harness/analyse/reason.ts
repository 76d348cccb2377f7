import { type ArmGrowth, FEWEST_SAMPLES } from './arm-growth.ts';
import type { Judgement, OpenCause } from './judge.ts';
import { RARE_LUMP } from './rare-lumps.ts';
import { LEAST_HORIZON, type Rules } from './rules.ts';
import {
  countText,
  limitText,
  marginText,
  nounOf,
  numberText,
  rateText,
  roundedUp,
  shareText,
} from './words.ts';

/** Why a resource was judged as it was, in one sentence, and for an open verdict what would settle it. */
export function reasonOf(judgement: Judgement, rules: Rules): string {
  const { finding, rate, window } = judgement;
  const noun = nounOf(rules.info.unit, rules.info.label);
  const stretch = `from cycle ${numberText(window.fromCycle)} to ${numberText(window.toCycle)}`;
  switch (finding.verdict) {
    case 'leak':
      return finding.lumps
        ? `grew in lumps, on average by ${rateText(rate, noun)} per ${rules.cycleUnit} ${stretch}`
        : `grew evenly by ${rateText(rate, noun)} per ${rules.cycleUnit} ${stretch}${confirmedText(finding.seenBy)}`;
    case 'no-leak':
      return rate.low > 0
        ? `grew by ${rateText(rate, noun)} per ${rules.cycleUnit} ${stretch}, less than the margin of ${marginText(rules)}${alsoPerSuccess(judgement, rules)}`
        : `grew by at most ${limitText(mostOf(judgement), noun)} per ${rules.cycleUnit} ${stretch}${alsoPerSuccess(judgement, rules)}`;
    case 'inconclusive':
      return openReason(
        finding.cause,
        judgement,
        rules,
        `${rateText(rate, noun)} per ${rules.cycleUnit} ${stretch}`,
      );
  }
}

function openReason(cause: OpenCause, judgement: Judgement, rules: Rules, growth: string): string {
  const { hidden, rate, window } = judgement;
  const { unit, label } = rules.info;
  const noun = nounOf(unit, label);
  const longer = (times: number): string => `about ${cyclesText(times * window.toCycle)} per replicate`;
  switch (cause) {
    case 'slowing':
      return (
        `grew by ${growth}, but less and less, as a cache does that fills up; ` +
        `about ${cyclesText(4 * window.toCycle)} per replicate would show whether it stops`
      );
    case 'jumps':
      return (
        `grew by ${growth}, but mostly in one jump; ` +
        `about ${cyclesText(3 * window.toCycle)} per replicate would show whether it comes again`
      );
    case 'sawtooth':
      return (
        `grew by ${growth}, but its lowest values do not provably rise; ` +
        `about ${cyclesText(3 * window.toCycle)} per replicate would show whether they do`
      );
    case 'noise':
      return (
        `grew by ${growth}${upToText(judgement, noun)}: too uncertain to tell a leak from none ` +
        `(margin ${marginText(rules)}); ` +
        `about ${cyclesText(cyclesToSettle(judgement, rules))} per replicate${moreReplicates(judgement)} would settle it`
      );
    case 'rare-lumps':
      return (
        `grew by ${growth}, but lumps of ${countText(RARE_LUMP[unit], noun)} that come seldom could ` +
        `hide up to ${limitText(hidden, noun)} per ${rules.cycleUnit} (margin ${marginText(rules)}); ` +
        `about ${cyclesText((window.toCycle * hidden) / rules.margin)} per replicate would settle it`
      );
    case 'coarse':
      return `grew by ${growth}; it is too coarse to prove that there is no leak`;
    case 'failed-cycles':
      return (
        `grew by ${growth}, but ${failedText(judgement)}, and per ${rules.cycleUnit} that succeeded ` +
        `${perSuccessText(judgement, noun)} (margin ${marginText(rules)}): see to the failures first, ` +
        `or run ${longer(2)}`
      );
    case 'outside':
      return (
        `grew by ${growth}${rate.high < rules.margin ? `, less than the margin of ${marginText(rules)}` : ''}; seen from outside, and of a program whose work is not ours to choose, ` +
        'that proves no leak, and can never prove that there is none'
      );
    case 'lone-replicate':
      return (
        `grew by ${growth} in one process, whose own samples the interval is from; chance cannot be told from a ` +
        'leak in a single process: measure at least 3 replicates'
      );
    case 'early-growth':
      return (
        `grew evenly by ${growth}, but so may a warm-up that early: ` +
        `run at least ${numberText(rules.horizonCycles)} cycles per replicate`
      );
    case 'early-absence':
      return (
        `grew by ${growth}, but a leak may begin later: ` +
        `run at least ${numberText(rules.horizonCycles)} cycles per replicate`
      );
    case 'halting':
      return `grew by ${growth}, but not in every stretch of it; ${longer(2)} would show whether it goes on`;
    case 'drift':
      return `grew by ${growth}, but no more evenly than a level that wanders by chance; ${longer(2)} would tell them apart`;
    case 'unconfirmed':
      return `grew by ${growth}, but only of late; ${longer(2)} would confirm it`;
    case 'lumps':
      return `grew by ${growth}, but in few jumps; ${longer(2)} would show whether they go on coming`;
    case 'period':
      return `grew by ${growth}, in waves too long for the window; ${longer(4)} would show whether their lowest values rise`;
    case 'open-control':
      return (
        `grew by ${growth}; whether that is the instrument is open, as the control arm is not shown to be flat: ` +
        'settle the control arm first'
      );
  }
}

/** An acquittal holds for the cycles that succeeded alone: `, and by at most 0.6 bytes per logon that succeeded`. */
function alsoPerSuccess(judgement: Judgement, { cycleUnit, info }: Rules): string {
  const { succeeded } = judgement;
  if (succeeded === null) return '';
  const most = limitText(succeeded.atMost, nounOf(info.unit, info.label));
  return `, and by at most ${most} per ${cycleUnit} that succeeded, as ${failedText(judgement)}`;
}

function perSuccessText({ succeeded }: Judgement, noun: string): string {
  if (succeeded === null || !Number.isFinite(succeeded.atMost)) return 'nothing is known';
  return `it may be up to ${limitText(succeeded.atMost, noun)}`;
}

/** Those that failed before the rate begins are no share of it. */
function failedText({ succeeded }: Judgement): string {
  if (succeeded === null) return 'nearly all cycles of a process failed';
  const { failedShare } = succeeded;
  return `${failedShare > 0 ? shareText(failedShare) : 'some'} of its cycles failed`;
}

/** A conviction says when the same growth had been seen before. */
const confirmedText = (seenBy: number | null): string =>
  seenBy === null ? '' : `, as it had by cycle ${numberText(seenBy)}`;

/** What another estimate, or an earlier part of the window, still allows. */
function upToText({ atMost, rate }: Judgement, noun: string): string {
  return Number.isFinite(atMost) && atMost > rate.high ? `, or by up to ${limitText(atMost, noun)}` : '';
}

/** Why there is no rate at all. */
export function tooFewReason(
  arm: ArmGrowth,
  walked: boolean,
  walksOverBudget: number,
  { fromOutside, horizonCycles }: Pick<Rules, 'fromOutside' | 'horizonCycles'>,
): string {
  const found = `${countText(arm.mostSamples, 'samples')} after warm-up`;
  const needed = `${FEWEST_SAMPLES} are needed, some in each third`;
  const lengthening = Math.max(LEAST_LENGTHENING, FEWEST_SAMPLES / Math.max(1, arm.mostSamples));
  const longer = `or run about ${cyclesText(arm.cycles * lengthening)} per replicate`;
  if (fromOutside)
    return `too few samples (${found}; ${needed}): watch ${countText(horizonCycles, 'cycles')} or more`;
  return walked && walksOverBudget > 0
    ? `too few heap walks fitted the walk budget (${found}; ${needed}): raise --walk-budget, ${longer}`
    : `too few samples (${found}; ${needed}): lower --block, ${longer}`;
}

/**
 * About how many cycles a replicate needs until its interval clears zero or the margin. With a fixed number of
 * cycles between samples the error of a slope falls with the power 3/2 of the length.
 */
function cyclesToSettle(
  { rate, atMost, window }: Pick<Judgement, 'rate' | 'atMost' | 'window'>,
  { margin }: Pick<Rules, 'margin'>,
): number {
  const upper = Number.isFinite(atMost) ? atMost : rate.high;
  const reach = Math.max(upper - rate.estimate, rate.estimate - rate.low);
  const room = Math.max(rate.estimate, margin - rate.estimate);
  return window.toCycle * Math.max(LEAST_LENGTHENING, (reach / room) ** (2 / 3));
}

/** Advice to run for less than half as long again would not be worth a second run. */
const LEAST_LENGTHENING = 1.5;

/** Fewer cycles than absence takes would not settle anything either way. */
const cyclesText = (cycles: number): string =>
  countText(Math.max(LEAST_HORIZON, Math.ceil(roundedUp(cycles))), 'cycles');
/** The most an arm without a leak may have grown, steadily or in rare lumps. */
const mostOf = ({ atMost, hidden }: Judgement): number => Math.max(atMost, hidden);
const moreReplicates = ({ replicates }: Judgement): string => (replicates < 3 ? ' and 3 replicates' : '');
