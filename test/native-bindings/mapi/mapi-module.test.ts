import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import type { MarkedCall } from '../../../native-bindings/checks/call-marker.ts';
import { loadedLibraries } from '../../../native-bindings/linux/loaded-libraries.ts';
import { MapiModule } from '../../../native-bindings/mapi/mapi-module.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { ProcessModules } from '../../../native-bindings/windows/modules.ts';
import { openWindows, type Windows } from '../../../native-bindings/windows/windows.ts';
import { dialForProcess } from '../../support/dials.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const PATH = standInPaths().mapi32;

/** Whether the library is in this process. */
function isLoaded(windows: Windows): boolean {
  const name = PATH.split(/[/\\]/).at(-1) ?? '';
  const paths =
    process.platform === 'win32'
      ? new ProcessModules(windows).list().map(({ path }) => path)
      : loadedLibraries();
  return paths.some((path) => path.endsWith(name));
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: MAPI is loaded, used and freed as often as one likes, and is gone in between`, async (t) => {
    temporaryRegistry(t);
    const windows = await openWindows(engine);
    const marks: MarkedCall[] = [];
    const module = new MapiModule(windows, { kind: 'path', path: PATH }, (call) => marks.push(call));
    for (let round = 0; round < 50; round++) {
      t.notOk(isLoaded(windows), 'not before');
      module.whileLoaded((mapi, handle) => {
        t.ok(isLoaded(windows), 'while it is used');
        t.ok(module.isStandIn(handle));
        t.equal(windows.live.describe(), 'modules: 1');
        mapi.initialize();
        mapi.end(mapi.logonEx('mailbox-0001'));
        mapi.uninitialize();
      });
    }
    t.notOk(isLoaded(windows), 'nor after');
    t.equal(windows.live.describe(), '');
    t.same(marks.slice(0, 2), ['LoadLibraryW', 'MAPIInitialize']);
    t.equal(marks.at(-1), 'FreeLibrary');
  });

  test(`${engine}: it is gone when it is freed, though a thread of it was leaking`, async (t) => {
    temporaryRegistry(t);
    const windows = await openWindows(engine);
    dialForProcess(t, windows, { RoundTripMicroseconds: 0, LeakBytesPerMinute: 600_000_000 });
    const module = new MapiModule(windows, { kind: 'path', path: PATH }, () => {});
    for (let round = 0; round < 20; round++) {
      module.whileLoaded((mapi) => {
        mapi.initialize();
        mapi.end(mapi.logonEx('mailbox-0001'));
      });
      t.notOk(isLoaded(windows), 'also without MAPIUninitialize');
    }
  });

  test(`${engine}: it is freed though what was done with it failed`, async (t) => {
    const windows = await openWindows(engine);
    const module = new MapiModule(windows, { kind: 'path', path: PATH }, () => {});
    t.throws(() => module.whileLoaded((mapi) => void mapi.logonEx('mailbox-0001')), {
      code: 'MAPI_E_NOT_INITIALIZED',
    });
    t.equal(windows.live.describe(), '');
    t.notOk(isLoaded(windows));
  });
}

test('a file that is no library, and a library that is no MAPI, are refused by name', async (t) => {
  const windows = await openWindows('ffi-napi');
  const load = (path: string) =>
    new MapiModule(windows, { kind: 'path', path }, () => {}).whileLoaded(() => {});
  t.throws(() => load(`${PATH}.not`), { call: 'LoadLibraryW', code: 'ERROR_MOD_NOT_FOUND' });
  t.throws(() => load(process.platform === 'win32' ? 'version.dll' : libraryOfC()), {
    code: 'EXPORT_MISSING',
    message: /does not export MAPIInitialize/,
  });
  t.equal(windows.live.describe(), '');
});

function libraryOfC(): string {
  return loadedLibraries().find((path) => /\/libm\.so/.test(path)) ?? '';
}
