import type { Noise } from '../support/noise.ts';
import {
  aboutOne,
  autoregressive,
  bent,
  type Curve,
  cache,
  decaying,
  doublingTable,
  heavyTailed,
  irregularSawtooth,
  KIB,
  linear,
  logarithm,
  lumps,
  lumpsBothWays,
  MIB,
  plus,
  quantised,
  saturating,
  sawtooth,
  steps,
  telegraph,
  truncatedPareto,
  truncatedParetoMean,
  walk,
  white,
} from './curves.ts';
import { LEAK_FREE, LEAKS } from './families.ts';
import type { Family } from './family.ts';
import { apart, changingAt, clean, fixed, leaking } from './kinds.ts';

/** More of what a sceptic would try, without a leak. */
export const MORE_LEAK_FREE: readonly Family[] = [
  clean('N16', 'cache of 300 entries', fixed(cache(KIB, 300)), ['exact']),
  clean('N17', 'cache of 600 entries', fixed(cache(KIB, 600)), ['exact']),
  clean('N18', 'cache of 1,000 entries', fixed(cache(KIB, 1000)), ['exact']),
  clean('N19', 'cache of 1,500 entries', fixed(cache(KIB, 1500)), ['exact']),
  clean(
    'N20',
    'cache of 300 in noise',
    apart((own) => plus(cache(KIB, 300), white(own, 4 * KIB))),
  ),
  clean(
    'N21',
    'AR(1) 0.99',
    apart((own) => autoregressive(own, 0.99, 32 * KIB)),
  ),
  clean(
    'N22',
    'random walk 256 B',
    apart((own) => walk(own, KIB / 4)),
    ['unbounded'],
  ),
  clean(
    'N23',
    'random walk 4 KiB',
    apart((own) => walk(own, 4 * KIB)),
    ['unbounded'],
  ),
  clean(
    'N24',
    'random walk 16 KiB',
    apart((own) => walk(own, 16 * KIB)),
    ['unbounded'],
  ),
  clean(
    'N25',
    'logarithm, noise 16 KiB',
    apart((own) => plus(logarithm(256 * KIB, 20), white(own, 16 * KIB))),
    ['unbounded'],
  ),
  clean(
    'N26',
    'logarithm, noise 64 KiB',
    apart((own) => plus(logarithm(256 * KIB, 20), white(own, 64 * KIB))),
    ['unbounded'],
  ),
  clean(
    'N27',
    'square root',
    fixed((cycle) => 64 * KIB * Math.sqrt(cycle)),
    ['exact', 'unbounded'],
  ),
  clean(
    'N28',
    'six lazy steps',
    (_, horizon) => (own) => evenSteps(own, 6, 64 * KIB, Math.floor(horizon / 2)),
  ),
  clean(
    'N29',
    'long sawtooth',
    apart((own) => sawtooth(own, 4 * MIB, 500)),
  ),
  clean(
    'N30',
    'irregular sawtooth',
    apart((own) => irregularSawtooth(own, 20 * KIB, 20, 80)),
  ),
  clean(
    'N31',
    'heavy-tailed noise',
    apart((own) => heavyTailed(own, 8 * KIB)),
  ),
  clean('N32', 'warm-up in stairs', fixed(quantised(64 * KIB, 0, saturating(4 * MIB - 32 * KIB, 150))), [
    'exact',
  ]),
  clean(
    'N33',
    'lumps up and down',
    apart((own) => lumpsBothWays(own, 0.002, 64 * KIB)),
  ),
  clean(
    'N34',
    'shrinking pool',
    apart((own) => decaying(MIB * aboutOne(own), 500)),
  ),
  clean(
    'N35',
    'two levels',
    apart((own) => telegraph(own, 256 * KIB, 0.01)),
  ),
  clean('N36', 'doubling hash table', fixed(doublingTable(256, 16, 1024)), ['exact']),
];

const PARETO = { alpha: 1.5, smallest: 16 * KIB, largest: MIB } as const;

/** More leaks. */
export const MORE_LEAKS: readonly Family[] = [
  leaking(
    'L13',
    'under a shrinking pool',
    700,
    apart((own) => plus(linear(700), decaying(MIB * aboutOne(own), 400))),
  ),
  leaking('L14', 'common stairs', 700, fixed(quantised(64 * KIB, 0, linear(700))), ['exact']),
  changingAt(leaking('L15', 'halves at 1,000', 512, fixed(bent(1024, 512, 1000)), ['exact']), 1000, 1024),
  changingAt(leaking('L16', 'doubles at 1,000', 1024, fixed(bent(512, 1024, 1000)), ['exact']), 1000, 512),
  changingAt(
    leaking(
      'L17',
      'late start at 700',
      1024,
      apart((own) => plus(bent(0, 1024, 700), white(own, 2 * KIB))),
    ),
    700,
    0,
  ),
  leaking(
    'L18',
    'on a walk of 4 KiB',
    1024,
    apart((own) => plus(linear(1024), walk(own, 4 * KIB))),
  ),
  leaking(
    'L19',
    'under heavy tails',
    200,
    apart((own) => plus(linear(200), heavyTailed(own, 4 * KIB))),
  ),
  leaking(
    'L20',
    '1 in 250, 32 KiB',
    (32 * KIB) / 250,
    apart((own) => lumps(own, 1 / 250, () => 32 * KIB)),
    ['rare-lumps'],
  ),
  leaking(
    'L21',
    '1 in 300, heavy-tailed',
    truncatedParetoMean(PARETO.alpha, PARETO.smallest, PARETO.largest) / 300,
    apart((own) =>
      lumps(own, 1 / 300, () => truncatedPareto(own, PARETO.alpha, PARETO.smallest, PARETO.largest)),
    ),
    ['rare-lumps'],
  ),
  { ...leaking('L22', 'below the margin', 24, fixed(linear(24)), ['exact']), kind: 'below-margin' },
  leaking('L23', 'twice the margin', 128, fixed(linear(128)), ['exact']),
];

export const ALL_FAMILIES: readonly Family[] = [...LEAK_FREE, ...MORE_LEAK_FREE, ...LEAKS, ...MORE_LEAKS];

/** The 27 families of the design that this benchmark began with; the rest were added to try it harder. */
export const FIRST_FAMILIES: readonly Family[] = [...LEAK_FREE, ...LEAKS];

function evenSteps(own: Noise, count: number, height: number, beforeCycle: number): Curve {
  const at = Array.from({ length: count }, () => 1 + own.below(beforeCycle - 1));
  return steps(
    at,
    at.map(() => height),
  );
}
