import type { ArmName } from '../contract/arms.ts';
import { cycleUnitOf } from '../contract/attached.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import {
  type ArmResult,
  exhaustedIn,
  type Rate,
  type ResourceResult,
  type Result,
} from '../contract/result.ts';
import {
  armsOfSubject,
  type Threshold,
  type ThresholdOutcome,
  type ThresholdResult,
} from '../contract/thresholds.ts';
import { MOST_FAILED } from './arm-result.ts';
import { cyclesTried, shareFailed } from './failures.ts';
import { figure } from './figures.ts';
import { leakingGates } from './resource-results.ts';
import { confidenceOfCounts, horizonOf, type Question, type RulesPlan } from './rules.ts';
import { type Bounds, hull } from './statistics/estimate.ts';
import { wilsonInterval } from './statistics/wilson.ts';
import { cyclesPerPass, hasTwoPasses } from './window.ts';
import { countText, numberText } from './words.ts';

/** What of a result thresholds are judged by. */
export type Measured = Pick<Result, 'verdict' | 'reason' | 'selfTest' | 'arms' | 'differences'>;
export type ThresholdPlan = RulesPlan & Pick<Plan, 'thresholds' | 'mailboxes' | 'mailboxOrder'>;

/** Where a figure lies, or why there is none to go by. */
type Evidence =
  | { readonly value: number; readonly low: number; readonly high: number; readonly found: string }
  | { readonly missing: string; readonly figures?: Interval };
type Interval = Pick<ThresholdResult, 'value' | 'low' | 'high'>;

/**
 * Judges each threshold of a plan: passed or failed only if the whole interval lies on one side of the bound. What was not
 * measured, or not long enough, passes nothing.
 */
export function judgeThresholds(plan: ThresholdPlan, measured: Measured): ThresholdResult[] {
  return plan.thresholds.map((threshold) => {
    const evidence = evidenceOf(threshold, plan, measured);
    if ('missing' in evidence) {
      const { figures = { value: null, low: null, high: null }, missing } = evidence;
      return { text: threshold.text, outcome: 'inconclusive', reason: missing, ...figures };
    }
    const outcome = outcomeOf(threshold, evidence);
    const open = outcome === 'inconclusive' ? ', on both sides of the bound' : '';
    return {
      text: threshold.text,
      outcome,
      reason: `${evidence.found}${open}`,
      ...intervalOf(evidence),
    };
  });
}

/** Which side of the bound an interval lies on. */
function outcomeOf({ bound, operator }: Threshold, at: { low: number; high: number }): ThresholdOutcome {
  const holds: Readonly<Record<Threshold['operator'], (value: number) => boolean>> = {
    '<': (value) => value < bound,
    '<=': (value) => value <= bound,
    '>': (value) => value > bound,
    '>=': (value) => value >= bound,
  };
  const ends = [at.low, at.high];
  // An end that is not known is on neither side; one that is infinite is beyond every bound.
  if (ends.some(Number.isNaN)) return 'inconclusive';
  if (ends.every(holds[operator])) return 'passed';
  return ends.some(holds[operator]) ? 'inconclusive' : 'failed';
}

function evidenceOf({ subject }: Threshold, plan: ThresholdPlan, measured: Measured): Evidence {
  const found = armsOfSubject(subject).map((arm) => armIn(arm, measured));
  const missing = found.find((each) => 'missing' in each);
  if (missing !== undefined && 'missing' in missing) return missing;
  const arms = found.flatMap((each) => ('missing' in each ? [] : [each]));
  switch (subject.what) {
    case 'growth': {
      const question = subject.arm === 'control' ? 'instrument' : 'arm';
      const evidence = rateEvidence(
        subject.resource,
        arms[0]?.resources[subject.resource],
        arms,
        plan,
        question,
      );
      return question === 'instrument' ? evidence : unlessInDoubt(evidence, measured);
    }
    case 'difference': {
      const difference = measured.differences.find(
        ({ minuend, subtrahend }) => minuend === subject.minuend && subtrahend === subject.subtrahend,
      );
      const result = difference?.resources[subject.resource];
      return unlessInDoubt(rateEvidence(subject.resource, result, arms, plan, 'difference'), measured);
    }
    case 'failures':
    case 'failureRate':
    case 'exhausted':
      return arms[0] === undefined
        ? NOT_MEASURED
        : countEvidence(subject.what, arms[0], confidenceOfCounts(plan));
  }
}

const NOT_MEASURED: Evidence = { missing: 'it was not measured' };

/** The arm that a threshold names, if what it showed can be gone by. */
function armIn(name: ArmName, { arms, reason, verdict }: Measured): ArmResult | { readonly missing: string } {
  const arm = arms.find((each) => each.arm === name);
  if (arm === undefined) return { missing: `the arm ${name} was not measured` };
  if (arm.verdict === 'invalid') return { missing: `the arm ${name} is invalid: ${arm.reason}` };
  if (verdict === 'invalid') return { missing: `the run is invalid: ${reason}` };
  if (arm.cycles === 0) return { missing: `the arm ${name} ran no cycle` };
  return arm;
}

