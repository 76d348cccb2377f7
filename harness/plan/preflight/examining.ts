import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import { HarnessError } from '../../contract/errors.ts';
import { standInRegistryFile } from '../places.ts';

/** On Linux a file, which may be spoilt or not to be read. */
function registryPlace(): string {
  return process.platform === 'win32'
    ? 'registry'
    : `stand-in’s registry file ${standInRegistryFile(undefined)}`;
}

/** Runs what reads this machine. @throws HarnessError REGISTRY where the system refuses to answer */
export function examining<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    throw new HarnessError(
      'REGISTRY',
      `this machine cannot be examined: ${error.message}, in the ${registryPlace()}`,
      error.code === 'ERROR_ACCESS_DENIED' && process.platform === 'win32'
        ? 'Start mapileak as an administrator.'
        : `Check the ${registryPlace()}.`,
      { cause: error },
    );
  }
}
