import { z } from 'zod';

/** A part of every day by the local clock, in minutes since midnight; one that ends before it begins spans midnight. */
export const quietHoursSchema = z.object({
  fromMinute: z.number().int().min(0).max(1439),
  toMinute: z.number().int().min(0).max(1439),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** What a file of rows may grow to before rows are put together, where nothing else was said. */
export const ROTATE_AT_BYTES = 16 * 2 ** 20;

/**
 * How a soak goes on: rounds, each of one fresh process per arm (control included) that runs the plan's `length`, until
 * it has lasted long enough.
 */
export const soakSchema = z.object({
  until: z.discriminatedUnion('by', [
    /** Monotonic time since the soak began, pauses included; time between a kill and `--resume` is not. */
    z.object({ by: z.literal('duration'), durationMs: z.number().positive() }),
    /** Cycles of the arms under test, all processes together. */
    z.object({ by: z.literal('cycles'), cycles: z.number().int().positive() }),
  ]),
  /** The least time between two checkpoints, which fall at the ends of rounds; 0 for one after every round. */
  checkpointMs: z.number().nonnegative(),
  /** Whether the soak ends at the first look at which its question is answered. */
  untilSettled: z.boolean(),
  /** The most cycles a second that all its processes run together; null for as fast as they go. */
  cyclesPerSecond: z.number().positive().nullable(),
  /** How long it rests between two rounds. */
  pauseMs: z.number().nonnegative(),
  /** No cycle is run in these; null for none. */
  quietHours: quietHoursSchema.nullable(),
  /** Rows are put together at the end of the round in which a file of them has become so large. Older plans do not say it. */
  rotateAtBytes: z.number().positive().default(ROTATE_AT_BYTES),
});
export type Soak = z.infer<typeof soakSchema>;
