/**
 * The busy bytes of one process after 0, 1, 2, ... cycles. A detector sees of them only the cycles that are
 * sampled.
 */
export type Trace = Float64Array;

export interface DetectorOptions {
  /**
   * Cycles per process at which a verdict may be drawn; all of them cost confidence, whether or not they are
   * reached.
   */
  readonly looks: readonly number[];
  /** Cycles per process at which the processes are sampled, from 0, every look among them. */
  readonly sampleCycles: readonly number[];
  /** Cycles per process before anything is said of one arm. */
  readonly horizonCycles: number;
  /** The largest growth that still counts as no leak. */
  readonly marginBytesPerCycle: number;
}

/** An interval of bytes per cycle; NaN where a detector gives none. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface Outcome extends Interval {
  readonly verdict: 'leak' | 'no-leak' | 'inconclusive';
  /** Spent before the verdict, over all processes. */
  readonly cycles: number;
}

/** What the flag does; the interval is that of the growth with it off minus the growth with it on. */
export interface PairOutcome extends Interval {
  /** `effect`: on grows less. `worse`: on grows more. `no-effect`: within the margin either way. */
  readonly effect: 'effect' | 'worse' | 'no-effect' | 'open';
  /** Spent before the answer, over all processes of both arms. */
  readonly logons: number;
}

/** What is put to the test: it judges one arm by its processes, or two arms against each other. */
export interface Detector {
  readonly name: string;
  one(traces: readonly Trace[], options: DetectorOptions): Outcome;
  pair(off: readonly Trace[], on: readonly Trace[], options: DetectorOptions): PairOutcome;
}
