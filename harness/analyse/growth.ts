import type { Series } from '../contract/series.ts';
import { binned, type Clock, timedBy } from './bins.ts';
import { type Shape, shapeOf, spanOf } from './shape.ts';
import { leastSquaresSlope } from './statistics/least-squares.ts';
import { between, type Points } from './statistics/points.ts';
import { median, variance } from './statistics/summary.ts';
import { theilSen } from './statistics/theil-sen.ts';
import type { CycleWindow } from './window.ts';

const LAST_SAMPLES = 4;
/** Of dense samples so large a part: what comes page by page rests between any four of them. */
const LAST_PART = 1 / 12;

/** How one resource of one replicate grew over one window. Rates are per cycle. */
export interface Growth {
  readonly replicate: string;
  readonly window: CycleWindow;
  readonly samples: Points;
  /** The samples, or the means of 24 stretches: what the slopes are drawn through. */
  readonly points: Points;
  /** Cycles from the first sample to the last. */
  readonly spanCycles: number;
  /** Theil-Sen: not moved by single outliers, so it convicts. */
  readonly robustRate: number;
  /** The standard error of `robustRate` if samples were independent, and its degrees of freedom. */
  readonly robustError: number;
  readonly degreesOfFreedom: number;
  /** Least squares: counts every jump, so it acquits. */
  readonly meanRate: number;
  /** Least squares over the last few samples: growth that has just stopped has none. */
  readonly endRate: number;
  readonly shape: Shape;
  /** What the rates may be off by because a wave was taken out of the samples. */
  readonly waveError: number;
  /**
   * Whether `robustError` is that of the rises from stretch to stretch, which holds for a level that wanders, too. Then
   * an arm's error is made of those of its processes, as it is asked of these processes and of no others.
   */
  readonly byStretches: boolean;
  /** How many processes it is the mean of. */
  readonly processes: number;
}

/**
 * @param cycles the samples of the window
 * @param waveError see {@link Growth}
 * @param byStretches see {@link Growth}
 * @param processes see {@link Growth}
 * @param clock what the rates are per; cycles, if there is none
 * @returns null when they cannot carry a slope at all
 */
export function growthOf(
  replicate: string,
  cycles: Points,
  window: CycleWindow,
  waveError = 0,
  byStretches = false,
  processes = 1,
  clock: Clock | null = null,
): Growth | null {
  const bins = binned(cycles, window, clock);
  const samples = timedBy(cycles, clock);
  const sen = theilSen(bins.points, 0.95);
  const shape = shapeOf(samples, bins, sen.slope);
  if (shape === null) return null;
  // A 95 % interval is 2 x 1.96 standard errors wide.
  const senError = (sen.high - sen.low) / 3.919927969080108;
  return {
    replicate,
    window: clock === null ? window : { fromCycle: clock(window.fromCycle), toCycle: clock(window.toCycle) },
    samples,
    points: bins.points,
    spanCycles: spanOf(samples),
    robustRate: sen.slope,
    robustError: byStretches ? Math.max(senError, errorOfRises(shape)) : senError,
    degreesOfFreedom: byStretches ? shape.rises.length - 1 : bins.points.x.length - 2,
    meanRate: leastSquaresSlope(bins.points),
    endRate: byStretches ? endRateOfDense(samples) : endRateOf(samples, LAST_SAMPLES),
    shape,
    waveError: clock === null ? waveError : (waveError * spanOf(cycles)) / spanOf(samples),
    byStretches,
    processes,
  };
}

const endRateOf = ({ x, y }: Points, last: number): number =>
  leastSquaresSlope({ x: x.slice(-last), y: y.slice(-last) });

/** A twelfth of the samples, where they are dense. */
const endRateOfDense = (samples: Points): number =>
  endRateOf(samples, Math.max(LAST_SAMPLES, Math.round(samples.x.length * LAST_PART)));

/** The standard error of the mean of the rises: of a random walk they are independent, of any other level less than that. */
const errorOfRises = ({ rises }: Shape): number => Math.sqrt(variance(rises) / rises.length);

export const samplesIn = ({ cycles, values }: Series, { fromCycle, toCycle }: CycleWindow): Points =>
  between({ x: cycles, y: values }, fromCycle, toCycle);

/** The largest distance of a sample from the line of the robust rate, in the unit of the resource. */
export function largestResidual({ samples: { x, y }, robustRate }: Growth): number {
  const levels = y.map((value, index) => value - robustRate * (x[index] ?? Number.NaN));
  const level = median(levels);
  return levels.reduce((largest, each) => Math.max(largest, Math.abs(each - level)), 0);
}
