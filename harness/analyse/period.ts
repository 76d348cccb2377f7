import { leastSquaresLine } from './statistics/least-squares.ts';
import type { Points } from './statistics/points.ts';
import { mean, variance } from './statistics/summary.ts';

/** Fewer samples than this show no wave. */
const FEWEST_SAMPLES = 24;
const MOST_SAMPLES = 64;
/** A period is sharpened by more samples and more trials than it is found by, but not by any number of them. */
const MOST_SHARPENING_SAMPLES = 512;
const MOST_TRIALS = 200;
/** Up to here every period is tried; beyond, one in so many parts, as longer ones differ less in phase. */
const EVERY_PERIOD_UP_TO = 2048;
/** A wave leaves at most this share of the differences between samples that a series without one has. */
const MOST_LEFT = 0.25;
const NEIGHBOUR = 1.1;
const CLEARLY_LESS = 0.8;
const SHARPENED = 0.05;
/** A wave is drawn as so many straight pieces. */
const PIECES = 4;
/** A period whose phases only part the samples by time is none: their cycles must differ as chance would have it. */
const LEAST_MIXED = 0.75;

/** A wave that several replicates have in common, each in its own phase. */
export interface Period {
  readonly cycles: number;
  /** What is left of the differences between samples, 1 for a series that has no wave. */
  readonly unexplained: number;
  /** What slopes may be off by, per cycle, because the period is not known to the cycle. */
  readonly slopeError: number;
}

/**
 * The shortest period, in cycles, that explains nearly all of what replicates of one arm do around their lines: in the
 * order of their phases, neighbours hardly differ (Lafler and Kinman 1965, ApJS 11:216). Null if none does. A cleanup
 * every N logons makes one.
 *
 * @param longest period that is looked for
 */
export function commonPeriod(series: readonly Points[], longest: number): Period | null {
  if (series.some(({ x, y }) => x.length < FEWEST_SAMPLES || !falls(y))) return null;
  const rests = series.map((points) => restOf(thinned(points, MOST_SAMPLES)));
  let best: Period | null = null;
  for (let cycles = 3; cycles <= longest; cycles += Math.max(1, Math.floor(cycles / EVERY_PERIOD_UP_TO))) {
    const most = (best?.unexplained ?? MOST_LEFT) * series.length;
    let left = 0;
    for (const rest of rests) {
      left += leftBy(rest, cycles);
      if (left > most) break;
    }
    const unexplained = left / series.length;
    // Multiples of a period explain as much as it does, and are not it; its neighbours explain less.
    const isMultiple = best !== null && cycles > best.cycles * NEIGHBOUR;
    if (unexplained < (best?.unexplained ?? MOST_LEFT) * (isMultiple ? CLEARLY_LESS : 1)) {
      best = { cycles, unexplained, slopeError: 0 };
    }
  }
  return best === null
    ? null
    : sharpened(
        best,
        series.map((points) => thinned(points, MOST_SHARPENING_SAMPLES)),
      );
}

/**
 * The middle of the periods that fit as well as any when line and wave are fitted together. A wave a little shorter beside
 * a line a little steeper passes through the same samples; how much steeper is what the slope may be off by.
 */
function sharpened(found: Period, series: readonly Points[]): Period {
  const reach = Math.ceil(found.cycles * SHARPENED);
  const first = Math.max(3, found.cycles - reach);
  const trials = found.cycles + reach - first + 1;
  const step = Math.ceil(trials / MOST_TRIALS);
  const fits = Array.from({ length: Math.ceil(trials / step) }, (_, i) => {
    const period = { ...found, cycles: first + i * step };
    const flat = series.map((points) => leastSquaresLine(withoutPeriod(points, period)));
    return {
      period,
      left: mean(flat.map(({ residualStandardDeviation }) => residualStandardDeviation)),
      slope: mean(flat.map(({ slope }) => slope.mean)),
    };
  });
  const raw = mean(series.map((points) => leastSquaresLine(points).residualStandardDeviation));
  const least = Math.min(...fits.map(({ left }) => left));
  const good = fits.filter(({ left }) => left <= ALIKE * least + NEGLIGIBLE * raw);
  const middle = good[good.length >> 1];
  if (middle === undefined) return found;
  const slopeError = Math.max(...good.map(({ slope }) => Math.abs(slope - middle.slope)));
  return { ...middle.period, slopeError };
}

/** Fits that leave so much more than the best one are as good as it is. */
const ALIKE = 1.2;
const NEGLIGIBLE = 0.02;

/** Line and wave are fitted in turns, each to what the other leaves, so often. */
const TURNS = 8;

