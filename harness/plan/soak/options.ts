import { z } from 'zod';
import { HarnessError } from '../../contract/errors.ts';
import { ROTATE_AT_BYTES, type Soak } from '../../contract/soak.ts';
import { sizeSchema } from '../margins.ts';
import { durationSchema, parseOptions, parseRunOptions, type RunOptions } from '../options.ts';
import { quietHoursOption } from './quiet-hours.ts';

/** The defaults of a soak, in one place; docs and help quote them. */
export const SOAK_DEFAULTS = {
  /** Cycles of each process. */
  replicateCycles: 2000,
  checkpoint: '10m',
  /** Nobody is there at night to begin it anew. */
  lostHosts: 'replace',
  rotateAt: '16MiB',
} as const;

/** A block of most disks: less is not saved by smaller files. */
const LEAST_ROTATE_AT_BYTES = 4 * 2 ** 10;
/** Some million rows, all of which are read before a soak goes on that was cut off. */
const MOST_ROTATE_AT_BYTES = 2 ** 30;

const rotateAtSchema = sizeSchema.refine(
  (bytes) => bytes >= LEAST_ROTATE_AT_BYTES && bytes <= MOST_ROTATE_AT_BYTES,
  'files of rows are put together at a size from 4KiB to 1GiB',
);

const wholeNumber = z.number().int();

const soakOptionsSchema = z.object({
  duration: durationSchema.optional(),
  cycles: wholeNumber.min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  replicateCycles: wholeNumber.min(1).max(100_000_000).default(SOAK_DEFAULTS.replicateCycles),
  checkpoint: durationSchema,
  untilSettled: z.boolean().default(false),
  rate: z.number().positive().max(1_000_000).optional(),
  pause: durationSchema.optional(),
  quietHours: quietHoursOption.optional(),
  rotateAt: rotateAtSchema.optional(),
});
export type SoakOptions = z.infer<typeof soakOptionsSchema>;

/** What `soak` takes: how long it goes on, and what each of its rounds is. */
export interface ParsedSoak {
  readonly run: RunOptions;
  readonly soak: Soak;
}

/** @throws HarnessError USAGE naming each option that is wrong, and why */
export function parseSoakOptions(given: object): ParsedSoak {
  const options = parseOptions(soakOptionsSchema, given);
  const { checkpoint, pause, quietHours, rate, replicateCycles, rotateAt, untilSettled } = options;
  const round = { cycles: replicateCycles, duration: undefined, explain: false };
  return {
    run: parseRunOptions({ lostHosts: SOAK_DEFAULTS.lostHosts, ...given, ...round }),
    soak: {
      until: untilOf(options),
      checkpointMs: checkpoint,
      untilSettled,
      cyclesPerSecond: rate ?? null,
      pauseMs: pause ?? 0,
      quietHours: quietHours ?? null,
      rotateAtBytes: rotateAt ?? ROTATE_AT_BYTES,
    },
  };
}

function untilOf({ cycles, duration }: SoakOptions): Soak['until'] {
  if (duration !== undefined && cycles === undefined) return { by: 'duration', durationMs: duration };
  if (cycles !== undefined && duration === undefined) return { by: 'cycles', cycles };
  throw new HarnessError(
    'USAGE',
    cycles === undefined ? 'how long is the soak to last?' : '--cycles and --duration exclude each other',
    'Give --duration (8h, 14d), or --cycles for all its processes together.',
  );
}
