import { HarnessError } from '../contract/errors.ts';
import type { Layout, Plan } from '../contract/plan.ts';

/** How long a run is where nobody says otherwise. */
export const LENGTHS = {
  /** Cycles of a replicate of fixed length. */
  cycles: 2000,
  /** The most cycles of a replicate that runs until its arm is settled. */
  maxCycles: 4096,
  /** Fewer leave no room for a verdict of no leak. */
  fewestMaxCycles: 512,
  horizonCycles: 2048,
} as const;

/** What was said of length and layout, as the options have it. */
export interface LengthOptions {
  readonly cycles?: number | undefined;
  /** Milliseconds. */
  readonly duration?: number | undefined;
  readonly maxCycles?: number | undefined;
  readonly horizon?: number | undefined;
  readonly sequential: boolean;
}

/** @throws HarnessError USAGE if the options contradict each other */
export function requireOneLength(options: LengthOptions): void {
  const { cycles, duration, horizon, maxCycles, sequential } = options;
  if (cycles !== undefined && duration !== undefined) throw exclusive('--cycles', '--duration');
  const fixed = cycles !== undefined ? '--cycles' : duration !== undefined ? '--duration' : null;
  if (fixed !== null && maxCycles !== undefined) throw exclusive(fixed, '--max-cycles');
  if (sequential && maxCycles !== undefined) {
    throw new HarnessError(
      'USAGE',
      '--max-cycles bounds a run that ends when it is settled, which a --sequential one cannot know',
      'Give --cycles or --duration, or leave --sequential out.',
    );
  }
  if (horizon === undefined) return;
  if (fixed !== null || sequential) {
    throw new HarnessError(
      'USAGE',
      `--horizon is for runs that end when they are settled, not for ${fixed ?? '--sequential'}`,
      'Leave it out: the horizon of a run of fixed length is that length.',
    );
  }
  const most = maxCycles ?? LENGTHS.maxCycles;
  if (horizon > most) {
    throw new HarnessError(
      'USAGE',
      `the --horizon of ${horizon} cycles lies beyond the largest length of a replicate, ${most} cycles`,
      'Give a smaller --horizon, or a larger --max-cycles.',
    );
  }
}

const exclusive = (one: string, other: string): HarnessError =>
  new HarnessError('USAGE', `${one} and ${other} exclude each other`, 'Give one of them.');

export const layoutOf = ({ sequential }: LengthOptions): Layout =>
  sequential ? 'sequential' : 'side-by-side';

export function lengthOf({ cycles, duration, maxCycles, sequential }: LengthOptions): Plan['length'] {
  if (duration !== undefined) return { by: 'duration', durationMs: duration };
  if (cycles !== undefined || sequential) return { by: 'cycles', cycles: cycles ?? LENGTHS.cycles };
  return { by: 'settled', maxCycles: maxCycles ?? LENGTHS.maxCycles };
}

/** null for a fixed length: that is the horizon. */
export function horizonOf(length: Plan['length'], { horizon }: LengthOptions): number | null {
  if (length.by !== 'settled') return null;
  return horizon ?? Math.min(LENGTHS.horizonCycles, length.maxCycles);
}
