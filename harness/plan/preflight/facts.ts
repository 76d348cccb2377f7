import type { Lookup } from '../../../native-bindings/mapi/lookup.ts';
import type { ExaminedFile } from '../../../native-bindings/windows/image-file.ts';
import type { RegistryPlace } from '../../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../../native-bindings/windows/registry-keys.ts';
import type { ProcessRights } from '../../../native-bindings/windows/rights.ts';
import type { ArmName } from '../../contract/arms.ts';
import type { FlagReading } from '../../contract/environment.ts';
import type { FlagPlaces, ImpersonationKind, MapiChoice } from '../../contract/plan.ts';

/** This process and what it runs on. */
export interface MachineFacts {
  readonly platform: string;
  readonly osRelease: string;
  /** `22.23.2`. */
  readonly node: string;
  readonly bitness: 32 | 64;
  /** Wine's version; null on anything else. */
  readonly wine: string | null;
  /** The registry view of processes of this bitness. */
  readonly view: RegistryView;
}

/** The MAPI that would be loaded, as far as can be told without loading it. */
export interface ProviderFacts {
  readonly choice: MapiChoice;
  /** The file that is loaded first: on Windows the system's mapi32.dll, for the stand-in too. */
  readonly loader: ExaminedFile;
  /** Where the loader sends calls; null if it is a provider itself. */
  readonly lookup: Lookup | null;
  /** The file that serves Extended MAPI; null if only loading it can tell. */
  readonly implementation: ExaminedFile | null;
}

/** Exchange on this machine; `store` is the information store's program. */
export interface ExchangeFacts {
  readonly present: boolean;
  readonly store: ExaminedFile | null;
}

/** What MAPI.Session stands for in one view of the registry. */
export interface CdoFacts {
  readonly view: RegistryView;
  readonly classId: string;
  /** null if the class has no in-process server there. */
  readonly server: ExaminedFile | null;
}

/** A key below HKEY_LOCAL_MACHINE in one view of the registry. */
export type KeyPlace = Pick<RegistryPlace, 'key' | 'view'>;

/** Everything that the checks judge; nothing in it was changed to find it out. */
export interface PreflightFacts {
  readonly machine: MachineFacts;
  readonly provider: ProviderFacts;
  /** The DLL registered as CDO 1.21 in this process's view; null if there is none. */
  readonly cdo: ExaminedFile | null;
  /** For each view that has MAPI.Session. */
  readonly cdoClasses: readonly CdoFacts[];
  /** null where Exchange cannot be: anywhere but on Windows. */
  readonly exchange: ExchangeFacts | null;
  /** null where there are no such rights: anywhere but on Windows. */
  readonly rights: ProcessRights | null;
  /** Keys that are to be written, and that this process may not write. */
  readonly deniedKeys: readonly KeyPlace[];
  readonly flag: readonly FlagReading[];
}

/** What a run is going to do, as far as checks depend on it. */
export interface Intent {
  readonly arms: readonly ArmName[];
  readonly impersonation: ImpersonationKind;
  /** Where it writes CleanUpMAPIHeap. */
  readonly flagPlaces: FlagPlaces;
}
