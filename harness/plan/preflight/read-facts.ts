import { release } from 'node:os';
import { readCdoRegistration } from '../../../native-bindings/cdo/registration.ts';
import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import { readCdoServer, readExchange } from '../../../native-bindings/mapi/exchange.ts';
import { type MapiRegistration, readRegistration } from '../../../native-bindings/mapi/registration.ts';
import { examineFile } from '../../../native-bindings/windows/image-file.ts';
import type { Registry } from '../../../native-bindings/windows/registry.ts';
import { REGISTRY_VIEWS, type RegistryView } from '../../../native-bindings/windows/registry-keys.ts';
import { OwnRights } from '../../../native-bindings/windows/rights.ts';
import type { Windows } from '../../../native-bindings/windows/windows.ts';
import type { MapiChoice } from '../../contract/plan.ts';
import { everyFlagPlace, readFlags } from '../flag-places.ts';
import type { CdoFacts, ExchangeFacts, KeyPlace, MachineFacts, PreflightFacts } from './facts.ts';
import { inSystemFolder, readProvider } from './read-provider.ts';

/** What reads a machine. */
export interface MachineReaders {
  readonly windows: Windows;
  readonly registry: Registry;
  /** The registry view of processes of this one's bitness. */
  readonly view: RegistryView;
}

export function readMachine({ view, windows }: MachineReaders): MachineFacts {
  return {
    platform: process.platform,
    osRelease: release(),
    node: process.versions.node,
    bitness: POINTER_BYTES === 4 ? 32 : 64,
    wine: windows.wine,
    view,
  };
}

/**
 * Reads everything that is checked before a run. Takes milliseconds, changes nothing, loads no MAPI.
 * @param written what is going to be written
 */
export function readFacts(
  readers: MachineReaders,
  choice: MapiChoice,
  written: readonly KeyPlace[],
  registration: MapiRegistration = readRegistration(readers.registry, readers.view, process.env),
): PreflightFacts {
  const { registry, view, windows } = readers;
  const machine = readMachine(readers);
  const onWindows = machine.platform === 'win32';
  const cdo = readCdoServer(registry, view, process.env);
  return {
    machine,
    provider: readProvider(choice, machine, registration, process.env),
    cdo: cdo === null ? null : examineFile(inSystemFolder(cdo, process.env)),
    cdoClasses: registry.views.flatMap((each) => readCdoFacts(registry, each)),
    exchange: onWindows ? readExchangeFacts(registry) : null,
    rights: onWindows ? new OwnRights(windows).read() : null,
    deniedKeys: distinct(written).filter((place) => !registry.mayWrite(place.view, place.key)),
    flag: readFlags(registry, everyFlagPlace(registry)),
  };
}

/** Several values of one key are one place. */
function distinct(places: readonly KeyPlace[]): readonly KeyPlace[] {
  const keys = places.map(({ key, view }) => [`${view}\n${key}`, { key, view }] as const);
  return [...new Map(keys).values()];
}

function readCdoFacts(registry: Registry, view: RegistryView): readonly CdoFacts[] {
  const found = readCdoRegistration(registry, view, process.env);
  if (found === null) return [];
  const { classId, server } = found;
  return [
    { view, classId, server: server === null ? null : examineFile(inSystemFolder(server, process.env)) },
  ];
}

function readExchangeFacts(registry: Registry): ExchangeFacts {
  const { present, store } = readExchange(registry, REGISTRY_VIEWS, process.env);
  return { present, store: store === null ? null : examineFile(store) };
}
