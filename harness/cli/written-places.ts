import { basename, resolve } from 'node:path';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import type { RegistryPlace } from '../../native-bindings/windows/registry.ts';
import type { FlagPlaces } from '../contract/plan.ts';
import { planStandInSetup, type StandInNeeds } from '../execute/stand-in-setup.ts';
import { flagPlaces, programName } from '../plan/flag-places.ts';
import type { PlannedRun } from '../plan/make-plan.ts';
import { choosesStandIn } from '../plan/stand-in.ts';
import type { NativeParts } from './native-parts.ts';

type Machine = Pick<NativeParts, 'host' | 'registry' | 'view'>;

/** What decides what the stand-in needs. */
export type StandInUse = Pick<PlannedRun, 'dials' | 'usesCdo'> & {
  readonly plan: Pick<PlannedRun['plan'], 'mapi'>;
};

/**
 * What a run on the stand-in needs in the registry. On Windows the system's mapi32.dll forwards to the stand-in;
 * elsewhere, and where its file was named, the stand-in is loaded itself. COM finds its CDO in the registry on every
 * system; on Windows that CDO calls the system's mapi32.dll, which then has to forward to the file that was named.
 */
export function standInNeeds(
  { dials, plan: { mapi }, usesCdo }: StandInUse,
  { host, view }: Pick<Machine, 'host' | 'view'>,
): StandInNeeds {
  const { cdo, mapi32 } = standInPaths();
  const standInCdo = usesCdo && choosesStandIn(mapi);
  const throughSystem = mapi.kind === 'stand-in' || standInCdo;
  const dll = mapi.kind === 'path' ? resolve(mapi.path) : mapi32;
  return {
    view,
    dials,
    mailClient:
      process.platform === 'win32' && throughSystem
        ? { dll, view, exeFile: basename(process.execPath), wine: host.wine !== null }
        : null,
    cdoClass: standInCdo ? { library: cdo, view } : null,
  };
}

/** Everything that a run writes to the registry: the flag, the stand-in's dials, and its registration. */
export function writtenPlaces(
  use: StandInUse & { readonly plan: { readonly flagPlaces: FlagPlaces } },
  native: Machine,
): readonly RegistryPlace[] {
  return [
    ...flagPlaces(use.plan.flagPlaces, native.view, native.registry.views, programName()),
    ...planStandInSetup(standInNeeds(use, native)).changes,
  ];
}
