import { CDO_CLASS_ID } from '../cdo/cdo-interfaces.ts';
import type { Registry } from '../windows/registry.ts';
import type { RegistryView } from '../windows/registry-keys.ts';
import { textOf } from '../windows/registry-values.ts';
import { expandVariables } from './registration.ts';

/** Made by the setup of every Exchange Server, which finds an earlier installation by it (KB 147374, KB 149205). */
const SETUP_KEY = 'SOFTWARE\\Microsoft\\Exchange\\Setup';
/** The information store's service (KB 147374). */
const STORE_SERVICE_KEY = 'SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS';
/** The in-process server of CDO 1.21, ProgID MAPI.Session. */
const CDO_SERVER_KEY = `SOFTWARE\\Classes\\CLSID\\${CDO_CLASS_ID}\\InprocServer32`;

type Environment = Readonly<Record<string, string | undefined>>;

/** What the registry says of an Exchange Server on this machine. */
export interface ExchangeInstallation {
  /** Whether Exchange's setup, or its information store's service, has left its key. */
  readonly present: boolean;
  /** Where setup put the services; null if it does not say. */
  readonly folder: string | null;
  /** The program of the information store's service; null without one. */
  readonly store: string | null;
}

export function readExchange(
  registry: Registry,
  views: readonly RegistryView[],
  environment: Environment,
): ExchangeInstallation {
  const texts = (key: string, name: string): string | null =>
    views.map((view) => readText(registry, view, key, name, environment)).find((text) => text !== null) ??
    null;
  const exists = (key: string): boolean => views.some((view) => registry.keyExists(view, key));
  const image = texts(STORE_SERVICE_KEY, 'ImagePath');
  return {
    present: exists(SETUP_KEY) || exists(STORE_SERVICE_KEY),
    folder: texts(SETUP_KEY, 'Services'),
    store: image === null ? null : programOf(image),
  };
}

/** The DLL that is registered as CDO 1.21 in a view; null if there is none. */
export function readCdoServer(
  registry: Registry,
  view: RegistryView,
  environment: Environment,
): string | null {
  return readText(registry, view, CDO_SERVER_KEY, '', environment);
}

/** The registry value that names it. */
export const CDO_ENTRY = `HKEY_LOCAL_MACHINE\\${CDO_SERVER_KEY}: (default)`;
export const SETUP_ENTRY = `HKEY_LOCAL_MACHINE\\${SETUP_KEY}: Services`;

function readText(
  registry: Registry,
  view: RegistryView,
  key: string,
  name: string,
  environment: Environment,
): string | null {
  const value = registry.read(view, key, name);
  const text = value === null ? undefined : textOf(value);
  return text === undefined || text === '' ? null : expandVariables(text, environment);
}

/** The program of a service's command line: quoted, or up to its file name's end. */
export function programOf(commandLine: string): string {
  const [, quoted, plain] = /^\s*(?:"([^"]*)"|(.*?\.exe\b|\S+))/i.exec(commandLine) ?? [];
  return quoted ?? plain ?? commandLine;
}
