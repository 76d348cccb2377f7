import { test } from 'tap';
import { programOf, readCdoServer, readExchange } from '../../../native-bindings/mapi/exchange.ts';
import {
  APPS_KEY,
  CLIENTS_KEY,
  expandVariables,
  readRegistration,
} from '../../../native-bindings/mapi/registration.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { dword, REG_EXPAND_SZ, text } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const skip = process.platform === 'win32' && 'this machine’s own registry is not for writing to';
const ENVIRONMENT = { CommonProgramFiles: 'C:\\Common', SystemRoot: 'C:\\WINDOWS' };

test('what is registered of mail clients is read as it stands', { skip }, async (t) => {
  temporaryRegistry(t);
  const registry = new Registry(await openWindows('ffi-napi'));
  t.same(readRegistration(registry, '32-bit', {}), {
    view: '32-bit',
    defaultClient: null,
    clients: [],
    apps: [],
  });
  registry.write('32-bit', CLIENTS_KEY, '', text('Outlook'));
  const path = { type: REG_EXPAND_SZ, data: Buffer.from('%COMMONprogramFILES%\\m.dll\0', 'utf16le') };
  registry.write('32-bit', `${CLIENTS_KEY}\\Outlook`, 'DLLPathEx', path);
  registry.write('32-bit', `${CLIENTS_KEY}\\Outlook`, 'MSIComponentID', text('{1}'));
  registry.write('32-bit', `${CLIENTS_KEY}\\Express`, 'DLLPath', text('msoe.dll'));
  registry.write('32-bit', `${CLIENTS_KEY}\\Express`, 'DLLPathEx', dword(5));
  registry.write('32-bit', APPS_KEY, 'exchng32.exe', text(''));
  registry.write('32-bit', APPS_KEY, 'node.exe', text('Outlook'));
  registry.write('32-bit', APPS_KEY, 'broken.exe', dword(1));
  t.same(readRegistration(registry, '32-bit', ENVIRONMENT), {
    view: '32-bit',
    defaultClient: 'Outlook',
    clients: [
      { name: 'Express', dllPath: 'msoe.dll', dllPathEx: null, msiComponentId: null },
      { name: 'Outlook', dllPath: null, dllPathEx: 'C:\\Common\\m.dll', msiComponentId: '{1}' },
    ],
    apps: [
      { module: 'exchng32.exe', client: '' },
      { module: 'node.exe', client: 'Outlook' },
    ],
  });
});

test('Exchange is found by its setup’s key, or by its service', { skip }, async (t) => {
  temporaryRegistry(t);
  const registry = new Registry(await openWindows('ffi-napi'));
  const views = ['64-bit', '32-bit'] as const;
  t.same(readExchange(registry, views, {}), { present: false, folder: null, store: null });
  registry.write(
    '64-bit',
    'SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS',
    'ImagePath',
    text('"C:\\Exch srvr\\bin\\store.exe" -x'),
  );
  t.same(readExchange(registry, views, {}), {
    present: true,
    folder: null,
    store: 'C:\\Exch srvr\\bin\\store.exe',
  });
  registry.write('32-bit', 'SOFTWARE\\Microsoft\\Exchange\\Setup', 'Services', text('C:\\EXCHSRVR'));
  t.match(readExchange(registry, views, {}), { present: true, folder: 'C:\\EXCHSRVR' });
  const server = 'SOFTWARE\\Classes\\CLSID\\{3FA7DEB3-6438-101B-ACC1-00AA00423326}\\InprocServer32';
  registry.write('32-bit', server, '', text('cdo.dll'));
  t.equal(readCdoServer(registry, '32-bit', {}), 'cdo.dll');
  t.equal(readCdoServer(registry, '64-bit', {}), null, 'in one view alone');
});

test('a service’s program is told from its arguments', (t) => {
  t.equal(programOf('"C:\\Program Files\\a b.exe" -s'), 'C:\\Program Files\\a b.exe');
  t.equal(
    programOf('C:\\Program Files\\Exchsrvr\\bin\\store.exe'),
    'C:\\Program Files\\Exchsrvr\\bin\\store.exe',
  );
  t.equal(programOf('C:\\bin\\store.exe -k x.exe'), 'C:\\bin\\store.exe');
  t.equal(programOf('system32\\svc /x'), 'system32\\svc');
  t.end();
});

test('variables are expanded without regard to case; unknown ones stay', (t) => {
  t.equal(expandVariables('%systemroot%\\x;%none%', ENVIRONMENT), 'C:\\WINDOWS\\x;%none%');
  t.equal(expandVariables('100% sure', ENVIRONMENT), '100% sure');
  t.end();
});
