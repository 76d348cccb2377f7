import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { CLAIM_NAMES, type ClaimsResult, claimsResultSchema } from '../../harness/contract/claims.ts';
import type { RunEvent } from '../../harness/contract/event.ts';
import { type Ended, eventsIn, QUICK, type Running, type Workplace, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '520', '--block', '20', '--mailbox-count', '40', ...QUICK];

function start(place: Workplace, claims: readonly string[], ...args: readonly string[]): Running {
  const chosen = claims.flatMap((claim) => ['--claim', claim]);
  return place.start(['kb891509', ...chosen, ...SHORT, ...args, '--out', place.run, '--json']);
}

async function testedOn(t: Test, claims: readonly string[], ...args: readonly string[]) {
  const place = workplace(t);
  const ended = await start(place, claims, ...args).ended;
  return { place, ended, result: claimsOf(ended) };
}

function claimsOf({ stderr, stdout }: Ended): ClaimsResult {
  if (stdout === '') throw new Error(`no result: ${stderr}`);
  return claimsResultSchema.parse(JSON.parse(stdout));
}

const verdictsOf = ({ claims }: ClaimsResult) => claims.map(({ claim, verdict }) => [claim, verdict]);
const eventsOf = (place: Workplace, run: string): readonly RunEvent[] =>
  eventsIn(join(place.run, run, 'events.ndjson'));
const hostsOf = (place: Workplace, run: string): number =>
  eventsOf(place, run).filter(({ event }) => event === 'host-started').length;

test('on the stand-in every claim holds, and no replicate is measured twice', async (t) => {
  const { ended, place, result } = await testedOn(t, []);
  t.same(
    verdictsOf(result),
    CLAIM_NAMES.map((claim) => [claim, 'confirmed']),
    JSON.stringify(result.claims.map(({ observed }) => observed)),
  );
  t.equal(ended.code, 0);
  t.equal(hostsOf(place, 'mapi32'), 9, 'off, on and control, three processes each');
  const sharedIn = (run: string): number =>
    eventsOf(place, run).filter(({ event }) => event === 'replicate-shared').length;
  t.equal(sharedIn('reload'), 3, 'the control arm of reloading is that of MAPI32');
  t.equal(sharedIn('cdo'), 0, 'CDO has a control arm of its own');
  t.ok(existsSync(join(place.run, 'cdo', 'report.html')), 'each run has its own report');
  t.match(readFileSync(join(place.run, 'report.html'), 'utf8'), '10 claims: 10 confirmed');

  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.same(claimsOf(again), result, 'a folder can be judged again');
  t.equal(again.code, 0);
});

test('a claim that is contradicted is refuted, whatever else holds', async (t) => {
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
  const args = ['--cycles', '100', '--block', '10', '--mailbox-count', '20', '--replicates', '2', ...QUICK];
  const ended = await place.mapileak([
    'kb891509',
    '--claim',
    'mapi32',
    ...args,
    '--out',
    place.run,
    '--json',
  ]);
  t.same(verdictsOf(claimsOf(ended)), [['mapi32', 'inconclusive']]);
  t.equal(ended.code, 3);
});

test('a library that is no MAPI provider leaves every claim untested, with the reason', async (t) => {
  const place = workplace(t);
  const ended = await start(place, ['mapi32', 'other-stores'], '--mapi', '/lib/x86_64-linux-gnu/libc.so.6')
    .ended;
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
  const running = start(place, ['mapi32', 'impersonation']);
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
