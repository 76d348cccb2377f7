import { test } from 'tap';
import {
  armOf,
  CURED,
  dials,
  holds,
  kindOf,
  onBothEngines,
  resourceOf,
  SHORT,
} from '../support/verdict-run.ts';

for (const bytes of [96, 1000, 70_000]) {
  test(`${bytes} bytes lost by each logon are a leak of ${bytes} bytes per logon, on both engines`, async (t) => {
    const args = [...CURED, ...SHORT, ...dials({ LeakBytesPerLogon: bytes })];
    await onBothEngines(t, args, (result, ffi) => {
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
    });
  });
}

test('24 bytes per logon are less than the margin: no leak, and the growth is said', async (t) => {
  await onBothEngines(t, [...CURED, ...SHORT, ...dials({ LeakBytesPerLogon: 24 })], (result, ffi) => {
    t.equal(result.verdict, 'no-leak', `${ffi}: ${result.reason}`);
    t.match(result.reason, /24 bytes \[[\d., ]+\] per logon, below the margin/);
    const heap = resourceOf(armOf(result), 'heapBytes');
    t.match(heap.reason, /^grew by 24 bytes .*, less than the margin of 64 bytes$/);
    return [holds(t, heap.perCycle, 24, ffi)];
  });
});

test('a handle left open by each logon is a leak of one handle per logon, and of no bytes', async (t) => {
  await onBothEngines(t, [...CURED, ...SHORT, ...dials({ LeakHandlesPerLogon: 1 })], (result, ffi) => {
    t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
    const arm = armOf(result);
    t.equal(resourceOf(arm, 'handles').verdict, 'leak');
    t.equal(resourceOf(arm, 'heapBytes').verdict, 'no-leak');
    const kind = kindOf(arm, 'handles');
    t.same(kind.kinds, ['per-logon'], kind.sentence);
    return [
      holds(t, resourceOf(arm, 'handles').perCycle, 1, ffi),
      holds(t, kind.perLogon, 1, `${ffi}, same mailbox`),
    ];
  });
});

test('a heap lost by every fourth logon is a leak of a quarter of a heap, and of a quarter of its bytes', async (t) => {
  await onBothEngines(t, [...CURED, ...SHORT, ...dials({ LeakHeapsEvery: 4 })], (result, ffi) => {
    t.equal(result.verdict, 'not-fixed', `${ffi}: ${result.reason}`);
    const arm = armOf(result);
    t.equal(resourceOf(arm, 'heaps').verdict, 'leak');
    t.equal(resourceOf(arm, 'heapBytes').verdict, 'leak');
    const kind = kindOf(arm, 'heaps');
    t.same(kind.kinds, ['per-logon'], kind.sentence);
    return [
      holds(t, resourceOf(arm, 'heaps').perCycle, 0.25, `${ffi}, heaps`),
      holds(t, resourceOf(arm, 'heapBytes').perCycle, 1024, `${ffi}, bytes`),
    ];
  });
});
