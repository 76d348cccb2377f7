import { looksUpTo } from '../../harness/contract/looks.ts';
import type { DetectorOptions } from './detector.ts';
import { sampleCyclesFor } from './schedule.ts';

/** Fresh processes of one arm. */
export const PROCESSES = 4;
/** The largest number of cycles per process, as `compare` has it. */
export const MAX_CYCLES = 4096;
/** Cycles per process before anything is said of an arm, as `compare` has it. */
const HORIZON_CYCLES = 2048;
/** Cycles per process of runs of fixed length, which are looked at once. */
const FIXED_CYCLES = 2048;
/** Cycles of the one trace that other rules judge: as many as all four processes of ours have together. */
export const PEER_CYCLES = PROCESSES * MAX_CYCLES;
export const MARGIN_BYTES_PER_CYCLE = 64;
/** What the flag is made to change in the runs that ask how often its effect is found. */
export const EFFECT_BYTES_PER_CYCLE = 512;

/** How a run may end. */
export const PLANS = {
  'until-settled': optionsFor(looksUpTo(MAX_CYCLES)),
  fixed: optionsFor([FIXED_CYCLES]),
} as const satisfies Record<string, DetectorOptions>;
export type PlanName = keyof typeof PLANS;

/** What a heading calls them. */
export const PLAN_TITLES: Readonly<Record<PlanName, string>> = {
  'until-settled': 'Until settled, at most 4,096 cycles in each of 4 processes',
  fixed: 'One look at 2,048 cycles in each of 4 processes',
};

function optionsFor(looks: readonly number[]): DetectorOptions {
  return {
    looks,
    sampleCycles: sampleCyclesFor(looks),
    horizonCycles: HORIZON_CYCLES,
    marginBytesPerCycle: MARGIN_BYTES_PER_CYCLE,
  };
}

/** Cycles per process of a plan. */
export const cyclesOf = ({ looks }: DetectorOptions): number => looks.at(-1) ?? 0;
