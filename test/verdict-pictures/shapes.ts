import {
  aboutOne,
  KIB,
  linear,
  logarithm,
  lumps,
  MIB,
  plus,
  saturating,
  sawtooth,
  walk,
  white,
} from '../verdict-bench/curves.ts';
import type { Family } from '../verdict-bench/family.ts';
import { apart, clean, leaking } from '../verdict-bench/kinds.ts';

/** What the first picture shows, and what is said of each there. */
export interface Shown {
  readonly family: Family;
  readonly title: string;
}

/** Growth of six kinds, of which only the first and the last are leaks. */
export const SHOWN: readonly Shown[] = [
  {
    title: 'A leak, after a start',
    family: leaking(
      'leak',
      'leak after a start',
      512,
      apart((own) => plus(linear(512), saturating(MIB * aboutOne(own), 60), white(own, 16 * KIB))),
    ),
  },
  {
    title: 'A cache that fills',
    family: clean(
      'cache',
      'cache that fills',
      apart((own) => plus(saturating(2 * MIB * aboutOne(own), 220), white(own, 16 * KIB))),
    ),
  },
  {
    title: 'A cleanup now and then',
    family: clean(
      'sawtooth',
      'sawtooth of 150 cycles',
      apart((own) => sawtooth(own, 256 * KIB, 150)),
    ),
  },
  {
    title: 'A level that wanders',
    family: clean(
      'walk',
      'random walk',
      apart((own) => walk(own, 16 * KIB)),
      ['unbounded'],
    ),
  },
  {
    title: 'Growth that slows for ever',
    family: clean(
      'logarithm',
      'logarithm',
      apart((own) => plus(logarithm(256 * KIB, 20), white(own, 16 * KIB))),
      ['unbounded'],
    ),
  },
  {
    title: 'A leak in rare lumps',
    family: leaking(
      'lumps',
      'one logon in 250 loses 32 KiB',
      (32 * KIB) / 250,
      apart((own) => lumps(own, 1 / 250, () => 32 * KIB)),
      ['rare-lumps'],
    ),
  },
];
