import { test } from 'tap';
import {
  armOf,
  type Check,
  CURED,
  dials,
  holds,
  kindOf,
  onBothEngines,
  onEngineByDay,
  resourceOf,
  SHORT,
} from '../support/verdict-run.ts';

for (const [bytes, byDay] of [
  [96, 'koffi'],
  [1000, 'both'],
  [70_000, 'ffi-napi'],
] as const) {
  test(`${bytes} bytes lost by each logon are a leak of ${bytes} bytes per logon`, async (t) => {
    const args = [...CURED, ...SHORT, ...dials({ LeakBytesPerLogon: bytes })];
    const check: Check = (result, ffi) => {
      t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
      const arm = armOf(result);
      const heap = resourceOf(arm, 'heapBytes');
      t.equal(heap.verdict, 'leak');
      t.equal(resourceOf(arm, 'heaps').verdict, 'no-leak');
      t.equal(resourceOf(arm, 'handles').verdict, 'no-leak');
      const kind = kindOf(arm, 'heapBytes');
      t.same(kind.kinds, ['per-logon'], kind.sentence);
      t.ok(
        arm.leftBehind.some(({ blockBytes, blocksPerCycle }) => blockBytes === bytes && blocksPerCycle === 1),
        'the census names the block that each logon leaves',
      );
      return [holds(t, heap.perCycle, bytes, ffi), holds(t, kind.perLogon, bytes, `${ffi}, same mailbox`)];
    };
    await (byDay === 'both' ? onBothEngines(t, args, check) : onEngineByDay(byDay, t, args, check));
  });
}

test('24 bytes per logon are less than the margin: no leak, and the growth is said', async (t) => {
  await onEngineByDay(
    'koffi',
    t,
    [...CURED, ...SHORT, ...dials({ LeakBytesPerLogon: 24 })],
    (result, ffi) => {
      t.equal(result.verdict, 'no-leak', `${ffi}: ${result.reason}`);
      t.match(result.reason, /24 bytes \[[\d., ]+\] per logon, below the margin/);
      const heap = resourceOf(armOf(result), 'heapBytes');
      t.match(heap.reason, /^grew by 24 bytes .*, less than the margin of 64 bytes$/);
      return [holds(t, heap.perCycle, 24, ffi)];
    },
  );
});

test('handles and heaps that logons lose are leaks of handles and heaps, each at its rate', async (t) => {
  const args = [...CURED, ...SHORT, ...dials({ LeakHandlesPerLogon: 1, LeakHeapsEvery: 4 })];
  await onBothEngines(t, args, (result, ffi) => {
    t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
    const arm = armOf(result);
    const lost = [
      ['handles', 1],
      ['heaps', 0.25],
      // Each of those heaps has one block of 4,096 bytes.
      ['heapBytes', 1024],
    ] as const;
    return lost.flatMap(([name, perLogon]) => {
      const resource = resourceOf(arm, name);
      t.equal(resource.verdict, 'leak', resource.reason);
      const kind = kindOf(arm, name);
      t.same(kind.kinds, ['per-logon'], kind.sentence);
      return [
        holds(t, resource.perCycle, perLogon, `${ffi}, ${name}`),
        holds(t, kind.perLogon, perLogon, `${ffi}, ${name} of the same mailbox`),
      ];
    });
  });
});
