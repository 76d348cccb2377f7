import type { Noise } from '../../support/noise.ts';
import type { Curve } from './make-run.ts';

/** One kind of memory trace: made anew for each process, sampled at ascending cycles. */
export interface Family {
  readonly name: string;
  /** Bytes per cycle that are really leaked. */
  readonly leak: number;
  readonly curve: (noise: Noise) => Curve;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** A(1 - e^(-c/tau)), the amplitude a little different in each process. */
const saturating = (noise: Noise, amplitude: number, tau: number): Curve => {
  const own = amplitude * (0.9 + 0.2 * noise.uniform());
  return (c) => own * (1 - Math.exp(-c / tau));
};

const sawtooth = (noise: Noise, height: number, period: number): Curve => {
  const phase = noise.below(period);
  return (c) => (height * ((c + phase) % period)) / period;
};

const quantised = (noise: Noise, step: number, curve: Curve): Curve => {
  const offset = step * noise.uniform();
  return (c) => Math.floor((curve(c) + offset) / step) * step;
};

/** Families without a leak. */
export const CLEAN = {
  flat: { name: 'flat', leak: 0, curve: () => () => 5 * MIB },
  white: { name: 'white noise', leak: 0, curve: (noise) => () => noise.normal(8 * KIB) },
  warmUp: {
    name: 'fast warm-up',
    leak: 0,
    curve: (noise) => {
      const start = saturating(noise, 4 * MIB, 30);
      return (c) => start(c) + noise.normal(4 * KIB);
    },
  },
  slowCache: {
    name: 'slow cache',
    leak: 0,
    curve: (noise) => {
      const cache = saturating(noise, 2 * MIB, 250);
      return (c) => cache(c) + noise.normal(4 * KIB);
    },
  },
  sawtooth: { name: 'sawtooth', leak: 0, curve: (noise) => sawtooth(noise, MIB, 37) },
  mailboxCache: { name: 'cache of 200 mailboxes', leak: 0, curve: () => (c) => 3 * KIB * Math.min(c, 200) },
  shrinking: { name: 'shrinking', leak: -200, curve: (noise) => (c) => -200 * c + noise.normal(4 * KIB) },
  lazyStep: { name: 'lazy initialisation', leak: 0, curve: () => (c) => (c < 1000 ? 0 : 256 * KIB) },
  logarithm: {
    name: 'ever slower growth',
    leak: 0,
    curve: (noise) => (c) => 256 * KIB * Math.log(1 + c / 20) + noise.normal(KIB),
  },
  walk: {
    name: 'random walk',
    leak: 0,
    curve: (noise) => {
      let level = 0;
      let last = 0;
      return (c) => {
        level += noise.normal(KIB * Math.sqrt(c - last));
        last = c;
        return level;
      };
    },
  },
} as const satisfies Record<string, Family>;

/** Families with a leak. */
export const LEAKING = {
  exact: {
    name: 'exact leak after a start-up',
    leak: 512,
    curve: () => (c) => 512 * c + MIB * (1 - Math.exp(-c / 5)),
  },
  small: { name: 'small exact leak', leak: 96, curve: () => (c) => 96 * c },
  buried: { name: 'leak in noise', leak: 1024, curve: (noise) => (c) => 1024 * c + noise.normal(64 * KIB) },
  stairs: { name: 'leak in steps', leak: 700, curve: (noise) => quantised(noise, 64 * KIB, (c) => 700 * c) },
  sawtooth: {
    name: 'leak under a sawtooth',
    leak: 1024,
    curve: (noise) => {
      const saw = sawtooth(noise, MIB, 37);
      return (c) => 1024 * c + saw(c);
    },
  },
  slowCache: {
    name: 'leak beside a slow cache',
    leak: 256,
    curve: (noise) => {
      const cache = saturating(noise, 2 * MIB, 250);
      return (c) => 256 * c + cache(c) + noise.normal(4 * KIB);
    },
  },
} as const satisfies Record<string, Family>;
