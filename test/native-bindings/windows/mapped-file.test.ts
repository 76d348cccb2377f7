import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { MappedFile } from '../../../native-bindings/windows/mapped-file.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryFolder } from '../../support/temporary.ts';

for (const engine of FFI_ENGINES) {
  test(`${engine}: what is published is in the file at once`, async (t) => {
    const path = join(temporaryFolder(t), 'recörd');
    const windows = await openWindows(engine);
    const file = new MappedFile(windows, path, 16);
    file.bytes.write('0123456789abcdef');
    t.ok(readFileSync(path).equals(Buffer.alloc(16)), 'not before it is published');
    file.publish();
    t.equal(readFileSync(path, 'latin1'), '0123456789abcdef');
    file.bytes.write('X');
    file.publish();
    t.equal(readFileSync(path, 'latin1'), 'X123456789abcdef');
    file.close();
    t.equal(windows.live.describe(), '');
  });

  test(`${engine}: a path that cannot be opened is a named failure`, async (t) => {
    const windows = await openWindows(engine);
    t.throws(() => new MappedFile(windows, join(temporaryFolder(t), 'no', 'such', 'folder'), 16), {
      name: 'CallFailure',
      call: 'CreateFileW',
    });
  });
}
