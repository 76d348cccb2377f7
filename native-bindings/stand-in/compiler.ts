import { type Stats, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A C compiler that was found, not run. */
export interface Compiler {
  readonly path: string;
  /** Changes when the compiler is replaced by another version. */
  readonly identity: string;
}

/** The compiler `CC` names, else `cc`, as a shell would find it on PATH. Undefined if there is none. */
export function findCompiler(environment: NodeJS.ProcessEnv): Compiler | undefined {
  const command = environment['CC'] || 'cc';
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
