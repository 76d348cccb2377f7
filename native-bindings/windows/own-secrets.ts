import { HarnessError } from '../../harness/contract/errors.ts';
import { FFI_ENGINES } from '../../harness/contract/plan.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import { loadEngine } from '../ffi/load-engine.ts';
import { takeEnvironmentValue as takeOnLinux } from '../linux/environment-value.ts';
import { takeEnvironmentValue as takeOnWindows } from './environment-value.ts';
import { takeSecretMemory } from './secret-memory.ts';

/** Where this process keeps a secret of its own, and takes one from, without making text of it. */
export interface OwnSecrets {
  /** The value of an environment variable as UTF-8, which is overwritten there; undefined if there is none. */
  takeVariable(name: string): Buffer | undefined;
  /** Zero-filled memory that is in no dump the system makes by itself. */
  allocate(byteCount: number): Buffer;
}

/** null where neither engine loads: then a secret is text for a while, and in dumps. */
export async function openOwnSecrets(): Promise<OwnSecrets | null> {
  for (const name of FFI_ENGINES) {
    try {
      return await openWith(name);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
    }
  }
  return null;
}

async function openWith(name: (typeof FFI_ENGINES)[number]): Promise<OwnSecrets> {
  const engine = await loadEngine(name);
  const { c, kernel32 } = libraryFiles({ kind: 'stand-in' });
  const cLibrary = engine.load(c);
  const isWindows = process.platform === 'win32';
  // Elsewhere kernel32 is the stand-in's, which may not be built, and is not asked for anything.
  const kernel32Library = isWindows ? engine.load(kernel32) : cLibrary;
  return {
    takeVariable: (variable) =>
      isWindows ? takeOnWindows(engine, kernel32Library, variable) : takeOnLinux(engine, cLibrary, variable),
    allocate: (byteCount) => takeSecretMemory({ cLibrary, engine, kernel32Library }, byteCount).bytes,
  };
}