/** The series without its wave: every sample less what its phase usually adds. */
export function withoutPeriod(points: Points, { cycles }: Period): Points {
  const rest = restOf(points);
  const order = fromSteepest(inPhase(rest.x, cycles), rest.y);
  let flat = points;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const { intercept, slope } = leastSquaresLine(flat);
    const y = points.y.map((value, i) => value - intercept - slope.mean * (points.x[i] ?? Number.NaN));
    const wave = waveOf({ x: points.x, y }, order, cycles);
    flat = { x: points.x, y: points.y.map((value, i) => value - (wave[i] ?? 0)) };
  }
  return flat;
}

/** A wave of straight pieces over the phase, by sample. */
function waveOf({ x, y }: Points, order: readonly number[], cycles: number): Float64Array {
  const wave = new Float64Array(x.length);
  const start = x[order[0] ?? 0] ?? 0;
  for (let piece = 0; piece < PIECES; piece += 1) {
    const from = Math.round((piece * order.length) / PIECES);
    const part = order.slice(from, Math.round(((piece + 1) * order.length) / PIECES));
    const phases = Float64Array.from(part, (i) => wrapped((x[i] ?? 0) - start, cycles));
    const values = Float64Array.from(part, (i) => y[i] ?? Number.NaN);
    const { intercept, slope } = leastSquaresLine({ x: phases, y: values });
    const isLine = Number.isFinite(slope.mean);
    for (const [k, i] of part.entries()) {
      // Samples of one phase alone have a mean, and no slope.
      wave[i] = isLine ? intercept + slope.mean * (phases[k] ?? 0) : mean(values);
    }
  }
  return wave;
}

/** At most so many samples, unevenly spaced, so that no period hides between them. */
function thinned(points: Points, most: number): Points {
  const stride = points.x.length / most;
  if (stride <= 1) return points;
  // The fractional part of multiples of the golden ratio: spread evenly, and never periodic.
  const kept = Array.from({ length: most }, (_, i) => Math.floor(stride * (i + ((i * 0.618034) % 1))));
  return {
    x: Float64Array.from(kept, (i) => points.x[i] ?? Number.NaN),
    y: Float64Array.from(kept, (i) => points.y[i] ?? Number.NaN),
  };
}

/** Without a fall there is no wave, and most series that are counted exactly have none. */
const falls = (y: Float64Array): boolean => y.some((value, i) => i > 0 && value < (y[i - 1] ?? value));

interface Rest extends Points {
  readonly variance: number;
}

function restOf(points: Points): Rest {
  const { intercept, slope } = leastSquaresLine(points);
  const y = points.y.map((value, i) => value - intercept - slope.mean * (points.x[i] ?? Number.NaN));
  return { x: points.x, y, variance: variance(y) };
}

/** The mean squared difference of neighbours in phase, as a share of what it is in a random order. */
function leftBy({ x, y, variance: spread }: Rest, cycles: number): number {
  const order = inPhase(x, cycles);
  let squares = 0;
  let apart = 0;
  for (let k = 0; k < order.length; k += 1) {
    const here = order[k] ?? 0;
    const next = order[k + 1 === order.length ? 0 : k + 1] ?? 0;
    squares += ((y[next] ?? 0) - (y[here] ?? 0)) ** 2;
    apart += ((x[next] ?? 0) - (x[here] ?? 0)) ** 2;
  }
  const usual = 2 * order.length;
  return apart < LEAST_MIXED * usual * variance(x) ? Number.POSITIVE_INFINITY : squares / (usual * spread);
}

/** The indexes of samples in the order of their phases. */
function inPhase(x: Float64Array, cycles: number): Uint32Array {
  const keys = new Float64Array(x.length);
  for (let i = 0; i < x.length; i += 1) keys[i] = ((x[i] ?? 0) % cycles) * x.length + i;
  return Uint32Array.from(keys.sort(), (key) => key % x.length);
}

/** The same cyclic order, beginning after the steepest step: a sawtooth's fall lies between two pieces, not in one. */
function fromSteepest(order: Uint32Array, y: Float64Array): number[] {
  let steepest = 0;
  let start = 0;
  for (let k = 0; k < order.length; k += 1) {
    const next = k + 1 === order.length ? 0 : k + 1;
    const step = Math.abs((y[order[next] ?? 0] ?? 0) - (y[order[k] ?? 0] ?? 0));
    if (step > steepest) {
      steepest = step;
      start = next;
    }
  }
  return [...order.subarray(start), ...order.subarray(0, start)];
}

const wrapped = (value: number, cycles: number): number => ((value % cycles) + cycles) % cycles;
