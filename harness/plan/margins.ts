import { z } from 'zod';
import { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';

type Margins = Plan['margin'];

/**
 * The largest growth per cycle that still counts as none, where nothing else was said. A heap reserves 64 KiB of
 * addresses and a thread more, so they may grow less often than handles do; and no less often than once in 200
 * logons, as a run of 500 cycles in 3 replicates could not exclude it.
 */
export const DEFAULT_MARGINS: Margins = {
  bytesPerCycle: 64,
  countPerCycle: 0.01,
  of: {
    heaps: 0.005,
    threads: 0.005,
    temporaryProfiles: 0.005,
    handles: 0.01,
    fileDescriptors: 0.01,
    gdiObjects: 0.01,
    userObjects: 0.01,
  },
};

/** One `--margin`: of all resources in bytes, or of one resource in its own unit. */
type GivenMargin = { readonly resource: ResourceName | null; readonly perCycle: number };

const AMOUNT = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const perCycleSchema = z
  .string()
  .regex(AMOUNT, 'a margin is a number, or RESOURCE=NUMBER: 64, handles=0.02')
  .transform(Number)
  .refine((amount) => amount > 0 && Number.isFinite(amount), 'a margin is more than nothing');

const NO_SUCH_RESOURCE = `resources with a margin are ${RESOURCE_NAMES.join(', ')}`;

/** `64` or `handles=0.02`; several of them, each resource once. */
export const marginsSchema = z
  .array(
    z
      .string()
      .transform((text) => (text.includes('=') ? text.split('=') : [null, text]))
      .pipe(z.tuple([z.enum(RESOURCE_NAMES, NO_SUCH_RESOURCE).nullable(), perCycleSchema]))
      .transform(([resource, perCycle]): GivenMargin => ({ resource, perCycle })),
  )
  .refine(
    (given) => new Set(given.map(({ resource }) => resource)).size === given.length,
    'the margin of one resource can be given once only',
  );

/** Units of sizes, in bytes. */
export const BYTES_IN = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
} as const;

export const isUnit = (text: string | undefined): text is keyof typeof BYTES_IN =>
  text !== undefined && Object.hasOwn(BYTES_IN, text);

const LARGEST_BYTES = 2 ** 64;

/** `500MB`, `1.5GiB`, in bytes. */
export const sizeSchema = z
  .string()
  .regex(/^\d+(?:\.\d+)?(?:B|[KMG]i?B)$/, 'a size is a number with a unit: 500MB, 1.5GiB')
  .transform((text) => {
    const [, amount, unit] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
    return isUnit(unit) ? Number(amount) * BYTES_IN[unit] : Number.NaN;
  })
  .refine((bytes) => bytes > 0, 'a size is more than nothing')
  .refine((bytes) => bytes <= LARGEST_BYTES, 'a size fits into an address space of 64 bits');

/** What was said of margins, as the options have it. */
export interface MarginOptions {
  readonly margin: readonly GivenMargin[];
  /** Bytes that a process may grow by in its life. */
  readonly allowedGrowth?: number | undefined;
  readonly logonsPerLife?: number | undefined;
}

/** @throws HarnessError USAGE if the options contradict each other */
export function requireOneMargin({ allowedGrowth, logonsPerLife, margin }: MarginOptions): void {
  if ((allowedGrowth === undefined) !== (logonsPerLife === undefined)) {
    throw new HarnessError(
      'USAGE',
      '--allowed-growth and --logons-per-life need each other',
      'Give both: the margin is the one divided by the other.',
    );
  }
  if (allowedGrowth !== undefined && margin.some(({ resource }) => resource === null)) {
    throw new HarnessError(
      'USAGE',
      '--allowed-growth and a --margin in bytes exclude each other',
      'Give one of them; a --margin of one resource, such as handles=0.02, goes with both.',
    );
  }
}

export function marginsOf({ allowedGrowth, logonsPerLife, margin }: MarginOptions): Margins {
  const ofAll = margin.find(({ resource }) => resource === null)?.perCycle;
  const quotient =
    allowedGrowth === undefined || logonsPerLife === undefined ? undefined : allowedGrowth / logonsPerLife;
  const own = margin.flatMap(({ resource, perCycle }) => (resource === null ? [] : [[resource, perCycle]]));
  return {
    ...DEFAULT_MARGINS,
    bytesPerCycle: quotient ?? ofAll ?? DEFAULT_MARGINS.bytesPerCycle,
    of: { ...DEFAULT_MARGINS.of, ...Object.fromEntries(own) },
  };
}
