import { resolve } from 'node:path';
import {
  type CandidatePlace,
  cdoPlaces,
  exchangePlaces,
  outlookPlaces,
  registeredPlaces,
  systemPlaces,
} from '../../../native-bindings/mapi/candidates.ts';
import { readExchange } from '../../../native-bindings/mapi/exchange.ts';
import type { MapiRegistration } from '../../../native-bindings/mapi/registration.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { examineFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Registry } from '../../../native-bindings/windows/registry.ts';
import { REGISTRY_VIEWS } from '../../../native-bindings/windows/registry-keys.ts';
import type { Candidate } from '../../contract/doctor.ts';
import type { MapiChoice } from '../../contract/plan.ts';
import { inSystemFolder } from './read-provider.ts';

/** Every MAPI and CDO that this machine could load, whether it is there or only registered. */
export function readCandidates(
  registry: Registry,
  choice: MapiChoice,
  registration: MapiRegistration,
): readonly Candidate[] {
  const onWindows = process.platform === 'win32';
  const places = [
    ...(onWindows ? systemPlaces(process.env) : []),
    ...registeredPlaces(registration),
    ...(onWindows ? windowsPlaces(registry) : []),
    ...cdoPlaces(registry, REGISTRY_VIEWS, process.env),
  ];
  return [...givenCandidates(choice), ...distinct(places).flatMap(candidateAt)];
}

function windowsPlaces(registry: Registry): readonly CandidatePlace[] {
  const exchange = readExchange(registry, REGISTRY_VIEWS, process.env);
  return [...outlookPlaces(registry, REGISTRY_VIEWS, process.env), ...exchangePlaces(exchange, process.env)];
}

function givenCandidates(choice: MapiChoice): readonly Candidate[] {
  const standIn: Candidate = {
    ...fileAt(standInPaths().mapi32),
    kind: 'stand-in',
    name: 'stand-in',
    registryEntry: null,
  };
  if (choice.kind !== 'path') return [standIn];
  return [
    { ...fileAt(resolve(choice.path)), kind: 'explicit', name: '--mapi', registryEntry: null },
    standIn,
  ];
}

function candidateAt({
  kind,
  name,
  note,
  onlyIfThere,
  path,
  registryEntry,
}: CandidatePlace): readonly Candidate[] {
  if (path === null) return [{ kind, name, note, path, registryEntry, file: null }];
  const found = fileAt(inSystemFolder(path, process.env));
  if (found.file === null && onlyIfThere) return [];
  const notes = [note, found.note].filter((each) => each !== null);
  return [{ ...found, kind, name, registryEntry, note: notes.length === 0 ? null : notes.join('; ') }];
}

function fileAt(path: string): Pick<Candidate, 'path' | 'file' | 'note'> {
  const file = examineFile(path);
  return isReadable(file) ? { path, file, note: null } : { path, file: null, note: file.unreadable };
}

/** Keys that both registry views share are read twice. */
function distinct(places: readonly CandidatePlace[]): readonly CandidatePlace[] {
  const seen = new Map(places.map((place) => [`${place.kind}\n${place.name}\n${place.path ?? ''}`, place]));
  return [...seen.values()];
}
