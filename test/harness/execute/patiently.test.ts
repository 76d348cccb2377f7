import { test } from 'tap';
import { patiently, patientlySync } from '../../../harness/execute/patiently.ts';

/** Fails so often, as the system does where a file is open elsewhere. */
function failing(times: number, code: string) {
  const asked = { times: 0 };
  const action = (): string => {
    asked.times += 1;
    if (asked.times <= times) throw Object.assign(new Error(code), { code });
    return 'done';
  };
  return { action, asked };
}

test('on Windows a file that another program has open is replaced once that lets go', async (t) => {
  for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
    const { action, asked } = failing(2, code);
    t.equal(await patiently(async () => action(), 'win32'), 'done');
    t.equal(asked.times, 3);
    t.equal(patientlySync(failing(2, code).action, 'win32'), 'done');
  }
});

test('elsewhere, and for any other error, nothing is tried twice', async (t) => {
  for (const [code, platform] of [
    ['EPERM', 'linux'],
    ['ENOSPC', 'win32'],
  ] as const) {
    const { action, asked } = failing(1, code);
    await t.rejects(
      patiently(async () => action(), platform),
      { code },
    );
    t.equal(asked.times, 1);
    t.throws(() => patientlySync(failing(1, code).action, platform), { code });
  }
});

test('a file that is never let go is an error in the end', (t) => {
  const { action } = failing(100, 'EPERM');
  t.throws(() => patientlySync(action, 'win32'), { code: 'EPERM' });
  t.end();
});
