/** Saves, registers a mail client, and ends without putting anything back, as a run that is killed does. */
import { FlagSwitch } from '../../harness/execute/flag-switch.ts';
import { mailClientChanges } from '../../harness/execute/mail-client.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { holdExclusively } from '../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';

const windows = await openWindows('ffi-napi');
const flag = new FlagSwitch(new Registry(windows), [], process.argv[2] ?? '', (lock) =>
  holdExclusively(windows, lock),
);
const view = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
flag.save(mailClientChanges({ dll: 'C:\\gone.dll', view, exeFile: 'node.exe', wine: true }));
flag.writeOthers();
process.kill(process.pid, 'SIGKILL');
