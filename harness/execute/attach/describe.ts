import { basename } from 'node:path';
import { isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { WatchedProcess } from '../../contract/attached.ts';
import type { Check } from '../../contract/check.ts';
import type { Environment, FlagReading, LoadedLibrary, WatchedProgram } from '../../contract/environment.ts';
import type { WatchedProcess as Watched } from '../../sample/watched.ts';
import { describeLibrary, describeMachine } from '../environment.ts';

/** Libraries of MAPI, of CDO, and of the providers of Exchange and Outlook, by their file names. */
const OF_MAPI = /mapi|cdo|^(?:emsmdb|emsabp|emsui|mspst|outlmime|olmime|contab|msncon|exsec)/i;

export const isOfMapi = (path: string): boolean => OF_MAPI.test(basename(path.replaceAll('\\', '/')));

/** A process as the plan names it. */
export const plannedProcess = ({ facts }: Watched): WatchedProcess => ({
  replicate: `pid-${facts.pid}`,
  pid: facts.pid,
  name: facts.name,
  executable: facts.executable,
  startedAt: facts.startedAt?.toISOString() ?? null,
  bitness: facts.bitness,
});

/** What the machine and the watched programs are. */
export class AttachedEnvironment {
  private readonly watched: readonly Watched[];
  readonly flagBefore: readonly FlagReading[];
  private readonly preflight: readonly Check[];
  private readonly wine: string | null;
  private readonly programs: readonly WatchedProgram[];
  private readonly libraries = new Map<string, LoadedLibrary>();

  constructor(
    watched: readonly Watched[],
    flagBefore: readonly FlagReading[],
    preflight: readonly Check[],
    wine: string | null,
  ) {
    this.preflight = preflight;
    this.watched = watched;
    this.flagBefore = flagBefore;
    this.wine = wine;
    // Now: of a process that has ended nothing can be asked any more.
    this.programs = watched.map(programOf);
  }

  /** Looks for libraries that were loaded since. @returns whether there are any */
  lookAgain(): boolean {
    const before = this.libraries.size;
    for (const each of this.watched) {
      const loaded = each.libraries();
      if (!loaded.known) continue;
      for (const path of loaded.paths.filter(isOfMapi)) {
        if (!this.libraries.has(path)) this.libraries.set(path, describeLibrary(path));
      }
    }
    return this.libraries.size > before;
  }

  describe(): Environment {
    const [first] = this.watched;
    return {
      ...describeMachine(),
      wine: this.wine,
      bitness: first?.facts.bitness ?? 64,
      standIn: false,
      standInDials: {},
      libraries: [...this.libraries.values()],
      flagBefore: [...this.flagBefore],
      preflight: [...this.preflight],
      unsupported: [...(first?.unsupported ?? [])],
      watched: [...this.programs],
    };
  }
}

function programOf(watched: Watched): WatchedProgram {
  const libraries = watched.libraries();
  return {
    ...plannedProcess(watched),
    file: fileOf(watched),
    librariesUnknown: libraries.known ? null : libraries.reason,
  };
}

function fileOf({ facts: { executable, file } }: Watched): LoadedLibrary | null {
  if (file === null) return null;
  const path = executable ?? file.path;
  if (!isReadable(file)) {
    return { path, bytes: null, sha256: null, version: null, unreadable: file.unreadable };
  }
  const { bytes, sha256, version } = file;
  return { path, bytes, sha256, version, unreadable: null };
}
