import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import { HarnessError } from '../../contract/errors.ts';

/** Runs what reads this machine. @throws HarnessError REGISTRY where the system refuses to answer */
export function examining<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    throw new HarnessError(
      'REGISTRY',
      `this machine cannot be examined: ${error.message}`,
      error.code === 'ERROR_ACCESS_DENIED'
        ? 'Start mapileak as an administrator.'
        : 'Check the registry, or the stand-in’s registry file (--registry).',
      { cause: error },
    );
  }
}
