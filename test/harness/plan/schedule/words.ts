import type { Job } from '../../../../harness/plan/schedule/job.ts';
import fc from '../../../support/seeded-properties.ts';

/** Arguments with whatever has a meaning to a shell, cron, systemd or Windows in them; no control characters. */
export const hostileWords: fc.Arbitrary<readonly string[]> = fc.array(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            '\\',
            '\\\\',
            '%',
            '\\%',
            '%%',
            '$',
            `$\{HOME}`,
            '$(id)',
            '`id`',
            "'",
            '"',
            ' ',
            '  ',
            ';',
            '&',
            '|',
            '#',
          ],
          ...[
            '*',
            '?',
            '~',
            '!',
            '<',
            '>',
            '(',
            ')',
            '{',
            '}',
            '[',
            '^',
            '=',
            '@',
            '-',
            '%h',
            '%n',
            '\\n',
            '\\x41',
          ],
          ...['ü', '日本', '😀', '\u00a0'],
        ),
        fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join('')),
  { minLength: 1, maxLength: 6 },
);

/** A job that starts `program args...` at 22:05 on Mondays and Fridays. */
export const jobOf = (args: readonly string[], change: Partial<Job> = {}): Job => ({
  name: 'nightly',
  timed: { at: { hour: 22, minute: 5, days: ['mon', 'fri'] }, start: { program: '/opt/node', args } },
  atBoot: null,
  folder: '/srv/soak',
  system: false,
  ...change,
});
