import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { mailboxCheckSchema } from '../../harness/contract/mailbox-check.ts';
import { type Ended, type Workplace, workplace } from '../support/command.ts';

const CHECK = ['mailboxes', 'check', '--pause-ms', '0', '--quiet'];
const FIVE = [...CHECK, '--mailbox-count', '5'];

const resultOf = ({ stdout }: Ended) => mailboxCheckSchema.parse(JSON.parse(stdout));
/** Whatever stands in the stand-in's registry. */
const registryOf = ({ registry }: Workplace): string =>
  existsSync(registry) ? readFileSync(registry, 'utf8') : '';

test('every mailbox can be used: exit 0', async (t) => {
  const end = await workplace(t).mapileak(FIVE);
  t.equal(end.code, 0, end.stderr);
  t.equal(end.stdout, '5 of 5 mailboxes can be used, on the stand-in\n');
});

test('mailboxes that fail are named with the error, the others become a list that works', async (t) => {
  const place = workplace(t);
  const list = join(place.folder, 'boxes.csv');
  const out = join(place.folder, 'good.csv');
  const rows = ['ann,ann,LAB,EX1,/o=Lab/cn=ann', '"b,ob",bob,LAB,EX1,', 'cyd,cyd@lab.example,,EX2,'];
  writeFileSync(list, `mailbox,user,domain,server,legacyDn\n${rows.join('\n')}\ndee,dee,LAB,EX2,\n`);
  const dials = ['--stand-in', 'RefuseProfile=dee', '--stand-in', 'RefuseUser=ann'];
  const end = await place.mapileak([...CHECK, list, ...dials, '--out', out]);
  t.equal(end.code, 1, end.stderr);
  t.same(end.stdout.trimEnd().split('\n'), [
    'ann (LAB\\ann): LogonUserW: ERROR_ACCOUNT_DISABLED (error 1331)',
    'dee (LAB\\dee): MAPILogonEx: MAPI_E_LOGON_FAILED (0x80040111)',
    '2 of 4 mailboxes can be used, on the stand-in; 2 cannot: ERROR_ACCOUNT_DISABLED 1, MAPI_E_LOGON_FAILED 1',
  ]);
  t.equal(readFileSync(out, 'utf8'), `mailbox,user,domain,server,legacyDn\n${rows.slice(1).join('\n')}\n`);
  t.equal(statSync(out).mode & 0o777, 0o600);
  const again = await place.mapileak([...CHECK, out, ...dials, '--json']);
  t.equal(again.code, 0);
  t.match(resultOf(again), {
    ok: 2,
    failed: 0,
    mailboxes: 2,
    failures: [],
    standIn: true,
    outcome: 'complete',
  });
});

test('a wrong password ends the check at the first refusal, and is nowhere to be read', async (t) => {
  const place = workplace(t);
  const out = join(place.folder, 'good.csv');
  const args = [...FIVE, '--stand-in', 'Password=right-Canary', '--password-env', 'BOX_PASSWORD'];
  const end = await place.mapileak([...args, '--json', '--out', out], { BOX_PASSWORD: 'wrong-Canary' });
  t.equal(end.code, 4);
  t.match(resultOf(end), { outcome: 'refused', checked: 1, ok: 0, byCode: { ERROR_LOGON_FAILURE: 1 } });
  t.match(end.stderr, /ended after 1 refusal/);
  t.notMatch(end.stdout + end.stderr, /Canary/);
  t.same(
    readdirSync(place.folder).filter((name) => !name.endsWith('.lock')),
    ['registry.txt'],
    'no list of none, no draft, no backup',
  );
  t.notMatch(registryOf(place), /Canary/);

  const more = await place.mapileak([...args, '--max-refusals', '3', '--json'], {
    BOX_PASSWORD: 'wrong-Canary',
  });
  t.equal(more.code, 4);
  t.equal(resultOf(more).checked, 3);

  const right = await place.mapileak(args, { BOX_PASSWORD: 'right-Canary' });
  t.equal(right.code, 0, right.stderr);
});

test('the registry is as it was, and the flag is not touched', async (t) => {
  const place = workplace(t);
  await place.mapileak(['flag', 'set', '1']);
  const before = registryOf(place);
  t.match(before, /CleanUpMAPIHeap/);
  await place.mapileak([...FIVE, '--stand-in', 'RefuseProfile=nobody']);
  t.equal(registryOf(place), before);
});

test('another scenario may be tried', async (t) => {
  const end = await workplace(t).mapileak([...FIVE, '--scenario', 'same-mailbox', '--json']);
  t.equal(end.code, 0, end.stderr);
  t.match(resultOf(end), { scenario: 'same-mailbox', ok: 5 }, 'each mailbox all the same');
});

