import { basename } from 'node:path';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import type { RegistryPlace } from '../../native-bindings/windows/registry.ts';
import type { FlagPlaces, MapiChoice, StandInDials } from '../contract/plan.ts';
import { type CdoClass, cdoClassChanges } from '../execute/cdo-registration.ts';
import { type MailClient, mailClientChanges } from '../execute/mail-client.ts';
import { planRunKey } from '../execute/run-key.ts';
import { flagPlaces, programName } from '../plan/flag-places.ts';
import type { NativeParts } from './native-parts.ts';

/** On Windows the system's mapi32.dll forwards to the stand-in; elsewhere the stand-in is loaded itself. */
export function standInClient(
  mapi: MapiChoice,
  { host, view }: Pick<NativeParts, 'host' | 'view'>,
): MailClient | null {
  if (process.platform !== 'win32' || mapi.kind !== 'stand-in') return null;
  return { dll: standInPaths().mapi32, view, exeFile: basename(process.execPath), wine: host.wine !== null };
}

/** COM finds the stand-in's CDO in the registry on every system. null if the scenario does not use CDO. */
export function standInCdoClass(
  mapi: MapiChoice,
  usesCdo: boolean,
  { view }: Pick<NativeParts, 'view'>,
): CdoClass | null {
  return usesCdo && mapi.kind === 'stand-in' ? { library: standInPaths().cdo, view } : null;
}

/** Everything that a run writes to the registry: the flag, the stand-in's dials, and its registration. */
export function writtenPlaces(
  {
    flagPlaces: choice,
    mapi,
    usesCdo,
  }: { readonly flagPlaces: FlagPlaces; readonly mapi: MapiChoice; readonly usesCdo: boolean },
  dials: StandInDials,
  native: Pick<NativeParts, 'host' | 'registry' | 'view'>,
): readonly RegistryPlace[] {
  const client = standInClient(mapi, native);
  const cdoClass = standInCdoClass(mapi, usesCdo, native);
  return [
    ...flagPlaces(choice, native.view, native.registry.views, programName()),
    ...(planRunKey(native.view, dials)?.changes ?? []),
    ...(client === null ? [] : mailClientChanges(client)),
    ...(cdoClass === null ? [] : cdoClassChanges(cdoClass)),
  ];
}
