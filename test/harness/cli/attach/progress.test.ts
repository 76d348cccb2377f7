import { test } from 'tap';
import { attachText } from '../../../../harness/cli/attach/progress.ts';

const MIB = 1024 * 1024;
const process_ = (replicate: string, cycles: number, from: number, to: number) => ({
  ...{ replicate, cycles },
  ...{ first: { privateBytes: from * MIB }, last: { privateBytes: to * MIB } },
});

test('a line says how long, how many cycles, how much and by how much it grew', async (t) => {
  const one = { elapsedMs: 90_000, warmsUp: false, processes: [process_('pid-7', 1200, 10, 12)] };
  t.equal(attachText(one), 'pid-7  1 min 30 s  1,200 cycles  private bytes 12 MiB, +2 MiB since the start');
  const two = { ...one, processes: [process_('pid-7', 10, 10, 9), process_('pid-8', 20, 10, 10)] };
  t.equal(
    attachText(two),
    '2 processes  1 min 30 s  30 cycles  private bytes 19 MiB, -1 MiB since the start',
  );
});

test('a warm-up says how long it takes, and what was not read is not shown', async (t) => {
  t.match(attachText({ elapsedMs: 5000, warmsUp: true, processes: [] }), /^warm-up, 5.* s left$/);
  const unread = { replicate: 'pid-7', cycles: 1, first: {}, last: {} };
  t.match(attachText({ elapsedMs: 1000, warmsUp: false, processes: [unread] }), /1 cycle$/);
});
