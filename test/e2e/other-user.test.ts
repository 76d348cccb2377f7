import { chmodSync, chownSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { QUICK } from '../support/command.ts';
import { ENDLESS, isWhole, NOISY_SOAK } from '../support/kept-rows.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { asNobody, NOBODY, noOtherUser } from '../support/other-user.ts';

const MAY_NOT = /this user may not write there \(EACCES\)/;

/** Resolves when the run has a sample. */
async function hasSample(run: string): Promise<void> {
  const samples = join(run, 'samples.ndjson');
  while ((statSync(samples, { throwIfNoEntry: false })?.size ?? 0) === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Nothing in it can be named by anybody else from then on. */
function takeAway(run: string): void {
  chownSync(run, 0, 0);
  chmodSync(run, 0o700);
}

test('a run whose folder is taken from its user ends with exit 7', {
  skip: noOtherUser,
}, async (t) => {
  const length = ['--sequential', '--cycles', '20', '--replicates', '100'];
  const nobody = asNobody(t, ['run', ...QUICK, ...ENDLESS, ...length]);
  await hasSample(nobody.run);
  takeAway(nobody.run);
  const { code, stderr } = await nobody.ended;
  t.equal(code, 7, stderr);
  t.match(stderr, MAY_NOT);
  t.notMatch(stderr, /\n {4}at /, 'no stack trace');
  await isWhole(t, nobody.run, nobody.registry);
});

test('a soak whose folder is taken from its user waits for it, and goes on when it is given back', {
  skip: noOtherUser || (!NIGHTLY && 'at night'),
}, async (t) => {
  const length = [
    '--duration',
    '1h',
    '--replicate-cycles',
    '10',
    '--rotate-at',
    '4KiB',
    '--checkpoint',
    '1ms',
    '--pause',
    '2s',
  ];
  const nobody = asNobody(t, ['soak', ...NOISY_SOAK, ...ENDLESS, ...length]);
  await hasSample(nobody.run);
  takeAway(nobody.run);
  await nobody.says(/EACCES\)\. Waiting for up to 10 minutes/);
  chownSync(nobody.run, NOBODY, NOBODY);
  await nobody.says(/EACCES[\s\S]*\nRound \d+, /);
  nobody.interrupt();
  const { code, stderr } = await nobody.ended;
  t.equal(code, 6, stderr);
  t.match(stderr, MAY_NOT);
  await isWhole(t, nobody.run, nobody.registry);
  t.ok(existsSync(join(nobody.run, 'report.html')));
});

test('where only the reports cannot be written, all samples are kept: exit 7', {
  skip: noOtherUser || (!NIGHTLY && 'at night'),
}, async (t) => {
  const nobody = asNobody(t, ['run', ...QUICK, ...ENDLESS, '--cycles', '100', '--replicates', '1']);
  await hasSample(nobody.run);
  chmodSync(nobody.run, 0o500);
  const { code, stderr } = await nobody.ended;
  t.equal(code, 7, stderr);
  t.match(stderr, /report\.html could not be written: this user may not write there \(EACCES\)/);
  const events = await isWhole(t, nobody.run, nobody.registry);
  t.match(events.at(-1), { event: 'run-finished', outcome: 'complete' });
});
