/** Loads mapi32.dll as a session host would, and exits with 0 if the library named by argument came with it. */
import { bindTable } from '../../native-bindings/ffi/bind-table.ts';
import { NativeText } from '../../native-bindings/ffi/native-text.ts';
import { stdcall } from '../../native-bindings/ffi/signature.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';

const { engine } = await openWindows('ffi-napi');
const { GetModuleHandleW } = bindTable(engine.load('kernel32.dll'), {
  GetModuleHandleW: stdcall('pointer', 'pointer'),
});
const name = new NativeText(engine, 1024).wide(process.argv[2] ?? '');
const isThere = (): boolean => GetModuleHandleW(name) !== 0;
if (isThere()) throw new Error('it is there before');
engine.load('mapi32.dll');
process.exitCode = isThere() ? 0 : 1;