test('a mailbox without the server that CDO needs is one that cannot be used', async (t) => {
  const place = workplace(t);
  const list = join(place.folder, 'boxes.csv');
  writeFileSync(list, 'mailbox,user,domain,server\nann,ann,LAB,\nbob,bob,LAB,EX1\n');
  const end = await place.mapileak([...CHECK, list, '--scenario', 'cdo-session']);
  t.equal(end.code, 1, end.stderr);
  t.match(end.stdout, /^ann \(LAB\\ann\): CDO Session\.Logon: NO_SERVER \(.*names no server\)\n1 of 2 /);
});

test('what a check that was killed has left in the registry, the next one puts back', async (t) => {
  const place = workplace(t);
  await place.mapileak(['flag', 'set', '1']);
  const before = registryOf(place);
  const slow = ['--pause-ms', '3600000', '--stand-in', 'RefuseProfile=mailbox-0001'];
  const args = [
    'mailboxes',
    'check',
    '--quiet',
    '--mailbox-count',
    '5',
    '--scenario',
    'cdo-session',
    ...slow,
  ];
  const { child, ended } = place.start(args);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGKILL');
  await ended;
  t.match(registryOf(place), /MAPI\.Session/);
  const next = await place.mapileak(FIVE);
  t.equal(next.code, 0, next.stderr);
  t.match(next.stderr, /put back as an earlier run, which was killed, had found it/);
  // CDO's logons leave MAPI's own keys of the user.
  const machine = (content: string): string => content.slice(content.indexOf('[HKEY_LOCAL_MACHINE'));
  t.equal(machine(registryOf(place)), machine(before));
  t.equal((await place.mapileak(FIVE)).stderr, '', 'once');
});

test('an error that no mailbox can work with ends the check', async (t) => {
  const dials = ['--stand-in', 'RefuseLogonEvery=2', '--stand-in', `RefuseCode=${0x80040605}`];
  const end = await workplace(t).mapileak([...FIVE, ...dials, '--json']);
  t.equal(end.code, 4);
  t.match(resultOf(end), { outcome: 'failed', checked: 2, ok: 1 });
  t.match(end.stderr, /MAPI_E_NOT_INITIALIZED/);
});

test('a host that dies or hangs: exit 5, where, what was found until then, and its log', async (t) => {
  const place = workplace(t);
  const environment = { TMPDIR: place.folder };
  const died = await place.mapileak([...FIVE, '--stand-in', 'CrashAtLogon=3'], environment);
  t.equal(died.code, 5);
  t.match(died.stdout, /2 of 2 mailboxes can be used.*\n3 of the list were not tried/);
  t.match(died.stderr, /session host died .* in MAPILogonEx, mailbox mailbox-0003/);
  t.ok(existsSync(/own words are in (.*)\.\n/.exec(died.stderr)?.[1] ?? ''));
  const slow = ['--stand-in', 'HangAtLogon=2', '--hang-timeout', '0.5'];
  const hung = await place.mapileak([...FIVE, ...slow], environment);
  t.equal(hung.code, 5);
  t.match(hung.stderr, /session host hung .* in MAPILogonEx, mailbox mailbox-0002/);
});

test('Ctrl-C between two mailboxes: exit 6, and what was found', async (t) => {
  const place = workplace(t);
  const out = join(place.folder, 'good.csv');
  const slow = ['--pause-ms', '3600000', '--stand-in', 'RefuseProfile=mailbox-0001', '--out', out];
  const args = ['mailboxes', 'check', '--quiet', '--mailbox-count', '5', ...slow];
  const { child, ended } = place.start(args);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGINT');
  const end = await ended;
  t.equal(end.code, 6, end.stderr);
  t.match(end.stdout, /0 of 1 mailboxes can be used.*\n4 of the list were not tried/);
  t.notOk(existsSync(out));
});

test('what cannot be meant is refused: exit 2', async (t) => {
  for (const [args, message] of [
    [CHECK, /no mailboxes were named/],
    [[...FIVE, '--max-refusals', '0'], /--max-refusals/],
    [[...CHECK.slice(0, 2), '--pause-ms', '-1', '--mailbox-count', '5'], /--pause-ms/],
    [[...FIVE, '--mailbox-count', '6'], /more than once/],
    [[...FIVE, 'boxes.csv'], /exclude each other/],
    [[...CHECK, '--mapi', 'system', '--mailbox-count', '1'], /knows no generated mailboxes/],
  ] as const) {
    const end = await workplace(t).mapileak(args);
    t.equal(end.code, 2, args.join(' '));
    t.match(end.stderr, message);
    t.equal(end.stdout, '');
  }
});
