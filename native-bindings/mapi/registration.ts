import type { Registry } from '../windows/registry.ts';
import type { RegistryView } from '../windows/registry-keys.ts';
import { textOf } from '../windows/registry-values.ts';

/** Where mail clients register below HKEY_LOCAL_MACHINE ("Mapi32.dll Stub Registry Settings", Windows MAPI). */
export const CLIENTS_KEY = 'SOFTWARE\\Clients\\Mail';
/** Programs whose MAPI calls go elsewhere ("Explicitly Mapping MAPI Calls to MAPI DLLs", Windows MAPI). */
export const APPS_KEY = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\MSMapiApps';

/** A sub key of Clients\Mail. Values that do not exist, or are no texts, are null. */
export interface MailClient {
  readonly name: string;
  /** Simple MAPI. */
  readonly dllPath: string | null;
  /** Extended MAPI, which is what this program calls. */
  readonly dllPathEx: string | null;
  /** A component of the Windows Installer, which is asked for the DLL. */
  readonly msiComponentId: string | null;
}

/** A value of MSMapiApps: a program or DLL, and the client that its calls go to; an empty one means Mapi32x.dll. */
export interface MappedApp {
  readonly module: string;
  readonly client: string;
}

/** What the registry says of MAPI providers in one view. */
export interface MapiRegistration {
  readonly view: RegistryView;
  /** null if there is no default client. */
  readonly defaultClient: string | null;
  readonly clients: readonly MailClient[];
  readonly apps: readonly MappedApp[];
}

/** @param environment for the variables of REG_EXPAND_SZ paths */
export function readRegistration(
  registry: Registry,
  view: RegistryView,
  environment: Readonly<Record<string, string | undefined>>,
): MapiRegistration {
  const read = (key: string, name: string): string | null => {
    const value = registry.read(view, key, name);
    const text = value === null ? undefined : textOf(value);
    return text === undefined ? null : expandVariables(text, environment);
  };
  const nonEmpty = (key: string, name: string): string | null => read(key, name) || null;
  return {
    view,
    defaultClient: nonEmpty(CLIENTS_KEY, ''),
    clients: registry.subKeys(view, CLIENTS_KEY).map((name) => {
      const key = `${CLIENTS_KEY}\\${name}`;
      return {
        name,
        dllPath: nonEmpty(key, 'DLLPath'),
        dllPathEx: nonEmpty(key, 'DLLPathEx'),
        msiComponentId: nonEmpty(key, 'MSIComponentID'),
      };
    }),
    apps: registry.valueNames(view, APPS_KEY).flatMap((module) => {
      const client = read(APPS_KEY, module);
      return module === '' || client === null ? [] : [{ module, client }];
    }),
  };
}

/** Replaces `%NAME%` as Windows does: without regard to case, and a variable that is not set stays as it is. */
export function expandVariables(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const values = new Map(Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]));
  return text.replace(/%([^%]+)%/g, (whole, name: string) => values.get(name.toLowerCase()) ?? whole);
}
