import { z } from 'zod';
import { ARM_NAMES, type ArmName, COMPARED_PAIRS } from '../contract/arms.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../contract/resources.ts';
import {
  armsOfSubject,
  THRESHOLD_OPERATORS,
  type Threshold,
  type ThresholdOperator,
  type ThresholdSubject,
} from '../contract/thresholds.ts';
import { BYTES_IN, isUnit } from './margins.ts';

/** Arms that a threshold may name; what the self-test plants is the instrument's business. */
const ARMS: readonly ArmName[] = ARM_NAMES.filter((arm) => arm !== 'planted');
/** What else there is of an arm, besides its resources. */
const COUNTS = ['failures', 'failureRate', 'exhausted'] as const;
const PER_CYCLE = 'perCycle';

/** Several thresholds, each once. */
export const thresholdsSchema = z
  .array(
    z.string().transform((text, context): Threshold => {
      try {
        return parseThreshold(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: messageOf(error) });
        return z.NEVER;
      }
    }),
  )
  .refine(
    (thresholds) => new Set(thresholds.map(({ text }) => text)).size === thresholds.length,
    'the same threshold was given more than once',
  );

/**
 * `on.heapBytes.perCycle<64`, `off-on.heapBytes.perCycle>=1KB`, `on.failureRate<1%`, `on.failures<10`, `on.exhausted<=0`.
 * Blanks may stand around the operator.
 * @throws HarnessError USAGE that says at which character it went wrong
 */
export function parseThreshold(given: string): Threshold {
  const text = given.trim();
  const operator = /[<>]=?/.exec(text);
  if (operator === null) {
    throw wrong(
      text,
      text.length,
      'an operator is missing, one of < <= > >= (quote the threshold: a shell takes < and > for itself)',
    );
  }
  const left = text.slice(0, operator.index);
  const subject = subjectOf(text, left.trimEnd());
  const boundAt = operator.index + operator[0].length;
  const indent = /^[ \t]*/.exec(text.slice(boundAt))?.[0].length ?? 0;
  return {
    text,
    subject,
    operator: operatorOf(operator[0]),
    bound: boundOf(text, boundAt + indent, subject),
  };
}

function operatorOf(text: string): ThresholdOperator {
  return THRESHOLD_OPERATORS.find((each) => each === text) ?? '<';
}

function subjectOf(text: string, left: string): ThresholdSubject {
  const [arms = '', what, perCycle, ...more] = left.split('.');
  const [minuend, subtrahend] = armsOf(text, arms);
  const whatAt = arms.length + 1;
  if (what === undefined) throw wrong(text, arms.length, `after the arm comes .RESOURCE.${PER_CYCLE}`);
  const count = COUNTS.find((each) => each === what);
  if (count !== undefined) {
    if (subtrahend !== undefined) throw wrong(text, whatAt, `${count} is of one arm, not of a difference`);
    if (perCycle !== undefined)
      throw wrong(text, whatAt + count.length, `${count} is followed by an operator`);
    return { what: count, arm: minuend };
  }
  const resource = resourceOf(text, whatAt, what);
  const rateAt = whatAt + what.length;
  if (perCycle !== PER_CYCLE || more.length > 0) {
    const at = perCycle === PER_CYCLE ? rateAt + 1 + PER_CYCLE.length : rateAt;
    throw wrong(text, at, `a resource is followed by .${PER_CYCLE} and an operator`);
  }
  return subtrahend === undefined
    ? { what: 'growth', arm: minuend, resource }
    : { what: 'difference', minuend, subtrahend, resource };
}

function armsOf(text: string, given: string): readonly [ArmName, ArmName?] {
  const [first = '', second, ...more] = given.split('-');
  const minuend = armOf(text, 0, first);
  if (second === undefined) return [minuend];
  const secondAt = first.length + 1;
  const subtrahend = armOf(text, secondAt, second);
  if (more.length > 0) throw wrong(text, secondAt + second.length, 'a difference is of two arms');
  if (!COMPARED_PAIRS.some((pair) => pair.minuend === minuend && pair.subtrahend === subtrahend)) {
    const pairs = COMPARED_PAIRS.map((pair) => `${pair.minuend}-${pair.subtrahend}`).join(', ');
    throw wrong(text, 0, `differences are ${pairs}`);
  }
  return [minuend, subtrahend];
}

