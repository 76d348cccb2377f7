import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import type { FfiEngineName } from '../../harness/contract/plan.ts';
import type { NativeEngine } from './engine.ts';

/**
 * The engine by name. Each is imported only when asked for, so that a platform without one of the two
 * binaries can still use the other.
 * @throws HarnessError NATIVE_ENGINE if its binary does not load here.
 */
export async function loadEngine(name: FfiEngineName): Promise<NativeEngine> {
  try {
    return name === 'koffi'
      ? (await import('./koffi-engine.ts')).koffiEngine
      : (await import('./ffi-napi-engine.ts')).ffiNapiEngine;
  } catch (error) {
    throw new HarnessError(
      'NATIVE_ENGINE',
      `${name} does not load on ${process.platform}-${process.arch} with Node ${process.versions.node}: ${messageOf(error)}`,
      name === 'koffi' ? 'Run `npm ci` again, without leaving out optional packages.' : 'Try --ffi koffi.',
      { cause: error },
    );
  }
}
