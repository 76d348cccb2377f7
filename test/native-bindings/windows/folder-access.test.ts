import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { accessOf, closeFolder, othersIn } from '../../../native-bindings/windows/folder-access.ts';
import { sidText } from '../../../native-bindings/windows/sid-text.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const skip = process.platform !== 'win32' && 'there are no such access rights: run it with Node for Windows';

for (const engine of ['ffi-napi', 'koffi'] as const) {
  test(`${engine}: a folder is closed to all but its user and the system`, {
    skip,
  }, async (t) => {
    const windows = await openWindows(engine);
    const folder = join(temporaryFolder(t), 'run');
    mkdirSync(folder);
    t.same(closeFolder(windows, folder), []);
    t.match(accessOf(windows, folder), /^D:/);
    writeFileSync(join(folder, 'inside'), 'x');
    mkdirSync(join(folder, 'hosts'));
    t.same(closeFolder(windows, folder), [], 'again');
    t.throws(() => closeFolder(windows, join(folder, 'nowhere')), { message: /SetFileSecurityW/ });
  });
}

test('who else may use something is read from SDDL', (t) => {
  const whom = ['S-1-5-21-1-2-3-1001', 'SY', 'BA'];
  const own = whom.map((each) => `(A;OICI;FA;;;${each})`).join('');
  t.same(othersIn(`D:P${own}`, whom), []);
  t.same(othersIn(`D:PAI${own}(A;OICIID;0x1200a9;;;BU)(D;;FA;;;WD)(A;;FR;;;BU)`, whom), ['BU']);
  t.same(othersIn('D:P', whom), [], 'an empty list lets nobody in');
  t.same(othersIn('D:NO_ACCESS_CONTROL', whom), ['WD'], 'none at all lets in everybody');
  t.same(othersIn('', whom), ['WD']);
  t.end();
});

test('a SID is written as Windows writes it', (t) => {
  t.equal(sidText(Buffer.from('01020000000000052000000020020000', 'hex')), 'S-1-5-32-544');
  t.equal(sidText(Buffer.from('010100000000000512000000', 'hex')), 'S-1-5-18');
  t.end();
});
