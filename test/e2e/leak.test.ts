import { test } from 'tap';
import { QUICK, resultOf, workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';

const SHORT = ['--cycles', '520', '--block', '26', '--replicates', '3', '--mailbox-count', '50', ...QUICK];

// Other sizes and both engines: verdict-rates.test.ts, on leaks that the flag does not cure.
for (const bytes of NIGHTLY ? [24, 70_000] : [24]) {
  test(`a leak of ${bytes} bytes per logon is measured within 1 %, and the interval holds it`, async (t) => {
    const dial = ['--stand-in', `InstanceBytes=${bytes}`];
    const ended = await workplace(t).mapileak(['compare', ...SHORT, ...dial, '--margin', '20', '--json']);
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
