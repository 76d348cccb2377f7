import { hresultFailure, simpleMapiFailure, win32Failure } from './call-failure.ts';

/**
 * The one place through which every HRESULT, LSTATUS and BOOL passes. Each method returns the status if it
 * is a success or was declared acceptable, and throws a CallFailure that names the error otherwise.
 */
export class CheckedCalls {
  private readonly lastError: () => number;

  /** @param lastError GetLastError of the calling thread; only BOOL calls ask for it. */
  constructor(lastError: () => number) {
    this.lastError = lastError;
  }

  /** Success is any non-negative value; warnings (0x0004xxxx) are successes too. */
  hresult(call: string, hresult: number, accepted?: readonly number[]): number {
    if (hresult >= 0 || accepted?.includes(hresult >>> 0)) return hresult >>> 0;
    throw hresultFailure(call, hresult);
  }

  /** A code of Simple MAPI: success is 0, and errors are small positive numbers. */
  simpleMapi(call: string, code: number): void {
    if (code !== 0) throw simpleMapiFailure(call, code);
  }

  /** An LSTATUS, as registry functions return it: success is 0. */
  lstatus(call: string, status: number, accepted?: readonly number[]): number {
    if (status === 0 || accepted?.includes(status)) return status;
    throw win32Failure(call, status);
  }

  /** A BOOL: 0 is failure, and GetLastError says why. Returns that error if it was acceptable, 0 on success. */
  bool(call: string, ok: number, accepted?: readonly number[]): number {
    if (ok !== 0) return 0;
    const error = this.lastError();
    if (accepted?.includes(error)) return error;
    throw win32Failure(call, error);
  }
}
