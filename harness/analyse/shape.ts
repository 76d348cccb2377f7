import type { Binned } from './bins.ts';
import { type Points, where } from './statistics/points.ts';
import { mean, median } from './statistics/summary.ts';

/** How growth is spread over a window; rates are per cycle. A leak is even, a warm-up slows, a step is one jump. */
export interface Shape {
  /** Growth from each of six equal stretches of the window to the next; of three, where samples are few. */
  readonly rises: readonly number[];
  /** Growth from the first third to the second. */
  readonly firstRise: number;
  /** Growth from the second third to the last. */
  readonly lastRise: number;
  /** Growth of the lowest value from the first third to the last: a sawtooth has none. */
  readonly floorRise: number;
  /** The share of all growth that came in the largest single jump. */
  readonly dominance: number;
  /** Where the rate is heading if it approaches a limit geometrically; null if that cannot be told. */
  readonly limitRate: number | null;
}

/** Stretches of a window, and the samples that each must hold on average. */
const STRETCHES = 6;
const FEWEST_PER_STRETCH = 2;

/**
 * @param samples those that the bins are made of
 * @param slope the growth per cycle over the whole window
 * @returns null if a third of the window holds no sample
 */
export function shapeOf(samples: Points, bins: Binned, slope: number): Shape | null {
  const thirds = split(bins.points, 3).map(middlePoint);
  const [start, middle, end] = thirds;
  if (start === undefined || middle === undefined || end === undefined) return null;
  if (thirds.some(({ x }) => Number.isNaN(x))) return null;
  return {
    rises: risesOf(samples) ?? [rateBetween(start, middle), rateBetween(middle, end)],
    firstRise: rateBetween(start, middle),
    lastRise: rateBetween(middle, end),
    floorRise: rateBetween(start.floor, end.floor),
    dominance: largestJump(bins) / (slope * spanOf(bins.points)),
    limitRate: limitRateOf(bins.points),
  };
}

/** null where there are too few samples for so many stretches. Medians: a spike in one sample is no rise. */
function risesOf(samples: Points): number[] | null {
  if (samples.x.length < STRETCHES * FEWEST_PER_STRETCH) return null;
  const middles = split(samples, STRETCHES).map(({ x, y }) => ({ x: median(x), y: median(y) }));
  if (middles.some(({ x }) => Number.isNaN(x))) return null;
  return middles.slice(1).map((point, i) => rateBetween(middles[i] ?? point, point));
}

/** Cycles from the first point to the last. */
export function spanOf({ x }: Points): number {
  return (x.at(-1) ?? Number.NaN) - (x[0] ?? Number.NaN);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of a stretch, and its lowest point. */
function middlePoint({ x, y }: Points): Point & { readonly floor: Point } {
  const lowest = Math.min(...y);
  return { x: median(x), y: median(y), floor: { x: x[y.indexOf(lowest)] ?? Number.NaN, y: lowest } };
}

const meanPoint = ({ x, y }: Points): Point => ({ x: mean(x), y: mean(y) });
const rateBetween = (from: Point, to: Point): number => (to.y - from.y) / (to.x - from.x);

/** Equal stretches of cycles; one without points makes every rate that needs it NaN. */
function split(points: Points, parts: number): readonly Points[] {
  const first = points.x[0] ?? Number.NaN;
  const width = spanOf(points) / parts;
  const partOf = (x: number): number => Math.min(parts - 1, Math.floor((x - first) / width));
  return Array.from({ length: parts }, (_, part) => where(points, (x) => partOf(x) === part));
}

/** A jump inside an averaged stretch of cycles shows in the two steps around it, so those are taken together. */
function largestJump({ points: { y }, averaged }: Binned): number {
  const reach = averaged ? 2 : 1;
  let largest = 0;
  for (let i = reach; i < y.length; i += 1) {
    largest = Math.max(largest, (y[i] ?? Number.NaN) - (y[i - reach] ?? Number.NaN));
  }
  return largest;
}

/**
 * Aitken's extrapolation of the growth between four equal stretches. It is exact for a line plus one geometric
 * approach to a limit, which is what a cache filling up adds to a leak.
 */
function limitRateOf(points: Points): number | null {
  const [a, b, c, d] = split(points, 4).map(meanPoint);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
  const last = rateBetween(c, d);
  const fall = rateBetween(b, c) - rateBetween(a, b);
  const nextFall = last - rateBetween(b, c);
  if (Number.isNaN(nextFall) || Number.isNaN(fall)) return null;
  const ratio = nextFall / fall;
  // Not a shrinking approach: the last stretch is the best guess of where it goes.
  if (!(ratio > 0 && ratio < 1)) return last;
  return last + (nextFall * ratio) / (1 - ratio);
}
