import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { QUICK, resultOf, type Workplace, workplace } from '../support/command.ts';

const dial = (name: string, value: number): readonly string[] => ['--stand-in', `${name}=${value}`];
const NOT_ENOUGH_MEMORY = 0x8007_000e;
const SESSION_LIMIT = 0x8004_0112;

/** The process heap and MAPI's own take a unit of 64 KiB each, the first logon of each user another. */
const HEAPS = 320;
const SMALL = dial('AddressSpaceBytes', HEAPS * 65_536);
const FAILED_AT = HEAPS - 2;
/** Two processes say little of counts: what their interval still allows must be allowed. */
const LENGTH = [
  ...['--cycles', '560', '--block', '20', '--replicates', '2', '--mailbox-count', '20'],
  ...['--margin', 'heaps=0.02'],
];
const SHORT = [
  '--cycles',
  '60',
  '--block',
  '10',
  '--replicates',
  '2',
  '--mailbox-count',
  '5',
  '--no-control',
];

const exhaustedIn = (place: Workplace) =>
  place.events().flatMap((event) => (event.event === 'exhausted' ? [event] : []));

test('a leak to the end of the address space is a result: the off arm stops there, the on arm goes on', async (t) => {
  const place = workplace(t);
  const end = await place.mapileak(['compare', ...LENGTH, ...QUICK, ...SMALL, '--out', place.run, '--json']);
  t.equal(end.code, 0, end.stderr);
  const result = resultOf(end);
  t.match(result, { verdict: 'fixed', complete: true });
  const [off, on, control] = result.arms;
  t.match(off, { verdict: 'leak', reason: / per logon; 2 of 2 replicates stopped at cycle 318: MAPI_E_NOT/ });
  const byName = off?.exhausted.toSorted((one, other) => (one.replicate < other.replicate ? -1 : 1));
  t.match(byName, [
    {
      replicate: 'off-1',
      cycle: FAILED_AT,
      cycles: FAILED_AT + 3,
      failedCycles: 3,
      code: 'MAPI_E_NOT_ENOUGH_MEMORY',
      call: 'MAPILogonEx',
      heaps: HEAPS,
    },
    { replicate: 'off-2', cycle: FAILED_AT },
  ]);
  t.ok((off?.exhausted[0]?.privateBytes ?? 0) > 1e6 && (off?.exhausted[0]?.virtualBytes ?? 0) > 1e7);
  t.match(off?.failures.byCode, { MAPI_E_NOT_ENOUGH_MEMORY: 6 });
  t.match(
    [on, control],
    [
      { verdict: 'no-leak', cycles: 1120, exhausted: [] },
      { cycles: 1120, exhausted: [] },
    ],
  );
  t.equal(place.events().at(-1)?.event, 'run-finished');
  t.match(place.events().at(-1), { outcome: 'complete' });
  t.notOk(place.events().some(({ event }) => event === 'host-lost' || event === 'source-unsupported'));

  const { stdout } = await place.mapileak(['analyse', place.run]);
  t.match(
    stdout.replaceAll(/\s+/g, ' '),
    /Ran out with off: 2 of 2 replicates stopped: at cycle 318: MAPI_E_NOT_ENOUGH_MEMORY; private bytes [\d.]+ MiB/,
  );
  t.match(readFileSync(join(place.run, 'report.html'), 'utf8'), /2 of 2 replicates stopped: at cycle 318/);
});

test('a run that ran out too early is inconclusive, and the reason names why it is so short', async (t) => {
  const place = workplace(t);
  const tiny = dial('AddressSpaceBytes', 64 * 65_536);
  const end = await place.mapileak(['run', ...LENGTH, ...QUICK, ...tiny, '--no-control', '--json']);
  t.equal(end.code, 3);
  t.match(resultOf(end), {
    verdict: 'inconclusive',
    reason: /2 of 2 replicates stopped at cycle 62: MAPI_E_NOT_ENOUGH_MEMORY/,
    complete: true,
  });
});

test('a process whose first logon fails so has leaked nothing, and SESSION_LIMIT is told from memory', async (t) => {
  const place = workplace(t);
  const refuse = [...dial('RefuseLogonEvery', 1), ...dial('RefuseCode', SESSION_LIMIT)];
  const end = await place.mapileak(['run', ...SHORT, ...QUICK, ...refuse, '--out', place.run, '--json']);
  t.equal(end.code, 3, end.stderr);
  const result = resultOf(end);
  t.match(result, {
    verdict: 'inconclusive',
    complete: false,
    reason: /stopped at cycle 0: MAPI_E_SESSION_LIMIT, before any cycle had worked: no leak led there/,
  });
  t.ok(result.warnings.some((warning) => /SESSION_LIMIT is a limit of sessions.* 32 .*9646/.test(warning)));
  t.same(
    exhaustedIn(place).map(({ replicate, cycle, cycles }) => [replicate, cycle, cycles]),
    [
      ['off-1', 0, 3],
      ['off-2', 0, 3],
    ],
    'and the run went on with the next replicate',
  );
});

