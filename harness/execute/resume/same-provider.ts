import type { Environment, LoadedLibrary } from '../../contract/environment.ts';
import { HarnessError } from '../../contract/errors.ts';

type Measured = Pick<Environment, 'bitness' | 'libraries' | 'standIn'>;

/**
 * Makes sure that a run that goes on measures what it has measured so far: another build of MAPI leaks otherwise.
 * @param before as the run's folder has it
 * @throws HarnessError MAPI_ENVIRONMENT naming what has changed
 */
export function requireSameProvider(before: Measured, now: Measured): void {
  const what = changeIn(before, now);
  if (what === null) return;
  throw new HarnessError(
    'MAPI_ENVIRONMENT',
    `the run cannot go on, as it would measure another MAPI than before: ${what}`,
    'Put the old one back, or begin a new run. What was measured is kept, and `mapileak analyse` judges it.',
  );
}

function changeIn(before: Measured, now: Measured): string | null {
  if (before.standIn !== now.standIn) return now.standIn ? 'it is the stand-in now' : 'it was the stand-in';
  if (before.bitness !== now.bitness) return `its process had ${before.bitness} bits, and has ${now.bitness}`;
  const were = new Map(before.libraries.map((library) => [library.path, library]));
  for (const library of now.libraries) {
    const was = were.get(library.path);
    if (was === undefined) return `${library.path} was not loaded then`;
    if (!isSame(was, library)) return `${library.path} has changed${versions(was, library)}`;
    were.delete(library.path);
  }
  const [gone] = were.keys();
  return gone === undefined ? null : `${gone} is no longer loaded`;
}

/** A file that could not be read is taken at its word. */
const isSame = (was: LoadedLibrary, is: LoadedLibrary): boolean =>
  was.sha256 === null || is.sha256 === null || was.sha256 === is.sha256;

const versions = (was: LoadedLibrary, is: LoadedLibrary): string =>
  was.version === is.version ? '' : ` from version ${was.version ?? 'none'} to ${is.version ?? 'none'}`;
