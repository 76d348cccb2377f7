import { existsSync } from 'node:fs';
import { win32 } from 'node:path';
import { systemFolder } from '../../../native-bindings/mapi/candidates.ts';
import { stageOf } from '../../../native-bindings/mapi/known-builds.ts';
import { type Lookup, lookUpAsStub, lookUpAsWine } from '../../../native-bindings/mapi/lookup.ts';
import type { MapiRegistration } from '../../../native-bindings/mapi/registration.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { type ExaminedFile, examineFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { MapiChoice } from '../../contract/plan.ts';
import type { MachineFacts, ProviderFacts } from './facts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What would be loaded for a choice of MAPI. Looks at files and changes nothing. */
export function readProvider(
  choice: MapiChoice,
  machine: MachineFacts,
  registration: MapiRegistration,
  environment: Environment,
): ProviderFacts {
  const onWindows = machine.platform === 'win32';
  const system = win32.join(systemFolder(environment), 'mapi32.dll');
  // A run registers the stand-in as a mail client, and the system's mapi32.dll forwards to it.
  if (onWindows && choice.kind === 'stand-in') {
    const implementation = examineFile(standInPaths().mapi32);
    return { choice, loader: examineFile(system), lookup: null, implementation };
  }
  const path = choice.kind === 'path' ? choice.path : null;
  const isSystems = onWindows && (choice.kind === 'system' || (path !== null && isSamePath(path, system)));
  if (!isSystems) {
    const file = examineFile(path ?? standInPaths().mapi32);
    return { choice, loader: file, lookup: null, implementation: isReadable(file) ? file : null };
  }
  const loader = examineFile(system);
  // Exchange Server puts its own mapi32.dll where Windows has the stub (KB 313889).
  if (isReadable(loader) && stageOf(loader.version) !== 'other-product' && loader.version !== null) {
    return { choice, loader, lookup: null, implementation: loader };
  }
  const lookup = lookUp(machine, registration, environment);
  return { choice, loader, lookup, implementation: implementationOf(lookup, environment) };
}

function lookUp(machine: MachineFacts, registration: MapiRegistration, environment: Environment): Lookup {
  if (machine.wine !== null) return lookUpAsWine(registration);
  const folder = systemFolder(environment);
  const hasMapi32x = ['mapi32x.dll', 'mapisvc.inf'].every((name) => existsSync(win32.join(folder, name)));
  return lookUpAsStub(registration, { modules: [win32.basename(process.execPath)], hasMapi32x });
}

function implementationOf(lookup: Lookup, environment: Environment): ExaminedFile | null {
  switch (lookup.leads) {
    case 'to-client':
    case 'to-system-dll':
      return examineFile(inSystemFolder(lookup.dll, environment));
    case 'to-component':
    case 'nowhere':
      return null;
  }
}

/** A bare file name is looked for in the system's folder, after the program's own. */
export function inSystemFolder(path: string, environment: Environment): string {
  return isBareName(path) ? win32.join(systemFolder(environment), path) : path;
}

/** A name without a folder, which the system's loader searches for. */
export function isBareName(path: string): boolean {
  return !/[/\\]/.test(path);
}

/** Whether two paths of Windows are the same but for case and slashes. */
export function isSamePath(left: string, right: string): boolean {
  return win32.normalize(left).toLowerCase() === win32.normalize(right).toLowerCase();
}
