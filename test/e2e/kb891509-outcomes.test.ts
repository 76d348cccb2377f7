import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { claimsOf, eventsOf, QUICK_CLAIMS, startClaims, testedOn, verdictsOf } from '../support/claims.ts';
import { workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';

const byDay = NIGHTLY ? false : 'run by test:nightly';

// How claims are judged is tested on results (judge-claim.test.ts); this measures eighteen processes.
test('a claim that is contradicted is refuted, whatever else holds', { skip: byDay }, async (t) => {
  const dials = ['--stand-in', 'IgnoreCleanupFlag=1'];
  const { ended, result } = await testedOn(t, ['cure', 'mapi32'], ...dials);
  t.same(verdictsOf(result), [
    ['mapi32', 'confirmed'],
    ['cure', 'refuted'],
  ]);
  t.match(result.claims[1]?.observed, /not-fixed/);
  t.equal(ended.code, 1);
});

test('too little data leaves a claim open', async (t) => {
  const place = workplace(t);
  const args = [
    '--cycles',
    '100',
    '--block',
    '10',
    '--mailbox-count',
    '20',
    '--replicates',
    '2',
    ...QUICK_CLAIMS,
  ];
  const ended = await place.mapileak([
    'kb891509',
    '--claim',
    'mapi32',
    ...args,
    '--out',
    place.run,
    '--json',
    '--report',
    `junit=${join(place.folder, 'claims.xml')}`,
  ]);
  t.same(verdictsOf(claimsOf(ended)), [['mapi32', 'inconclusive']]);
  t.equal(ended.code, 3);
  const junit = readFileSync(join(place.folder, 'claims.xml'), 'utf8');
  t.match(junit, /name="claim mapi32" time="0">\n<skipped message="inconclusive: /);
});

test('a library that is no MAPI provider leaves every claim untested, with the reason', async (t) => {
  const place = workplace(t);
  const ended = await startClaims(
    place,
    ['mapi32', 'other-stores'],
    '--mapi',
    '/lib/x86_64-linux-gnu/libc.so.6',
  ).ended;
  const result = claimsOf(ended);
  t.same(verdictsOf(result), [
    ['mapi32', 'not-tested'],
    ['other-stores', 'not-tested'],
  ]);
  t.match(result.claims[0]?.observed, /does not export MAPIInitialize/);
  t.equal(result.standIn, null);
  t.equal(ended.code, 4);
});

test('Ctrl-C keeps what was measured, tests no further claim, and puts the flag back', async (t) => {
  const place = workplace(t);
  const running = startClaims(place, ['mapi32', 'impersonation']);
  const isUnderWay = () => eventsOf(place, 'no-impersonation').some(({ event }) => event === 'host-started');
  for (let attempt = 0; attempt < 1200 && !isUnderWay(); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  running.child.kill('SIGINT');
  const ended = await running.ended;
  t.equal(ended.code, 6);
  const result = claimsOf(ended);
  t.equal(result.claims[0]?.verdict, 'confirmed', 'it had been measured');
  t.not(result.claims[1]?.verdict, 'confirmed');
  const flag = await place.mapileak(['flag', 'get', '--json']);
  t.notMatch(flag.stdout, /"value": [01]/);
});

test('an option that no claim knows, and a claim that does not exist, are refused', async (t) => {
  for (const wrong of [
    ['--arms', 'on'],
    ['--scenario', 'cdo-session'],
    ['--claim', 'gravity'],
  ]) {
    const ended = await workplace(t).mapileak(['kb891509', ...wrong]);
    t.equal(ended.code, 2, wrong.join(' '));
  }
});
