import type { Noise } from '../../support/noise.ts';
import { ALL_FAMILIES } from '../../verdict-bench/more-families.ts';
import type { Curve } from './make-run.ts';

/** One kind of memory trace: made anew for each process, sampled at ascending cycles. */
export interface Family {
  readonly name: string;
  /** Bytes per cycle that are really leaked. */
  readonly leak: number;
  readonly curve: (noise: Noise) => Curve;
}

/** No family of the benchmark that is used here depends on how long a run may be. */
const HORIZON_CYCLES = 4096;

function ofBenchmark(id: string): Family {
  const family = ALL_FAMILIES.find((each) => each.id === id);
  if (family === undefined) throw new Error(`no family ${id}`);
  return {
    name: family.name,
    leak: family.rateAt(HORIZON_CYCLES),
    curve: (noise) => atSomeCycles(family.run(noise, HORIZON_CYCLES)(noise)),
  };
}

/** A curve that is to be asked for every cycle, asked for some of them. */
function atSomeCycles(curve: Curve): Curve {
  let last = 0;
  let value = curve(0);
  return (cycle) => {
    while (last < cycle) {
      last += 1;
      value = curve(last);
    }
    return value;
  };
}

/** Families without a leak. */
export const CLEAN = {
  flat: ofBenchmark('N01'),
  white: ofBenchmark('N02'),
  walk: ofBenchmark('N04'),
  warmUp: ofBenchmark('N05'),
  slowCache: ofBenchmark('N06'),
  logarithm: ofBenchmark('N07'),
  sawtooth: ofBenchmark('N10'),
  mailboxCache: ofBenchmark('N13'),
  shrinking: ofBenchmark('N14'),
  lazyStep: { name: 'lazy initialisation', leak: 0, curve: () => (c) => (c < 1000 ? 0 : 256 * 1024) },
} as const satisfies Record<string, Family>;

/** Families with a leak. */
export const LEAKING = {
  exact: ofBenchmark('L01'),
  small: ofBenchmark('L02'),
  buried: ofBenchmark('L03'),
  stairs: ofBenchmark('L05'),
  sawtooth: ofBenchmark('L07'),
  slowCache: ofBenchmark('L12'),
} as const satisfies Record<string, Family>;
