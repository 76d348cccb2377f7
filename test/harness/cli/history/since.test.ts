import { test } from 'tap';
import { sinceOf } from '../../../../harness/cli/history/since.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');

test('a length of time counts back from now', (t) => {
  t.equal(sinceOf('30d', NOW), '2026-01-30T12:00:00.000Z');
  t.equal(sinceOf('12h', NOW), '2026-03-01T00:00:00.000Z');
  t.equal(sinceOf('2w', NOW), '2026-02-15T12:00:00.000Z');
  t.end();
});

test('a date begins at midnight in UTC, and a moment is that moment', (t) => {
  t.equal(sinceOf('2026-02-28', NOW), '2026-02-28T00:00:00.000Z');
  t.equal(sinceOf('2026-02-28T08:30Z', NOW), '2026-02-28T08:30:00.000Z');
  t.equal(sinceOf('2026-02-28T08:30:15+02:00', NOW), '2026-02-28T06:30:15.000Z');
  t.end();
});

for (const text of [
  '',
  'yesterday',
  '30',
  '30m',
  '-3d',
  '2026-02-30',
  '2026-13-01',
  '31.01.2026',
  '1e3d',
  '999999d',
]) {
  test(`--since '${text}' is refused`, (t) => {
    t.throws(() => sinceOf(text, NOW), { code: 'USAGE', remedy: /30d/ });
    t.end();
  });
}
