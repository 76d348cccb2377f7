import { spawnSync } from 'node:child_process';
import { test } from 'tap';
import {
  cronBlock,
  cronJobsIn,
  cronWord,
  withCronJob,
  withoutCronJob,
} from '../../../../harness/plan/schedule/cron.ts';
import fc from '../../../support/seeded-properties.ts';
import { hostileWords, jobOf } from './words.ts';

const SEED = 891509;

/**
 * What a cron hands to the shell of a command: it ends at a bare %, and \% is a %.
 * @param foldsBackslashes whether \\ is one backslash, as in some crons
 */
function heardByShell(command: string, foldsBackslashes: boolean): string {
  const [line = ''] = /^(?:[^%\\]|\\.)*/s.exec(command) ?? [];
  return line.replace(/\\(.)/gs, (pair, next: string) =>
    next === '%' || (foldsBackslashes && next === '\\') ? next : pair,
  );
}

test('every argument comes through cron and the shell as it was', {
  skip: process.platform === 'win32' && 'no sh',
}, async (t) => {
  const samples = fc.sample(hostileWords, { seed: SEED, numRuns: 150 }).flat();
  for (const foldsBackslashes of [false, true]) {
    const words = samples.map((word) => heardByShell(cronWord(word), foldsBackslashes));
    const { stdout } = spawnSync('/bin/sh', ['-c', `printf '%s\\0' ${words.join(' ')}`], {
      encoding: 'utf8',
    });
    t.same(
      stdout.split('\0').slice(0, -1),
      samples,
      foldsBackslashes ? 'where \\\\ is one' : 'where \\\\ are two',
    );
  }
});

test('a job is a line for each kind of start, between two markers', async (t) => {
  const atBoot = { program: '/opt/node', args: ['main.js', 'soak', '--resume', 'runs/x'] };
  t.equal(
    cronBlock(jobOf(['main.js', 'soak', '50%'], { atBoot })),
    [
      '# begin of mapileak schedule: nightly',
      "5 22 * * 1,5 cd /srv/soak && exec /opt/node main.js soak '50\\%'",
      '@reboot cd /srv/soak && exec /opt/node main.js soak --resume runs/x',
      '# end of mapileak schedule: nightly',
      '',
    ].join('\n'),
  );
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const start = { program: '/opt/node', args: [] };
  t.match(cronBlock(jobOf([], { timed: { at: { hour: 0, minute: 0, days }, start } })), /\n0 0 \* \* \* cd/);
  t.match(
    cronBlock(jobOf([], { timed: { at: { hour: 1, minute: 0, days: ['sun'] }, start } })),
    /\n0 1 \* \* 0 cd/,
  );
});

test('a command that cron would cut off is refused', async (t) => {
  t.throws(() => cronBlock(jobOf(['x'.repeat(1000)])), { code: 'USAGE', message: /998 bytes/ });
});

test('what install adds, remove takes away, and every other byte of a crontab stays', async () => {
  const line = fc.oneof(
    fc.constantFrom(
      '# begin of mapileak schedule: other',
      '# end of mapileak schedule: nightly',
      ' # begin of mapileak schedule: nightly',
      '# begin of mapileak schedule: nightly2',
      '5 4 * * * true',
      '',
    ),
    // Bytes of any encoding, one character each.
    fc.string({
      unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)),
      maxLength: 12,
    }),
  );
  const block = cronBlock(jobOf(['main.js', 'soak']));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const before = lines.map((each) => `${each.replaceAll('\n', '')}\n`).join('');
      const added = withCronJob(before, 'nightly', block);
      const again = withCronJob(added, 'nightly', block);
      return added === before + block && again === added && withoutCronJob(added, 'nightly') === before;
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('a job is found by its name, and one whose end somebody has deleted is left alone', async (t) => {
  const block = cronBlock(jobOf(['main.js', 'soak']));
  const crontab = `1 2 * * * true\n${block}3 4 * * * false\n`;
  t.same(cronJobsIn(crontab), [{ name: 'nightly', block }]);
  t.equal(withoutCronJob(crontab, 'night'), null);
  t.equal(withoutCronJob(crontab.replace('# end', '# the end'), 'nightly'), null);
});
