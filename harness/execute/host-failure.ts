import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import { isHeapCorruption } from '../../native-bindings/checks/heap-corruption.ts';
import { failureClassOf } from '../../native-bindings/mapi/failure-class.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import type { TryFailure } from '../contract/mailbox-check.ts';
import type { FromHost } from './messages.ts';

/** A failed call as it is told of a mailbox that was tried. */
export function tryFailureOf(failure: CallFailure): TryFailure {
  const { call, code, message } = failure;
  return { call, code, message, failureClass: failureClassOf(failure) };
}

/**
 * Lets a failed cycle pass, unless the next one must not be tried or cannot do better.
 * @param where `mailbox NAME in cycle 7`
 * @throws HarnessError CREDENTIALS or MAPI_ENVIRONMENT
 */
export function requireHope(failure: CallFailure, where: string): void {
  if (failure.code === 'ERROR_LOGON_FAILURE') {
    throw new HarnessError(
      'CREDENTIALS',
      `user of ${where}: ${failure.message}`,
      'Check the password; the run stopped at the first refusal so that no account is locked out.',
    );
  }
  if (failureClassOf(failure) === 'environment') {
    throw new HarnessError(
      'MAPI_ENVIRONMENT',
      `no cycle can work here: ${failure.message}`,
      failure.code === 'FAKE_TOKEN'
        ? 'Use --impersonation self, or leave --impersonation out.'
        : 'Run `mapileak doctor`: it names the MAPI provider that is loaded, and what is wrong with it.',
    );
  }
}

/** What a host says when it gives up. */
export function failedMessage(error: unknown): FromHost {
  if (error instanceof HarnessError) {
    return { say: 'failed', code: error.code, message: error.message, remedy: error.remedy };
  }
  if (isHeapCorruption(error)) {
    return {
      say: 'failed',
      code: 'HEAP_CORRUPTED',
      message: `a heap is corrupted (${error.message}): something has written past the end of a block`,
      remedy:
        'No number of such a process means anything. PageHeap (gflags /p /enable) finds who wrote there.',
    };
  }
  if (error instanceof CallFailure) {
    return {
      say: 'failed',
      code: 'MAPI_ENVIRONMENT',
      message: error.message,
      remedy:
        'Check that this MAPI provider works here at all, for instance with `mapileak run --cycles 10`.',
    };
  }
  const where = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  return { say: 'failed', code: 'INTERNAL', message: where, remedy: 'Report this with the run folder.' };
}