/** An instrument that grows, or that missed its own leak, measures nothing else. */
function unlessInDoubt(evidence: Evidence, { arms, selfTest }: Measured): Evidence {
  if ('missing' in evidence) return evidence;
  const control = arms.find(({ arm }) => arm === 'control');
  const grows = control !== undefined && leakingGates(control.resources).length > 0;
  if (!grows && selfTest.outcome !== 'failed') return evidence;
  const doubt = grows ? 'the instrument itself grows' : 'the self-test failed';
  return { missing: `${evidence.found}, but ${doubt}`, figures: intervalOf(evidence) };
}

function rateEvidence(
  resource: ResourceName,
  result: ResourceResult | undefined,
  arms: readonly ArmResult[],
  plan: ThresholdPlan,
  question: Question,
): Evidence {
  if (result === undefined) return NOT_MEASURED;
  const failing = arms.find((arm) => shareFailed(arm) > MOST_FAILED);
  if (failing !== undefined) {
    const failed = `${numberText(shareFailed(failing) * 100, 1)} %`;
    return {
      missing: `${failed} of the cycles of ${failing.arm} failed: what they would have left is not seen`,
    };
  }
  const { perCycle, reason, verdict, window } = result;
  const { label } = RESOURCES[resource];
  if (verdict === 'unsupported') return { missing: `${label} could not be read: ${reason}` };
  if (perCycle === null) return { missing: reason };
  const unit = cycleUnitOf(plan);
  // What failed dilutes a rate: whatever bound it is to keep must hold per cycle that succeeded, too.
  const { perSuccessfulCycle: succeeded } = result;
  const bounds = { ...perCycle, ...hull(perCycle, perSuccessOf(result, perCycle)) };
  const also =
    succeeded === undefined
      ? ''
      : `, ${succeeded === null ? 'unknown' : figure(resource, succeeded)} per ${unit} that succeeded`;
  const found = `${figure(resource, perCycle)} per ${unit}${also}`;
  const figures = { ...bounds, value: perCycle.estimate };
  if (verdict === 'inconclusive') {
    // These make an interval narrower than what is known; other causes are in the interval already.
    const horizon = horizonOf(plan, question);
    const reached = window?.toCycle ?? 0;
    if (reached < horizon) {
      const missing = `${found}, but seen for ${countText(reached, 'cycles')} only, of at least ${numberText(horizon)}`;
      return { missing, figures: intervalOf(figures) };
    }
    if (plan.attached === undefined && arms.some(({ replicates }) => replicates < 2)) {
      return {
        missing: `${found}, but in one process only: chance cannot be told`,
        figures: intervalOf(figures),
      };
    }
    // What comes with each new mailbox ends with the last of them: then nothing is left per logon.
    if (question === 'arm' && bounds.low > 0 && !hasTwoPasses(reached, cyclesPerPass(plan))) {
      const each = `${found}, which may be per mailbox (fewer than two passes over them)`;
      return { ...figures, low: 0, found: each };
    }
  }
  return { ...figures, found };
}

/** Where too few cycles succeeded, nothing is known of it. */
function perSuccessOf({ perSuccessfulCycle }: ResourceResult, perCycle: Rate): Bounds {
  return perSuccessfulCycle === null ? { low: -Infinity, high: Infinity } : (perSuccessfulCycle ?? perCycle);
}

function countEvidence(
  what: 'failures' | 'failureRate' | 'exhausted',
  arm: ArmResult,
  confidence: number,
): Evidence {
  const { failures, replicates } = arm;
  const cycles = cyclesTried(arm);
  const ranOut = exhaustedIn(arm);
  switch (what) {
    case 'failures':
      return exactly(
        failures.total,
        `${numberText(failures.total)} of ${countText(cycles, 'cycles')} failed`,
      );
    case 'exhausted':
      return exactly(ranOut, `${numberText(ranOut)} of ${countText(replicates, 'replicates')} ran out`);
    case 'failureRate': {
      const { low, high } = wilsonInterval(failures.total, cycles, confidence);
      const percent = (share: number): string => numberText(share * 100, 4);
      const value = shareFailed(arm);
      const found = `${percent(value)} % [${percent(low)}, ${percent(high)}] of ${countText(cycles, 'cycles')} failed`;
      return { value, low, high, found };
    }
  }
}

const exactly = (value: number, found: string): Evidence => ({ value, low: value, high: value, found });

/** JSON knows no infinity. */
function intervalOf({ high, low, value }: { value: number; low: number; high: number }): Interval {
  const known = (number: number): number | null => (Number.isFinite(number) ? number : null);
  return { value: known(value), low: known(low), high: known(high) };
}
