import { hex32, hresultName } from './hresults.ts';
import { simpleMapiCodeName } from './simple-mapi-codes.ts';
import { win32ErrorName } from './win32-errors.ts';

/** A native call that answered with an error nobody had declared acceptable, or broke its contract. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** `MAPILogonEx`, `IMAPISession::Logoff`. */
  readonly call: string;
  /** `MAPI_E_LOGON_FAILED`, `ERROR_LOGON_FAILURE`, or a name of ours for a broken contract. */
  readonly code: string;

  constructor(call: string, code: string, detail: string) {
    super(`${call}: ${code} (${detail})`);
    this.call = call;
    this.code = code;
  }
}

export function hresultFailure(call: string, hresult: number): CallFailure {
  return new CallFailure(call, hresultName(hresult), hex32(hresult));
}

export function win32Failure(call: string, error: number): CallFailure {
  return new CallFailure(call, win32ErrorName(error), `error ${error}`);
}

export function simpleMapiFailure(call: string, code: number): CallFailure {
  return new CallFailure(call, simpleMapiCodeName(code), `code ${code}`);
}
