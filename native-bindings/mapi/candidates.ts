import { win32 } from 'node:path';
import type { Registry } from '../windows/registry.ts';
import type { RegistryView } from '../windows/registry-keys.ts';
import { textOf } from '../windows/registry-values.ts';
import { CDO_ENTRY, type ExchangeInstallation, readCdoServer, SETUP_ENTRY } from './exchange.ts';
import { APPS_KEY, CLIENTS_KEY, expandVariables, type MapiRegistration } from './registration.ts';

/** A place where MAPI or CDO may be, before anybody looked whether a file is there. */
export interface CandidatePlace {
  readonly kind: 'system' | 'mail-client' | 'mapped-app' | 'outlook' | 'exchange' | 'cdo';
  readonly name: string;
  readonly registryEntry: string | null;
  /** Full path, or a bare name that Windows searches; null if no path is known. */
  readonly path: string | null;
  readonly note: string | null;
  /** Whether it is named only where there is such a file. */
  readonly onlyIfThere: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OFFICE_KEY = 'SOFTWARE\\Microsoft\\Office';
const hive = (key: string): string => `HKEY_LOCAL_MACHINE\\${key}`;

/** System32; in a 32-bit process Windows answers with its own system folder there. */
export function systemFolder(environment: Environment): string {
  return win32.join(environment['SystemRoot'] ?? environment['windir'] ?? 'C:\\Windows', 'System32');
}

/** The system's own: the stub, its resting copy, and the former MAPI DLL ("Installing or Restoring the Mapi32.dll Stub"). */
export function systemPlaces(environment: Environment): readonly CandidatePlace[] {
  const folder = systemFolder(environment);
  return ['mapi32.dll', 'mapistub.dll', 'mapi32x.dll'].map((name) => ({
    kind: 'system',
    name,
    registryEntry: null,
    path: win32.join(folder, name),
    note: null,
    onlyIfThere: name !== 'mapi32.dll',
  }));
}

/** What Clients\Mail and MSMapiApps lead to. */
export function registeredPlaces({
  apps,
  clients,
  defaultClient,
}: MapiRegistration): readonly CandidatePlace[] {
  const mapped = apps.map(({ module, client }) => ({
    kind: 'mapped-app' as const,
    name: module,
    registryEntry: `${hive(APPS_KEY)}: ${module}`,
    path: null,
    note: client === '' ? 'goes to Mapi32x.dll' : `goes to the mail client ${client}`,
    onlyIfThere: false,
  }));
  const registered = clients.map(({ name, dllPath, dllPathEx, msiComponentId }) => {
    const isDefault = name.toLowerCase() === defaultClient?.toLowerCase();
    const notes = [
      ...(isDefault ? ['the default mail client'] : []),
      ...(msiComponentId === null ? [] : [`the Windows Installer knows its DLL (${msiComponentId})`]),
      ...(dllPathEx === null && dllPath !== null ? ['Simple MAPI alone (DLLPath)'] : []),
      ...(dllPathEx === null && dllPath === null && msiComponentId === null ? ['names no DLL'] : []),
    ];
    return {
      kind: 'mail-client' as const,
      name,
      registryEntry: `${hive(CLIENTS_KEY)}\\${name}: ${dllPathEx === null ? 'DLLPath' : 'DLLPathEx'}`,
      path: dllPathEx ?? dllPath,
      note: notes.length === 0 ? null : notes.join('; '),
      onlyIfThere: false,
    };
  });
  return [...registered, ...mapped];
}

/** Outlook by the folder that its setup registers; where MSMAPI32.DLL lies only the Windows Installer knows. */
export function outlookPlaces(
  registry: Registry,
  views: readonly RegistryView[],
  environment: Environment,
): readonly CandidatePlace[] {
  return views.flatMap((view) =>
    registry
      .subKeys(view, OFFICE_KEY)
      .filter((name) => /^\d+\.\d+$/.test(name))
      .flatMap((version) => {
        const key = `${OFFICE_KEY}\\${version}\\Outlook\\InstallRoot`;
        const value = registry.read(view, key, 'Path');
        const folder = value === null ? undefined : textOf(value);
        if (folder === undefined || folder === '') return [];
        return [
          {
            kind: 'outlook' as const,
            name: `Outlook ${version} (${view} view)`,
            registryEntry: `${hive(key)}: Path`,
            path: win32.join(expandVariables(folder, environment), 'OLMAPI32.DLL'),
            note: null,
            onlyIfThere: false,
          },
        ];
      }),
  );
}

/** Exchange Server's own files and those of the download "Exchange MAPI client and CDO 1.2.1"; neither place is verified. */
export function exchangePlaces(
  exchange: ExchangeInstallation,
  environment: Environment,
): readonly CandidatePlace[] {
  const { folder } = exchange;
  const programs = [environment['ProgramFiles(x86)'], environment['ProgramFiles']];
  const download = programs
    .filter((each) => each !== undefined)
    .map((each) => win32.join(each, 'ExchangeMapi'));
  const names = ['mapi32.dll', 'exmapi32.dll', 'cdo.dll'];
  const place = (at: string, name: string, registryEntry: string | null): CandidatePlace => ({
    kind: 'exchange',
    name,
    registryEntry,
    path: win32.join(at, name),
    note: null,
    onlyIfThere: true,
  });
  return [
    ...(folder === null ? [] : names.map((name) => place(win32.join(folder, 'bin'), name, SETUP_ENTRY))),
    ...[...new Set(download)].flatMap((at) => names.map((name) => place(at, name, null))),
  ];
}

export function cdoPlaces(
  registry: Registry,
  views: readonly RegistryView[],
  environment: Environment,
): readonly CandidatePlace[] {
  return views.flatMap((view) => {
    const path = readCdoServer(registry, view, environment);
    if (path === null) return [];
    const name = `CDO 1.21 (${view} view)`;
    return [{ kind: 'cdo' as const, name, registryEntry: CDO_ENTRY, path, note: null, onlyIfThere: false }];
  });
}
