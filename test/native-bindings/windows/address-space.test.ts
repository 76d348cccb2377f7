import { test } from 'tap';
import { AddressSpace, sumRegions } from '../../../native-bindings/windows/address-space.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { ON_WINDOWS } from '../../support/windows.ts';

const COMMIT = 0x1000;
const RESERVE = 0x2000;
const FREE = 0x10000;

test('regions are added up by state and type, and the largest free one is kept', async (t) => {
  const sums = sumRegions([
    { bytes: 1, state: COMMIT, type: 0x20000 },
    { bytes: 2, state: COMMIT, type: 0x40000 },
    { bytes: 4, state: COMMIT, type: 0x1000000 },
    { bytes: 8, state: RESERVE, type: 0x20000 },
    { bytes: 16, state: RESERVE, type: 0x40000 },
    { bytes: 300, state: FREE, type: 0 },
    { bytes: 32, state: COMMIT, type: 0x20000 },
    { bytes: 200, state: FREE, type: 0 },
  ]);
  t.same(sums, { committedPrivate: 33, mapped: 2, image: 4, reserved: 24, taken: 63, largestFree: 300 });
});

test('memory that is allocated shows in the sums, and goes with it', ON_WINDOWS, async (t) => {
  const windows = await openWindows('ffi-napi');
  const space = new AddressSpace(windows);
  const before = space.sums();
  const size = 32 * 2 ** 20;
  const kept: ArrayBuffer[] = [new ArrayBuffer(size)];
  const grown = space.sums();
  t.ok(grown.committedPrivate - before.committedPrivate >= size);
  t.ok(grown.taken - before.taken >= size);
  t.ok(grown.image > 2 ** 20, 'this program and its DLLs');
  t.ok(grown.largestFree > 2 ** 20);
  t.equal(kept[0]?.byteLength, size);
});
