import { test } from 'tap';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '800', '--block', '50', '--replicates', '3', '--mailbox-count', '50', ...QUICK];

test('a build that ignores the flag is not fixed, and an expectation decides the exit code', async (t) => {
  const place = workplace(t);
  const args = ['compare', ...SHORT, '--stand-in', 'IgnoreCleanupFlag=1', '--json', '--out', place.run];
  const expected = await place.mapileak([...args, '--expect', 'not-fixed']);
  t.equal(resultOf(expected).verdict, 'not-fixed');
  t.equal(expected.code, 0);
  t.equal((await place.mapileak(['analyse', place.run, '--expect', 'fixed'])).code, 1);
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
