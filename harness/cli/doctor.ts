import { release } from 'node:os';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { isMapiModule } from '../../native-bindings/mapi/mapi-modules.ts';
import { readRegistration } from '../../native-bindings/mapi/registration.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { examineFile, isReadable } from '../../native-bindings/windows/image-file.ts';
import { DOCTOR_SCHEMA_VERSION, type Doctor, type ProbedModule } from '../contract/doctor.ts';
import { DOCUMENTED_FLAG_PLACE, type FfiEngineName, type MapiChoice } from '../contract/plan.ts';
import { mapileakVersion } from '../execute/environment.ts';
import { type ProbeModules, probeMapi } from '../execute/mapi-probe.ts';
import { copiedFileChecks } from '../plan/preflight/build-checks.ts';
import { preflightChecks } from '../plan/preflight/checks.ts';
import { examining } from '../plan/preflight/examining.ts';
import type { Intent, PreflightFacts } from '../plan/preflight/facts.ts';
import { unfinishedRunCheck } from '../plan/preflight/flag-checks.ts';
import { probeCheck, providerInUse, providerInUseCheck } from '../plan/preflight/probe-checks.ts';
import { readCandidates } from '../plan/preflight/read-candidates.ts';
import { type MachineReaders, readFacts } from '../plan/preflight/read-facts.ts';
import type { NativeParts } from './native-parts.ts';
import { writtenPlaces } from './written-places.ts';

/** What is checked is what `compare` does by default. */
const INTENT: Intent = {
  arms: ['off', 'on'],
  impersonation: 'logon-user',
  flagPlaces: DOCUMENTED_FLAG_PLACE,
};

/** Everything about this machine and its MAPI. MAPI is loaded and initialized in a process of its own. */
export async function examineMachine(
  readers: MachineReaders & Pick<NativeParts, 'flag' | 'host'>,
  mapi: MapiChoice,
  ffi: FfiEngineName,
): Promise<Doctor> {
  const written = writtenPlaces({ flagPlaces: INTENT.flagPlaces, mapi, usesCdo: false }, {}, readers);
  const { candidates, facts } = examining(() => {
    const registration = readRegistration(readers.registry, readers.view, process.env);
    return {
      facts: readFacts(readers, mapi, written, registration),
      candidates: readCandidates(readers.registry, mapi, registration),
    };
  });
  const result = await probeMapi({ mapi: loadedDirectly(mapi), ffi });
  const modules = probedModules(result.modules);
  const provider = providerInUse(facts.provider, modules);
  const used = provider === null ? null : (modules.find(({ path }) => path === provider.path)?.file ?? null);
  const providerCheck = providerInUseCheck(provider, result, facts.provider);
  return {
    ...selfDescription(facts),
    mapi,
    checks: [
      ...preflightChecks(facts, INTENT, used ?? facts.provider.implementation),
      unfinishedRunCheck(readers.flag.unfinished()),
      probeCheck(result, facts.machine),
      ...(providerCheck === null ? [] : [providerCheck]),
    ],
    candidates: [...candidates],
    provider,
    modules: [...modules],
    flag: [...facts.flag],
    files: [],
  };
}

/** Files that were copied from somewhere else; nothing about this machine is checked. */
export function examineCopies(paths: readonly string[]): Doctor {
  const files = paths.map(examineFile);
  return {
    ...selfDescription(null),
    mapi: null,
    checks: files.flatMap(copiedFileChecks),
    candidates: [],
    provider: null,
    modules: [],
    flag: [],
    files: files.filter(isReadable),
  };
}

/** The stand-in is probed itself: to reach it through mapi32.dll, a run registers it first. */
function loadedDirectly(mapi: MapiChoice): MapiChoice {
  return mapi.kind === 'stand-in' ? { kind: 'path', path: standInPaths().mapi32 } : mapi;
}

function selfDescription(facts: PreflightFacts | null) {
  return {
    schema: DOCTOR_SCHEMA_VERSION,
    mapileak: mapileakVersion(),
    node: process.versions.node,
    platform: process.platform,
    osRelease: release(),
    wine: facts?.machine.wine ?? null,
    bitness: POINTER_BYTES === 4 ? 32 : 64,
  } as const satisfies Partial<Doctor>;
}

/** The libraries that came with MAPI, and those that look like MAPI or CDO whenever they came. */
function probedModules({ before, initialized, loaded }: ProbeModules): readonly ProbedModule[] {
  const pathsBefore = new Set(before.map(({ path }) => path));
  const pathsLoaded = new Set(loaded.map(({ path }) => path));
  return initialized
    .filter(({ path }) => !pathsBefore.has(path) || isMapiModule(path))
    .map(({ path, standIn }) => {
      const file = examineFile(path);
      return {
        path,
        standIn,
        loaded: pathsBefore.has(path)
          ? ('before' as const)
          : pathsLoaded.has(path)
            ? ('with-mapi' as const)
            : ('in-initialize' as const),
        file: isReadable(file) ? file : null,
      };
    });
}
