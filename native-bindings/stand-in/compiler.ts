import { type Stats, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A compiler or another program of its kind that was found, not run. */
export interface Compiler {
  readonly path: string;
  /** Changes when the compiler is replaced by another version. */
  readonly identity: string;
}

/** The name of the C compiler of this machine: what `CC` says, else `cc`. */
export function compilerName(environment: NodeJS.ProcessEnv): string {
  return environment['CC'] || 'cc';
}

/** A program as a shell would find it on PATH. Undefined if there is none. */
export function findProgram(command: string, environment: NodeJS.ProcessEnv): Compiler | undefined {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = command.includes('/') ? [command] : folders.map((folder) => join(folder, command));
  for (const path of candidates) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) return { path, identity: identityOf(path, stats) };
  }
  return undefined;
}

/** Asking the compiler for its version would cost more than everything else when nothing has to be built. */
function identityOf(path: string, { size, mtimeMs }: Stats): string {
  return `${path} ${size} ${mtimeMs}`;
}