/** Fails in the given cycles alone: the stand-in refuses every second logon, and these do not catch it. */
const failingIn = (cycles: readonly number[], atEnd = '') => `
const failing = new Set(${JSON.stringify(cycles)});
export default {
  name: 'failing', summary: 's', source: 'test', expectation: 'fails', impersonates: false,
  open({ mapi }) {
    mapi.initialize();
    let now = 0;
    const logOn = ({ mailbox }) => mapi.end(mapi.logonEx(mailbox));
    return {
      cycle(mailbox) {
        const isFailing = failing.has(now++);
        logOn(mailbox);
        if (now === ${cycles.at(-1) ?? 0} + 1) { ${atEnd} }
        try { logOn(mailbox); } catch (error) { if (isFailing) throw error; }
      },
      close: () => mapi.uninitialize(),
    };
  },
};`;

async function runFailing(place: Workplace, scenario: string) {
  writeFileSync(join(place.folder, 'failing.mjs'), scenario);
  const refuse = [...dial('RefuseLogonEvery', 2), ...dial('RefuseCode', NOT_ENOUGH_MEMORY)];
  const more = ['--scenario', './failing.mjs', '--out', place.run, '--json'];
  return resultOf(await place.mapileak(['run', ...SHORT, ...QUICK, ...refuse, ...more]));
}

test('failures that come two in a row are counted and the run goes on', async (t) => {
  const place = workplace(t);
  const result = await runFailing(place, failingIn([9, 10, 30, 31, 58, 59]));
  t.match(result.arms[0], { cycles: 120, failures: { total: 12 }, exhausted: [] });
  t.same(exhaustedIn(place), []);
});

test('the third in a row ends the replicate within its block, also across the border of one', async (t) => {
  const place = workplace(t);
  const result = await runFailing(place, failingIn([20, 21, 38, 39, 40]));
  t.match(result.arms[0], { cycles: 82, failures: { total: 10 } });
  t.match(exhaustedIn(place), [
    { cycle: 38, cycles: 41, failedCycles: 5, code: 'MAPI_E_NOT_ENOUGH_MEMORY', mailbox: 'mailbox-0004' },
    { cycle: 38, cycles: 41 },
  ]);
  const samples = readFileSync(join(place.run, 'samples.ndjson'), 'utf8');
  t.match(
    samples,
    /"kind":"quiescent","replicate":"off-1","arm":"off","phase":"sweep","cycle":41,"failedCycles":5/,
  );
});

test('a host that dies of its last sample has still run out, and its numbers are unknown', async (t) => {
  const place = workplace(t);
  const dies = "globalThis.gc = () => process.kill(process.pid, 'SIGKILL');";
  const result = await runFailing(place, failingIn([33, 34, 35], dies));
  t.match(result, { complete: true });
  t.match(result.arms[0], { cycles: 72, failures: { total: 6 } });
  t.match(exhaustedIn(place), [
    { cycle: 33, cycles: 36, failedCycles: 3, privateBytes: null, virtualBytes: null, heaps: null },
    { cycle: 33 },
  ]);
  t.notOk(place.events().some(({ event }) => event === 'host-lost'));
});

test('a host that fails in its last sample has run out as well', async (t) => {
  const place = workplace(t);
  const fails = "globalThis.gc = () => { throw new RangeError('Array buffer allocation failed'); };";
  const result = await runFailing(place, failingIn([33, 34, 35], fails));
  t.match(result, { complete: true });
  t.equal(exhaustedIn(place).length, 2);
});

test('what the last sample cannot read is unknown there, and still counts for what was read before', async (t) => {
  const place = workplace(t);
  const unreadable = `
    process.getBuiltinModule('node:fs').readFileSync = () => { throw new Error('ENOMEM'); };
    process.getBuiltinModule('node:module').syncBuiltinESMExports();`;
  const { arms } = await runFailing(place, failingIn([38, 39, 40], unreadable));
  t.match(exhaustedIn(place)[0], { cycle: 38, privateBytes: null, virtualBytes: null, heaps: /\d/ });
  t.not(arms[0]?.resources['privateBytes']?.verdict, 'unsupported');
});
