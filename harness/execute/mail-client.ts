import { CLIENTS_KEY } from '../../native-bindings/mapi/registration.ts';
import { STAND_IN_NAME } from '../../native-bindings/stand-in/name.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { text } from '../../native-bindings/windows/registry-values.ts';
import { MESSAGING_KEY } from '../plan/flag-places.ts';
import type { RegistryChange } from './registry-state.ts';

export interface MailClient {
  /** Full path of the stand-in's DLL, of the bitness of the program that loads it. */
  readonly dll: string;
  /** The view that this program reads. */
  readonly view: RegistryView;
  /** File name of this program: `node.exe`. */
  readonly exeFile: string;
  /** Whether Wine's mapi32.dll looks for the client. */
  readonly wine: boolean;
}

/**
 * What makes mapi32.dll forward the calls of one program to the stand-in. On Windows the stub maps this program
 * alone (MSMapiApps: "Explicitly Mapping MAPI Calls to MAPI DLLs", MAPI documentation), so every other one keeps its
 * mail client. Wine knows no such mapping and takes the default client when mapi32.dll is loaded.
 */
export function mailClientChanges({ dll, view, exeFile, wine }: MailClient): readonly RegistryChange[] {
  const client = `${CLIENTS_KEY}\\${STAND_IN_NAME}`;
  const ours = { view, key: client, ownKey: true };
  const shared = { view, value: text(STAND_IN_NAME), ownKey: false };
  return [
    { ...ours, name: '', value: text(STAND_IN_NAME) },
    { ...ours, name: 'DLLPath', value: text(dll) },
    { ...ours, name: 'DLLPathEx', value: text(dll) },
    { ...shared, key: `${MESSAGING_KEY}\\MSMapiApps`, name: exeFile },
    ...(wine ? [{ ...shared, key: CLIENTS_KEY, name: '' }] : []),
  ];
}
