import { existsSync } from 'node:fs';
import { test } from 'tap';
import { FLAG_KEY, FLAG_VALUE } from '../../harness/plan/flag-places.ts';
import { bindTable } from '../../native-bindings/ffi/bind-table.ts';
import { NativeText } from '../../native-bindings/ffi/native-text.ts';
import { stdcall } from '../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES, readPointer } from '../../native-bindings/ffi/words.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { openWindows, type Windows } from '../../native-bindings/windows/windows.ts';
import { keepRegistry, mapileakOnWindows, ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const OWN: RegistryView = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
const HKEY_LOCAL_MACHINE = 0x80000002 | 0;
const WRITE_DAC = 0x40000;
const OWN_VIEW_FLAG = POINTER_BYTES === 4 ? 0x200 : 0x100;
const DACL_SECURITY_INFORMATION = 4;
const SDDL_REVISION_1 = 1;
/** Everyone may read and give the right to write back, nobody may write ("Security Descriptor String Format"). */
const READ_ONLY = 'D:(A;;KR;;;WD)(A;;WDSD;;;WD)';
/** KEY_READ and KEY_SET_VALUE: values may be written, keys below may not be made. */
const VALUES_ONLY = 'D:(A;;0x2001b;;;WD)(A;;WDSD;;;WD)';
const EVERYONE_EVERYTHING = 'D:(A;;KA;;;WD)';

const SECURITY = {
  /** text, revision, out descriptor, out bytes */
  ConvertStringSecurityDescriptorToSecurityDescriptorW: stdcall(
    'i32',
    'pointer',
    'u32',
    'pointer',
    'pointer',
  ),
  /** key, which parts, descriptor */
  RegSetKeySecurity: stdcall('i32', 'pointer', 'u32', 'pointer'),
} as const;

/** Says who may do what with a key of this process's own view. */
function protect({ advapi32, calls, engine }: Windows, key: string, rights: string): void {
  const security = bindTable(engine.load('advapi32.dll'), SECURITY);
  const text = new NativeText(engine, 1024);
  const out = engine.allocate(8);
  const convert = security.ConvertStringSecurityDescriptorToSecurityDescriptorW;
  calls.bool('Convert', convert(text.wide(rights), SDDL_REVISION_1, out.address, 0));
  const descriptor = readPointer(out.bytes);
  const access = WRITE_DAC | OWN_VIEW_FLAG;
  const status = advapi32.RegOpenKeyExW(HKEY_LOCAL_MACHINE, text.wide(key), 0, access, out.address);
  calls.lstatus('RegOpenKeyExW', status);
  const handle = readPointer(out.bytes);
  calls.lstatus(
    'RegSetKeySecurity',
    security.RegSetKeySecurity(handle, DACL_SECURITY_INFORMATION, descriptor),
  );
  calls.lstatus('RegCloseKey', advapi32.RegCloseKey(handle));
}

test('a key that may not be written: exit 4, and that it needs an administrator', ON_WINDOWS, async (t) => {
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  if (registry.keyExists(OWN, FLAG_KEY)) {
    t.pass('denied', {
      skip: 'Applications exists, and its rights are not ours to change',
    });
    return;
  }
  keepRegistry(t, registry, [{ key: FLAG_KEY, name: FLAG_VALUE }]);
  registry.createKey(OWN, FLAG_KEY);
  protect(windows, FLAG_KEY, READ_ONLY);
  const mapileak = mapileakOnWindows(t);
  const denied = mapileak('flag', 'set', '1');
  const place = windowsPlace(t);
  const early = place.mapileak('compare', '--cycles', '50', '--replicates', '1', '--out', place.run);
  protect(windows, FLAG_KEY, VALUES_ONLY);
  const mayWriteWithoutKeys = registry.mayWrite(OWN, FLAG_KEY);
  protect(windows, FLAG_KEY, EVERYONE_EVERYTHING);
  t.equal(early.code, 4, early.stderr);
  t.match(early.stderr, /Flag rights: writing is denied: .*Applications/);
  t.notOk(existsSync(place.run), 'no run folder was made');
  t.equal(mayWriteWithoutKeys, false, 'what a run opens the key with is refused');
  t.equal(registry.mayWrite(OWN, FLAG_KEY), true);
  t.equal(denied.code, 4);
  t.match(denied.stderr, /CleanUpMAPIHeap cannot be switched: .*ERROR_ACCESS_DENIED/);
  t.match(denied.stderr, /needs an administrator: start mapileak as one/);
  t.match(mapileak('flag', 'restore').stdout, /nothing to put back/);
});
