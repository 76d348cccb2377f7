import { z } from 'zod';
import type { QuietHours } from '../../contract/soak.ts';

const MINUTES_A_DAY = 24 * 60;

/** `22:00-06:00`, by the local clock. */
export const quietHoursOption = z
  .string()
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d-(?:[01]?\d|2[0-3]):[0-5]\d$/, 'quiet hours are two times: 22:00-06:00')
  .transform((text): QuietHours => {
    const [fromMinute = 0, toMinute = 0] = text.split('-').map(minuteOf);
    return { fromMinute, toMinute };
  })
  .refine(
    ({ fromMinute, toMinute }) => fromMinute !== toMinute,
    'quiet hours begin and end at different times',
  );

/**
 * How many minutes of quiet hours are left; 0 outside of them.
 * @param minute of the day, with its fraction
 */
export function quietMinutesLeft({ fromMinute, toMinute }: QuietHours, minute: number): number {
  const length = sinceUntil(fromMinute, toMinute);
  const since = sinceUntil(fromMinute, minute);
  return since < length ? length - since : 0;
}

/** How many minutes it is until they begin again; 0 inside of them. */
export function minutesUntilQuiet(quiet: QuietHours, minute: number): number {
  return quietMinutesLeft(quiet, minute) > 0 ? 0 : sinceUntil(minute, quiet.fromMinute);
}

/** The minutes of a day in which cycles may run. */
export function wakingMinutes({ fromMinute, toMinute }: QuietHours): number {
  return MINUTES_A_DAY - sinceUntil(fromMinute, toMinute);
}

function sinceUntil(from: number, to: number): number {
  return (((to - from) % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY;
}

function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return 60 * hours + minutes;
}
