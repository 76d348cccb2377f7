import { looksUpTo } from '../contract/looks.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCES, type ResourceInfo, type ResourceName } from '../contract/resources.ts';

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
}

/** A coarse resource convicts only when chance is next to excluded. */
const SUPPORT_CONVICTION = 0.999;
/** The fewest cycles of a run of fixed length before a verdict. */
export const LEAST_HORIZON = 500;

export type RulesPlan = Pick<Plan, 'margin' | 'confidence' | 'length' | 'horizonCycles'>;

/** Looks at which an arm may be judged: from the horizon on. */
export function armLooks({ length, horizonCycles }: Pick<Plan, 'length' | 'horizonCycles'>): number {
  if (length.by !== 'settled') return 1;
  return Math.max(1, looksUpTo(length.maxCycles).filter((look) => look >= (horizonCycles ?? 0)).length);
}

/** Looks at which a difference between arms may be judged: all of them. */
export const pairLooks = ({ length }: Pick<Plan, 'length'>): number =>
  length.by === 'settled' ? looksUpTo(length.maxCycles).length : 1;

/** @param looks at which the same question may be answered: the error is split evenly over them, as any may end the run */
export function rulesFor(resource: ResourceName, plan: RulesPlan, looks = armLooks(plan)): Rules {
  const info = RESOURCES[resource];
  const usual = info.unit === 'bytes' ? plan.margin.bytesPerCycle : plan.margin.countPerCycle;
  const oneSided = 1 - (1 - plan.confidence) / 2 / looks;
  const isGate = info.role === 'gate';
  const margin = plan.margin.of[resource] ?? usual;
  return {
    info,
    margin,
    confidence: plan.confidence,
    oneSided,
    convictionOneSided: isGate ? oneSided : Math.max(oneSided, SUPPORT_CONVICTION),
    convictionFloor: isGate ? 0 : margin,
    canAcquit: isGate,
    stepwise: !isGate,
    horizonCycles: plan.horizonCycles ?? LEAST_HORIZON,
  };
}
