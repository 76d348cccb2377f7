import type { ArmGrowth } from './arm-growth.ts';
import type { Growth } from './growth.ts';
import type { Points } from './statistics/points.ts';
import { sum } from './statistics/summary.ts';

/** What share of the cycles of an arm failed in the window of its rates, and of how many. */
export interface FailedShare {
  readonly share: number;
  readonly cycles: number;
}

const cyclesIn = (growths: readonly Growth[]): number =>
  sum(growths.map(({ processes, spanCycles }) => processes * spanCycles));

/** With growths per cycle that succeeded missing, as where nearly all failed, the share counts as all. */
export function failedShareOf({ settled, succeeded }: ArmGrowth): FailedShare {
  const cycles = cyclesIn(settled);
  if (succeeded === null || cycles === 0) return { share: 0, cycles };
  if (succeeded.settled.length < settled.length) return { share: 1, cycles };
  return { share: 1 - cyclesIn(succeeded.settled) / cycles, cycles };
}

/** Growth that was measured per cycle, per `share` of a cycle. */
export function perShareOf(arm: ArmGrowth, share: number): ArmGrowth {
  const of = (growths: readonly Growth[]): Growth[] => growths.map((each) => growthPerShare(each, share));
  return {
    ...arm,
    settled: of(arm.settled),
    late: of(arm.late),
    half: of(arm.half),
    traces: arm.traces.map((each) => pointsPerShare(each, share)),
  };
}

function growthPerShare(growth: Growth, share: number): Growth {
  const { shape, window } = growth;
  return {
    ...growth,
    window: { fromCycle: window.fromCycle * share, toCycle: window.toCycle * share },
    samples: pointsPerShare(growth.samples, share),
    points: pointsPerShare(growth.points, share),
    spanCycles: growth.spanCycles * share,
    robustRate: growth.robustRate / share,
    robustError: growth.robustError / share,
    meanRate: growth.meanRate / share,
    endRate: growth.endRate / share,
    waveError: growth.waveError / share,
    shape: {
      rises: shape.rises.map((rise) => rise / share),
      firstRise: shape.firstRise / share,
      lastRise: shape.lastRise / share,
      floorRise: shape.floorRise / share,
      dominance: shape.dominance,
      limitRate: shape.limitRate === null ? null : shape.limitRate / share,
    },
  };
}

const pointsPerShare = ({ x, y }: Points, share: number): Points => ({ x: x.map((each) => each * share), y });

/** An arm per cycle that succeeded, be that every one. */
export const ofSucceeded = (arm: ArmGrowth): ArmGrowth => arm.succeeded ?? arm;

/** Whether every replicate that is judged can be judged by the cycles that succeeded, too. */
export const isMeasured = (arm: ArmGrowth): boolean => ofSucceeded(arm).settled.length === arm.settled.length;

/** A smaller difference than this would take failed cycles that leave behind a hundred times as much as it is. */
const SHARES_THAT_MATTER = 0.01;
/** Standard errors, by chance of which shares may differ: then growth scatters with them from process to process. */
const BY_CHANCE = 2;

/**
 * Whether so many more cycles of one arm failed than of another that what failed cycles leave behind may be what it grows
 * by more.
 */
export const hasMoreFailures = (more: ArmGrowth, less: ArmGrowth): boolean =>
  isLargerShare(failedShareOf(more), failedShareOf(less));

/** {@link hasMoreFailures} of shares that are known otherwise. */
export function isLargerShare(a: FailedShare, b: FailedShare): boolean {
  const surplus = a.share - b.share;
  const error = Math.sqrt(
    sum([a, b].map(({ cycles, share }) => (cycles === 0 ? 0 : (share * (1 - share)) / cycles))),
  );
  return surplus > Math.max(SHARES_THAT_MATTER, BY_CHANCE * error);
}