function armOf(text: string, at: number, given: string): ArmName {
  const arm = ARMS.find((each) => each === given);
  if (arm === undefined) throw wrong(text, at, `an arm is one of ${ARMS.join(', ')}, not “${given}”`);
  return arm;
}

function resourceOf(text: string, at: number, given: string): ResourceName {
  const resource = RESOURCE_NAMES.find((each) => each === given);
  if (resource !== undefined) return resource;
  const meant = RESOURCE_NAMES.find((each) => each.toLowerCase() === given.toLowerCase());
  const hint = meant === undefined ? '' : `; ${meant} is meant?`;
  throw wrong(
    text,
    at,
    `“${given}” is no resource${hint} There are ${RESOURCE_NAMES.join(', ')}, and ${COUNTS.join(', ')}`,
  );
}

const NUMBER = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/i;

function boundOf(text: string, at: number, subject: ThresholdSubject): number {
  const rest = text.slice(at);
  const number = NUMBER.exec(rest)?.[0];
  if (number === undefined) throw wrong(text, at, `a number is expected${exampleOf(subject)}`);
  const unit = rest.slice(number.length).trim();
  const bound = Number(number) * scaleOf(text, at + number.length, unit, subject);
  if (!Number.isFinite(bound)) throw wrong(text, at, 'the number is too large');
  // Who writes <5 means 5 per cent, and a bound of 500 would always be kept.
  if (subject.what === 'failureRate' && (bound < 0 || bound > 1)) {
    throw wrong(text, at, `a failure rate is 0 to 1, or 0% to 100%, not ${number}${unit}`);
  }
  return bound;
}

function scaleOf(text: string, at: number, unit: string, subject: ThresholdSubject): number {
  if (unit === '') return 1;
  if (subject.what === 'failureRate') {
    if (unit === '%') return 0.01;
    throw wrong(text, at, `a share has no unit but %, not “${unit}”`);
  }
  if (!countsBytes(subject)) throw wrong(text, at, `a count has no unit, not “${unit}”`);
  if (isUnit(unit)) return BYTES_IN[unit];
  throw wrong(text, at, `bytes have a unit of ${Object.keys(BYTES_IN).join(', ')} or none, not “${unit}”`);
}

const countsBytes = (subject: ThresholdSubject): boolean =>
  (subject.what === 'growth' || subject.what === 'difference') &&
  RESOURCES[subject.resource].unit === 'bytes';

function exampleOf(subject: ThresholdSubject): string {
  if (subject.what === 'failureRate') return ', such as 0.01 or 1%';
  return countsBytes(subject) ? ', such as 64 or 1KB' : ', such as 0.01';
}

function wrong(text: string, at: number, what: string): HarnessError {
  const place = at >= text.length ? 'at its end' : `at character ${at + 1}`;
  return new HarnessError(
    'USAGE',
    `“${text}”, ${place}: ${what}`,
    'A threshold is ARM.RESOURCE.perCycle<NUMBER, such as on.heapBytes.perCycle<64.',
  );
}

/**
 * A threshold of what is not measured could never be told: that is a mistake, and is told beforehand.
 * @returns the same thresholds
 * @throws HarnessError USAGE
 */
export function requireMeasured(
  thresholds: readonly Threshold[],
  { arms, control }: Pick<Plan, 'arms' | 'control'>,
): readonly Threshold[] {
  const measured: readonly ArmName[] = control ? [...arms, 'control'] : arms;
  for (const { subject, text } of thresholds) {
    const missing = armsOfSubject(subject).find((arm) => !measured.includes(arm));
    if (missing === undefined) continue;
    throw new HarnessError(
      'USAGE',
      `--threshold “${text}” is about the arm ${missing}, which this run does not measure: it has ${measured.join(', ')}`,
      missing === 'control' ? 'Leave --no-control out.' : 'Name an arm that is measured, or give --arms.',
    );
  }
  return thresholds;
}

/** Thresholds that were given with a command of their own. @throws HarnessError USAGE */
export function parseThresholds(given: readonly string[]): readonly Threshold[] {
  const parsed = thresholdsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'USAGE',
    `--threshold: ${parsed.error.issues.map(({ message }) => message).join('; ')}`,
    'A threshold is ARM.RESOURCE.perCycle<NUMBER, such as on.heapBytes.perCycle<64.',
  );
}
