import { APPS_KEY, CLIENTS_KEY, type MailClient, type MapiRegistration } from './registration.ts';

/** Where mapi32.dll sends the calls of Extended MAPI, by the rules that are known of it. */
export type Lookup =
  /** To the DLL that a client's DLLPathEx names. `entry` is the registry value that decides. */
  | { readonly leads: 'to-client'; readonly client: string; readonly dll: string; readonly entry: string }
  /** To a DLL that the Windows Installer knows of. */
  | {
      readonly leads: 'to-component';
      readonly client: string;
      readonly componentId: string;
      readonly entry: string;
    }
  /** To the system's former MAPI DLL. */
  | { readonly leads: 'to-system-dll'; readonly dll: string; readonly entry: string }
  /** Nowhere, and why. */
  | { readonly leads: 'nowhere'; readonly why: string };

/** What the stub looks at besides the registry. */
export interface StubSurroundings {
  /** File names of the program and the DLLs that are in the process. */
  readonly modules: readonly string[];
  /** Whether Mapi32x.dll and Mapisvc.inf are both in the system directory. */
  readonly hasMapi32x: boolean;
}

const SYSTEM_DLL = 'mapi32x.dll';
/** The name of the stub itself, which some clients have as their DLL path. */
const STUB = 'mapi32.dll';

const hive = (key: string): string => `HKEY_LOCAL_MACHINE\\${key}`;

/**
 * Microsoft's stub: a module that MSMapiApps names comes first, then the default client; in a client's key MSIComponentID
 * before DLLPathEx; then Mapi32x.dll. ("Mapi32.dll Stub Registry Settings" and "Explicitly Mapping MAPI Calls to MAPI
 * DLLs", Windows MAPI). Which of several mapped modules wins is not documented: here it is the registry's first.
 */
export function lookUpAsStub(registration: MapiRegistration, surroundings: StubSurroundings): Lookup {
  const modules = surroundings.modules.map((name) => name.toLowerCase());
  const app = registration.apps.find(({ module }) => modules.includes(module.toLowerCase()));
  if (app !== undefined && app.client === '') {
    return { leads: 'to-system-dll', dll: SYSTEM_DLL, entry: `${hive(APPS_KEY)}: ${app.module}` };
  }
  const name = app?.client ?? registration.defaultClient;
  const client = clientNamed(registration, name);
  const led = client === undefined ? null : throughClient(client);
  if (led !== null) return led;
  if (surroundings.hasMapi32x) {
    return { leads: 'to-system-dll', dll: SYSTEM_DLL, entry: 'Mapi32x.dll and Mapisvc.inf exist' };
  }
  return { leads: 'nowhere', why: whyNot(name, client) };
}

/**
 * Wine's mapi32.dll, when it is loaded: the default client's DLLPathEx, and nothing else; the name mapi32.dll is passed over
 * (dlls/mapi32/mapi32_main.c).
 */
export function lookUpAsWine(registration: MapiRegistration): Lookup {
  const name = registration.defaultClient;
  const client = clientNamed(registration, name);
  const dll = client?.dllPathEx ?? null;
  if (client === undefined || dll === null || dll === STUB) {
    return { leads: 'nowhere', why: whyNot(name, client) };
  }
  return { leads: 'to-client', client: client.name, dll, entry: entryOf(client, 'DLLPathEx') };
}

/** null if this client has nothing for Extended MAPI. */
function throughClient(client: MailClient): Lookup | null {
  const { name, dllPathEx, msiComponentId } = client;
  if (msiComponentId !== null) {
    const entry = entryOf(client, 'MSIComponentID');
    return { leads: 'to-component', client: name, componentId: msiComponentId, entry };
  }
  if (dllPathEx === null || dllPathEx.toLowerCase() === STUB) return null;
  return { leads: 'to-client', client: name, dll: dllPathEx, entry: entryOf(client, 'DLLPathEx') };
}

function clientNamed(registration: MapiRegistration, name: string | null): MailClient | undefined {
  if (name === null) return undefined;
  return registration.clients.find((client) => client.name.toLowerCase() === name.toLowerCase());
}

function entryOf({ name }: MailClient, value: string): string {
  return `${hive(CLIENTS_KEY)}\\${name}: ${value}`;
}

function whyNot(name: string | null, client: MailClient | undefined): string {
  if (name === null) return `${hive(CLIENTS_KEY)} has no default mail client`;
  if (client === undefined) return `the mail client ${name} has no key in ${hive(CLIENTS_KEY)}`;
  return `the mail client ${name} names no DLL for Extended MAPI (DLLPathEx)`;
}
