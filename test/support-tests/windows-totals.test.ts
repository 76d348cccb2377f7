import { test } from 'tap';
import { decideOn, finalTotals, sumOf } from '../support/windows-totals.ts';

const NO_32_BIT = (arch: string) => arch === 'ia32' && 'no 32-bit programs';
const NO_64_BIT = (arch: string) => arch === 'x64' && 'no 64-bit programs';

test('where Wine runs both bitnesses, both are tested', async (t) => {
  t.same(
    decideOn('ia32', () => false),
    { kind: 'run' },
  );
  t.same(
    decideOn('x64', () => false),
    { kind: 'run' },
  );
});

test('32-bit tests are left out where Wine runs 64-bit programs alone', async (t) => {
  t.same(decideOn('ia32', NO_32_BIT), { kind: 'skip', why: 'no 32-bit programs' });
  t.same(decideOn('x64', NO_32_BIT), { kind: 'run' });
});

test('64-bit tests are never left out', async (t) => {
  t.same(decideOn('x64', NO_64_BIT), { kind: 'fail', why: 'no 64-bit programs' });
  t.same(decideOn('ia32', NO_64_BIT), { kind: 'run' });
});

test('where there is no Wine at all, nothing is left out in silence', async (t) => {
  for (const arch of ['ia32', 'x64'] as const) {
    t.same(
      decideOn(arch, () => 'Wine is not installed'),
      { kind: 'fail', why: 'Wine is not installed' },
    );
  }
});

test('no test that passed is a failure, whatever was skipped', async (t) => {
  t.equal(finalTotals({ passed: 0, failed: 0, skipped: 0 }).failed, 1);
  t.equal(finalTotals({ passed: 0, failed: 0, skipped: 46 }).failed, 1);
  t.equal(finalTotals({ passed: 0, failed: 3, skipped: 0 }).failed, 3);
  const good = { passed: 5, failed: 0, skipped: 2 };
  t.same(finalTotals(good), good);
});

test('totals add up', async (t) => {
  t.same(sumOf([]), { passed: 0, failed: 0, skipped: 0 });
  t.same(
    sumOf([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]),
    { passed: 11, failed: 22, skipped: 33 },
  );
});
