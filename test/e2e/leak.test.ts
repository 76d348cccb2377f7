import { test } from 'tap';
import { resultSchema } from '../../harness/contract/result.ts';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '800', '--block', '25', '--replicates', '3', '--mailbox-count', '50', ...QUICK];

for (const bytes of [24, 1000, 70_000]) {
  test(`a leak of ${bytes} bytes per logon is measured within 1 %, and the interval holds it`, async (t) => {
    const dial = ['--stand-in', `InstanceBytes=${bytes}`];
    const ended = await workplace(t).mapileak(['compare', ...SHORT, ...dial, '--margin', '10', '--json']);
    const result = resultOf(ended);
    t.equal(result.verdict, 'fixed', result.reason);
    t.equal(ended.code, 0);
    const off = result.arms.find(({ arm }) => arm === 'off');
    const rate = off?.resources['heapBytes']?.perCycle;
    t.ok(Math.abs((rate?.estimate ?? 0) - bytes) <= 0.01 * bytes, `measured ${rate?.estimate}`);
    t.ok(
      (rate?.low ?? Number.NaN) <= bytes && (rate?.high ?? Number.NaN) >= bytes,
      `[${rate?.low}, ${rate?.high}]`,
    );
    const heaps = off?.resources['heaps']?.perCycle;
    t.ok(Math.abs((heaps?.estimate ?? 0) - 1) <= 0.01, `${heaps?.estimate} heaps per logon`);
    const on = result.arms.find(({ arm }) => arm === 'on');
    t.equal(on?.verdict, 'no-leak', `${on?.reason}`);
  });
}

test('both engines give the same verdict and the same rate', async (t) => {
  const rates = [];
  for (const ffi of ['ffi-napi', 'koffi']) {
    const result = resultOf(await workplace(t).mapileak(['compare', ...SHORT, '--ffi', ffi, '--json']));
    t.equal(result.verdict, 'fixed', `${ffi}: ${result.reason}`);
    rates.push(result.differences[0]?.resources['heapBytes']?.perCycle?.estimate ?? 0);
  }
  t.ok(Math.abs((rates[0] ?? 0) - (rates[1] ?? 1)) < 1, `${rates}`);
});

test('a build that ignores the flag is not fixed, and an expectation decides the exit code', async (t) => {
  const args = ['compare', ...SHORT, '--stand-in', 'IgnoreCleanupFlag=1', '--json'];
  const expected = await workplace(t).mapileak([...args, '--expect', 'not-fixed']);
  t.equal(resultOf(expected).verdict, 'not-fixed');
  t.equal(expected.code, 0);
  const unexpected = await workplace(t).mapileak([...args, '--expect', 'fixed']);
  t.equal(unexpected.code, 1);
});

for (const scenario of ['no-impersonation', 'same-mailbox']) {
  test(`${scenario} does not leak, even with the flag off`, async (t) => {
    const args = ['run', '--scenario', scenario, ...SHORT, '--expect', 'no-leak', '--json'];
    const ended = await workplace(t).mapileak(args);
    const result = resultOf(ended);
    t.equal(result.verdict, 'no-leak', result.reason);
    t.equal(ended.code, 0);
    const rate = result.arms[0]?.resources['heapBytes'];
    t.ok((rate?.perCycle?.high ?? 99) < 64);
    t.ok((rate?.smallestDetectable ?? 99) < 64, 'it says how small a leak it would have seen');
  });
}

test('a value that is absent counts as off', async (t) => {
  const result = resultOf(
    await workplace(t).mapileak(['compare', ...SHORT, '--arms', 'absent,on', '--json']),
  );
  t.equal(result.verdict, 'fixed', result.reason);
  t.equal(result.arms[0]?.cleanUpMapiHeap, null);
});

test('a leak of handles, and one in the C library’s heap, are found where they are', async (t) => {
  const args = ['run', '--arms', 'on', ...SHORT, '--json'];
  const handles = resultOf(await workplace(t).mapileak([...args, '--stand-in', 'LeakHandlesPerLogon=1']));
  t.equal(handles.arms[0]?.resources['handles']?.verdict, 'leak');
  t.equal(handles.arms[0]?.resources['heapBytes']?.verdict, 'no-leak');
  t.equal(handles.arms[0]?.verdict, 'leak');
  const malloc = resultOf(
    await workplace(t).mapileak([...args, '--stand-in', 'MallocLeakBytesPerLogon=10000']),
  );
  t.equal(malloc.arms[0]?.resources['mallocBytes']?.verdict, 'leak', malloc.reason);
  const estimate = malloc.arms[0]?.resources['mallocBytes']?.perCycle?.estimate ?? 0;
  t.ok(Math.abs(estimate - 10_000) < 500, `mallinfo2 sees ${estimate} bytes per logon`);
  t.equal(malloc.arms[0]?.resources['heaps']?.verdict, 'no-leak');
});

test('the run folder holds all it takes to judge again, with the same answer', async (t) => {
  const place = workplace(t);
  const first = resultOf(await place.mapileak(['compare', ...SHORT, '--out', place.run, '--json']));
  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.same(resultSchema.parse(JSON.parse(again.stdout)), first);
  const reported = await place.mapileak(['report', place.run]);
  t.equal(reported.code, 0);
  t.match(reported.stdout, /report\.html/);
});

test('the summary is what a person reads: verdict first, report last', async (t) => {
  const place = workplace(t);
  const { code, stdout, stderr } = await place.mapileak(['compare', ...SHORT, '--out', place.run]);
  t.equal(code, 0);
  t.match(stdout, /^Fixed: /);
  t.match(stdout, /stand-in/);
  t.match(stdout.trimEnd().split('\n').at(-1), /report\.html$/);
  t.equal(stderr, '', 'quiet is quiet');
});
