import type { Noise } from '../support/noise.ts';
import {
  aboutOne,
  autoregressive,
  bent,
  type Curve,
  cache,
  KIB,
  linear,
  logarithm,
  lumps,
  MIB,
  plus,
  quantised,
  saturating,
  sawtooth,
  spikes,
  steps,
  walk,
  white,
} from './curves.ts';
import type { Family, MakeProcess } from './family.ts';
import { apart, changingAt, clean, fixed, leaking } from './kinds.ts';

const gcSpikes = (noise: Noise): Curve => plus(spikes(noise, 0.1, 256 * KIB), white(noise, 2 * KIB));

/** What a process does that does not leak: 15 families on which rules of other tools cry wolf. */
export const LEAK_FREE: readonly Family[] = [
  clean(
    'N01',
    'flat',
    fixed(() => 0),
    ['exact'],
  ),
  clean(
    'N02',
    'white noise',
    apart((own) => white(own, 8 * KIB)),
  ),
  clean(
    'N03',
    'AR(1) 0.9',
    apart((own) => autoregressive(own, 0.9, 32 * KIB)),
  ),
  clean(
    'N04',
    'random walk 1 KiB',
    apart((own) => walk(own, KIB)),
    ['unbounded'],
  ),
  clean(
    'N05',
    'fast warm-up',
    apart((own) => plus(saturating(4 * MIB * aboutOne(own), 30), white(own, 4 * KIB))),
  ),
  clean(
    'N06',
    'slow cache',
    apart((own) => plus(saturating(2 * MIB * aboutOne(own), 250), white(own, 4 * KIB))),
  ),
  clean(
    'N07',
    'logarithm',
    apart((own) => plus(logarithm(256 * KIB, 20), white(own, KIB))),
    ['unbounded'],
  ),
  clean(
    'N08',
    'lazy steps, own',
    apart((own) => plus(lazySteps(own, 3, 256 * KIB, 400), white(own, KIB))),
  ),
  clean('N09', 'lazy step, common', commonStep, ['common']),
  clean(
    'N10',
    'sawtooth',
    apart((own) => sawtooth(own, MIB, 37)),
  ),
  clean('N11', 'GC spikes', apart(gcSpikes)),
  clean(
    'N12',
    'noise in pages',
    apart((own) => quantised(4 * KIB, 4 * KIB * own.uniform(), autoregressive(own, 0.5, 6 * KIB))),
  ),
  clean('N13', 'cache of 200 mailboxes', fixed(cache(3 * KIB, 200)), ['exact']),
  {
    ...clean(
      'N14',
      'shrinking',
      apart((own) => plus(linear(-200), white(own, 4 * KIB))),
    ),
    rateAt: () => -200,
  },
  clean(
    'N15',
    'cleanup every 50',
    apart((own) => sawtooth(own, 50 * 2 * KIB, 50)),
  ),
];

/** What a leak looks like: 12 families. */
export const LEAKS: readonly Family[] = [
  leaking('L01', 'exact after start-up', 512, fixed(plus(linear(512), saturating(MIB, 5))), ['exact']),
  leaking('L02', 'small exact', 96, fixed(linear(96)), ['exact']),
  leaking(
    'L03',
    'buried in noise',
    1024,
    apart((own) => plus(linear(1024), white(own, 64 * KIB))),
  ),
  leaking(
    'L04',
    'warm-up and AR(1)',
    2048,
    apart((own) =>
      plus(linear(2048), saturating(4 * MIB * aboutOne(own), 60), autoregressive(own, 0.8, 16 * KIB)),
    ),
  ),
  leaking(
    'L05',
    'stairs of 64 KiB',
    700,
    apart((own) => quantised(64 * KIB, 64 * KIB * own.uniform(), linear(700))),
  ),
  leaking(
    'L06',
    '1 in 1,000, 64 KiB',
    0.001 * 64 * KIB,
    apart((own) => lumps(own, 0.001, () => 64 * KIB)),
    ['rare-lumps'],
  ),
  leaking(
    'L07',
    'under a sawtooth',
    1024,
    apart((own) => plus(linear(1024), sawtooth(own, MIB, 37))),
  ),
  changingAt(
    leaking(
      'L08',
      'late start at 300',
      1024,
      apart((own) => plus(bent(0, 1024, 300), white(own, 2 * KIB))),
    ),
    300,
    0,
  ),
  leaking(
    'L09',
    'on a random walk',
    1024,
    apart((own) => plus(linear(1024), walk(own, 2 * KIB))),
  ),
  leaking(
    'L10',
    'under GC spikes',
    1024,
    apart((own) => plus(linear(1024), gcSpikes(own))),
  ),
  leaking(
    'L11',
    '1 in 20, 8 KiB',
    0.05 * 8 * KIB,
    apart((own) => lumps(own, 0.05, () => 8 * KIB)),
  ),
  leaking(
    'L12',
    'beside a slow cache',
    256,
    apart((own) => plus(linear(256), saturating(2 * MIB * aboutOne(own), 250), white(own, 4 * KIB))),
  ),
];

/** Some steps of half to one and a half times a height, at random cycles from 1 to below a limit. */
export function lazySteps(own: Noise, count: number, height: number, beforeCycle: number): Curve {
  const at = Array.from({ length: count }, () => 1 + own.below(beforeCycle - 1));
  return steps(
    at,
    at.map(() => height * (0.5 + own.uniform())),
  );
}

function commonStep(common: Noise): MakeProcess {
  const curve = steps([1 + common.below(599)], [256 * KIB]);
  return () => curve;
}
