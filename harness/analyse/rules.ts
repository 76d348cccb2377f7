import { cycleUnitOf } from '../contract/attached.ts';
import { looksUpTo, SOAK_LOOKS } from '../contract/looks.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCES, type ResourceInfo, type ResourceName } from '../contract/resources.ts';
import { confidencePerLook } from './statistics/spending.ts';

/** What a resource is judged by. */
export interface Rules {
  readonly info: ResourceInfo;
  /** The largest growth per cycle that still counts as no leak. */
  readonly margin: number;
  /** Of the printed two-sided interval, which holds at whatever look the run stops. */
  readonly confidence: number;
  /** Of one bound of that interval at one look. */
  readonly oneSided: number;
  /** Of the lower bound that convicts, at one look. */
  readonly convictionOneSided: number;
  /** What the lower bound must exceed to convict. */
  readonly convictionFloor: number;
  /** Whether upper bounds below the margin prove that there is no leak. */
  readonly canAcquit: boolean;
  /**
   * Whether the resource moves in steps that every replicate takes in the same cycle. Such an error does not
   * average out, so intervals are widened by one step over the span.
   */
  readonly stepwise: boolean;
  /** The fewest cycles per replicate before anything is said. */
  readonly horizonCycles: number;
  /** Whether a lone process must lie on one line: chance cannot be told from a leak in it otherwise. */
  readonly needsWitness: boolean;
  /** What a rate is per: `logon`. */
  readonly cycleUnit: string;
  /**
   * Whether the processes were watched from outside, at whatever they did. Then each convicts by its own stretches, even
   * alone, and what they did not show acquits nobody.
   */
  readonly fromOutside: boolean;
}

/**
 * What is asked: of an arm under test, of the instrument's own arms, of the difference between two arms, or with what an
 * arm grows, which is asked once, when nobody looks any more.
 */
export type Question = 'arm' | 'instrument' | 'difference' | 'kind';

/** A coarse resource convicts only when chance is next to excluded. */
const SUPPORT_CONVICTION = 0.999;
/**
 * The fewest cycles per replicate before a verdict on an arm in a run of fixed length, warm-up included, and on the
 * instrument's own arms in any run: caches and starts of some hundred logons look like leaks until then.
 */
export const LEAST_HORIZON = 500;
/** A difference may be seen at any look; that there is none, not before: a leak may begin later in both arms. */
const EQUALITY_HORIZON = 256;
/** An instrument without MAPI in it has no caches to wait for. */
const INSTRUMENT_HORIZON = 512;

export type RulesPlan = Pick<
  Plan,
  'margin' | 'confidence' | 'length' | 'horizonCycles' | 'attached' | 'soak'
>;

/** The fewest cycles per replicate before a question is answered. */
export function horizonOf({ attached, length, horizonCycles }: RulesPlan, question: Question): number {
  if (attached !== undefined) return horizonCycles ?? LEAST_HORIZON;
  if (question === 'difference') return EQUALITY_HORIZON;
  if (length.by !== 'settled' || horizonCycles === null) return LEAST_HORIZON;
  return question === 'arm' ? horizonCycles : Math.min(horizonCycles, INSTRUMENT_HORIZON);
}

/** The looks at which a question may be answered, and the run may stop. */
export function looksOf(plan: RulesPlan, question: Question): readonly number[] {
  if (plan.length.by !== 'settled' || question === 'kind') return [];
  const looks = looksUpTo(plan.length.maxCycles);
  if (question === 'difference') return looks;
  const horizon = horizonOf(plan, question);
  return looks.filter((look) => look >= horizon);
}

/** At how many looks a question may be answered: its error is divided among them. */
function numberOfLooks(plan: RulesPlan, question: Question): number {
  if (plan.soak !== undefined && question !== 'kind') return SOAK_LOOKS;
  return Math.max(1, looksOf(plan, question).length);
}

/**
 * The two-sided confidence of an interval that is drawn from counts. A soak may end at any of its looks because of it, so
 * there they share the error as they do that of a rate.
 */
export function confidenceOfCounts(plan: RulesPlan): number {
  if (plan.soak === undefined) return plan.confidence;
  return 2 * confidencePerLook((1 + plan.confidence) / 2, SOAK_LOOKS) - 1;
}

/** Every look at a question costs confidence, whether or not the run comes to it. */
export function rulesFor(resource: ResourceName, plan: RulesPlan, question: Question = 'arm'): Rules {
  const info = RESOURCES[resource];
  const usual = info.unit === 'bytes' ? plan.margin.bytesPerCycle : plan.margin.countPerCycle;
  const margin = plan.margin.of[resource] ?? usual;
  const oneSided = confidencePerLook((1 + plan.confidence) / 2, numberOfLooks(plan, question));
  const fromOutside = plan.attached !== undefined;
  const isGate = info.role === 'gate' && !fromOutside;
  return {
    info,
    margin,
    confidence: plan.confidence,
    oneSided,
    convictionOneSided: isGate ? oneSided : Math.max(oneSided, SUPPORT_CONVICTION),
    convictionFloor: isGate ? 0 : margin,
    canAcquit: isGate,
    stepwise: !isGate,
    horizonCycles: horizonOf(plan, question),
    needsWitness: true,
    cycleUnit: cycleUnitOf(plan),
    fromOutside,
  };
}

/**
 * By what a finding per cycle is looked for once more per cycle that succeeded. The horizon counts cycles; and what lies on
 * a line by cycles has a kink at each that failed, which is no chance.
 */
export const againBySuccess = (rules: Rules): Rules => ({ ...rules, horizonCycles: 0, needsWitness: false });
