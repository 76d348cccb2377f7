import { hex32, hresultName } from './hresults.ts';
import { win32ErrorName } from './win32-errors.ts';

export type StatusKind = 'hresult' | 'win32';

/** A native call that answered with an error nobody had declared acceptable. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** `MAPILogonEx`, `IMAPISession::Logoff`. */
  readonly call: string;
  readonly kind: StatusKind;
  /** HRESULT (unsigned) or Win32 error. */
  readonly status: number;
  /** `MAPI_E_LOGON_FAILED`, `ERROR_LOGON_FAILURE`. */
  readonly code: string;

  constructor(call: string, kind: StatusKind, status: number) {
    const code = kind === 'hresult' ? hresultName(status) : win32ErrorName(status);
    super(`${call}: ${code} (${kind === 'hresult' ? hex32(status) : status})`);
    this.call = call;
    this.kind = kind;
    this.status = kind === 'hresult' ? status >>> 0 : status;
    this.code = code;
  }
}

/**
 * RevertToSelf failed, or the thread still carries a token: nothing may run in this process any more
 * (RevertToSelf, Windows SDK: "your process should shut down").
 */
export class RevertFailure extends Error {
  override readonly name = 'RevertFailure';
}
