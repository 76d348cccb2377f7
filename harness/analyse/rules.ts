import type { Plan } from '../contract/plan.ts';
import { RESOURCES, type ResourceInfo, type ResourceName } from '../contract/resources.ts';

/** What a resource is judged by. */
export interface Rules {
  readonly info: ResourceInfo;
  /** The largest growth per cycle that still counts as no leak. */
  readonly margin: number;
  /** Of the printed two-sided interval. */
  readonly confidence: number;
  /** Of one bound of that interval. */
  readonly oneSided: number;
  /** Of the lower bound that convicts. */
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
}

/** A coarse resource convicts only when chance is next to excluded. */
const SUPPORT_CONVICTION = 0.999;

export function rulesFor(resource: ResourceName, plan: Pick<Plan, 'margin' | 'confidence'>): Rules {
  const info = RESOURCES[resource];
  const margin = info.unit === 'bytes' ? plan.margin.bytesPerCycle : plan.margin.countPerCycle;
  const oneSided = (1 + plan.confidence) / 2;
  const isGate = info.role === 'gate';
  return {
    info,
    margin,
    confidence: plan.confidence,
    oneSided,
    convictionOneSided: isGate ? oneSided : Math.max(oneSided, SUPPORT_CONVICTION),
    convictionFloor: isGate ? 0 : margin,
    canAcquit: isGate,
    stepwise: !isGate,
  };
}
