import { test } from 'tap';
import { compareVersions, HOTFIX, mapiFileOf, stageOf } from '../../../native-bindings/mapi/known-builds.ts';
import fc from '../../support/seeded-properties.ts';

const stages: readonly (readonly [string | null, ReturnType<typeof stageOf>])[] = [
  [null, 'no-version'],
  ['6.5.6944.0', 'before-sp1'],
  ['6.5.7225.65535', 'before-sp1'],
  ['6.5.7226.0', 'before-hotfix'],
  ['6.5.7232.74', 'before-hotfix'],
  ['6.5.7232.75', 'hotfix'],
  ['6.5.7232.76', 'after-hotfix'],
  ['6.5.7637.65535', 'after-hotfix'],
  ['6.5.7638.0', 'sp2-or-later'],
  ['6.5.8244.0', 'sp2-or-later'],
  ['6.4.7232.75', 'other-product'],
  ['6.50.7232.75', 'other-product'],
  ['16.0.7232.75', 'other-product'],
  ['1.0.2536.0', 'other-product'],
  ['6.5.7232', 'other-product'],
];
for (const [version, stage] of stages) {
  test(`${version ?? 'no version'} is ${stage}`, (t) => {
    t.equal(stageOf(version), stage);
    t.end();
  });
}

test('the table is that of KB 891509', (t) => {
  t.same(HOTFIX, {
    version: '6.5.7232.75',
    bytes: { 'Mapi32.dll': 635_904, 'Cdo.dll': 708_608 },
    source: 'KB 891509',
  });
  t.end();
});

test('versions are ordered by number, part by part, and a missing part is 0', (t) => {
  const part = fc.nat(65535);
  const version = fc.tuple(part, part, part, part);
  fc.assert(
    fc.property(version, version, (a, b) => {
      const at = a.findIndex((each, i) => each !== b[i]);
      const expected = at < 0 ? 0 : Math.sign((a[at] ?? 0) - (b[at] ?? 0));
      return Math.sign(compareVersions(a.join('.'), b.join('.'))) === expected;
    }),
  );
  t.equal(compareVersions('6.5', '6.5.0.0'), 0);
  t.ok(compareVersions('10.0', '6.1') > 0);
  t.end();
});

test('a file is told by its name or by the name its maker gave it', (t) => {
  t.equal(mapiFileOf('C:\\copy\\MAPI32.DLL'), 'Mapi32.dll');
  t.equal(mapiFileOf('/tmp/from-server.bin', 'cdo.dll'), 'Cdo.dll');
  t.equal(mapiFileOf('exmapi32.dll', null), 'Mapi32.dll');
  t.equal(mapiFileOf('cdosys.dll', 'cdosys.dll'), null, 'another CDO');
  t.equal(mapiFileOf('/cdo/other.dll', null), null);
  t.end();
});
