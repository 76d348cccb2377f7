import { test } from 'tap';
import { readCdoRegistration } from '../../../native-bindings/cdo/registration.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../../native-bindings/windows/registry-keys.ts';
import { text } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryRegistry } from '../../support/temporary.ts';
import { ELSEWHERE } from '../../support/windows.ts';

const CLASS_ID = '{3FA7DEB3-6438-101B-ACC1-00AA00423326}';
const CLASSES = 'SOFTWARE\\Classes';

test('what MAPI.Session stands for is followed from its name to its server', ELSEWHERE, async (t) => {
  temporaryRegistry(t);
  const registry = new Registry(await openWindows('ffi-napi'));
  const read = (view: RegistryView) => readCdoRegistration(registry, view, { CommonFiles: 'C:\\Common' });
  const write = (key: string, value: string) =>
    registry.write('32-bit', `${CLASSES}\\${key}`, '', text(value));

  t.equal(read('32-bit'), null);
  write('MAPI.Session\\CLSID', 'not a class');
  t.equal(read('32-bit'), null);
  write('MAPI.Session\\CLSID', CLASS_ID);
  t.same(read('32-bit'), { view: '32-bit', classId: CLASS_ID, server: null });
  write(`CLSID\\${CLASS_ID}\\InprocServer32`, '%CommonFiles%\\System\\MAPI\\cdo.dll');
  t.equal(read('32-bit')?.server, 'C:\\Common\\System\\MAPI\\cdo.dll');
  t.equal(read('64-bit'), null, 'the other view has its own');
});
