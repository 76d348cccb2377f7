import { HarnessError } from '../../contract/errors.ts';

const HOUR_MS = 3_600_000;
const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS };
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * `30d`, `12h`, `2w`: so long before now. `2026-01-31`: the beginning of that day in UTC.
 * `2026-01-31T08:00Z`: that moment.
 * @returns ISO 8601 in UTC
 * @throws HarnessError USAGE
 */
export function sinceOf(text: string, now: Date): string {
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs !== undefined) return new Date(now.getTime() - Number(count) * unitMs).toISOString();
  const moment = new Date(DATE.test(text) || MOMENT.test(text) ? text : Number.NaN);
  // A month has no 31st where the calendar has none: the date rolls over, and is then another.
  const isReal =
    !Number.isNaN(moment.getTime()) && (!DATE.test(text) || moment.toISOString().startsWith(text));
  if (isReal) return moment.toISOString();
  throw new HarnessError(
    'USAGE',
    `--since ${text} is neither a length of time nor a date`,
    'Give hours, days or weeks, as in 30d, or a date, as in 2026-01-31.',
  );
}
