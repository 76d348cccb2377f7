import type { FailureClass } from '../../harness/contract/event.ts';
import type { CallFailure } from '../checks/call-failure.ts';
import type { HresultName } from '../checks/hresults.ts';
import type { SimpleMapiCodeName } from '../checks/simple-mapi-codes.ts';
import type { Win32ErrorName } from '../checks/win32-errors.ts';

/** Names of ours, for what no system has a code for: Wine's token, and a mailbox list row that says too little. */
type OwnName = 'FAKE_TOKEN' | 'NO_SERVER';

/** What an error means for a loop over many mailboxes. Anything not listed is `other`. */
const CLASS_OF: ReadonlyMap<string, FailureClass> = new Map([
  ...classify('environment', [
    'MAPI_E_NOT_INITIALIZED',
    'MAPI_E_VERSION',
    'MAPI_E_UNKNOWN_FLAGS',
    'MAPI_E_INTERFACE_NOT_SUPPORTED',
    'ERROR_PRIVILEGE_NOT_HELD',
    'ERROR_BAD_IMPERSONATION_LEVEL',
    'FAKE_TOKEN',
    'CO_E_CLASSSTRING',
    'CO_E_NOTINITIALIZED',
    'CO_E_DLLNOTFOUND',
    'CO_E_ERRORINDLL',
    'REGDB_E_CLASSNOTREG',
    'RPC_E_CHANGED_MODE',
    'ERROR_MOD_NOT_FOUND',
    'ERROR_BAD_EXE_FORMAT',
  ]),
  ...classify('mailbox', [
    'NO_SERVER',
    'MAPI_E_LOGON_FAILED',
    'MAPI_E_NO_ACCESS',
    'MAPI_E_PASSWORD_CHANGE_REQUIRED',
    'MAPI_E_PASSWORD_EXPIRED',
    'MAPI_E_INVALID_WORKSTATION_ACCOUNT',
    'MAPI_E_INVALID_ACCESS_TIME',
    'MAPI_E_ACCOUNT_DISABLED',
    'MAPI_E_AMBIGUOUS_RECIP',
    'MAPI_E_NOT_FOUND',
    'MAPI_E_UNCONFIGURED',
    'MAPI_E_LOGON_FAILURE',
    'MAPI_E_ACCESS_DENIED',
    'ERROR_LOGON_FAILURE',
    'ERROR_ACCOUNT_RESTRICTION',
    'ERROR_PASSWORD_EXPIRED',
    'ERROR_ACCOUNT_DISABLED',
    'ERROR_LOGON_TYPE_NOT_GRANTED',
    'ERROR_PASSWORD_MUST_CHANGE',
    'ERROR_ACCOUNT_LOCKED_OUT',
  ]),
  ...classify('exhaustion', [
    'MAPI_E_NOT_ENOUGH_MEMORY',
    'MAPI_E_NOT_ENOUGH_RESOURCES',
    'MAPI_E_SESSION_LIMIT',
    'MAPI_E_FAILONEPROVIDER',
    'MAPI_E_INSUFFICIENT_MEMORY',
    'MAPI_E_TOO_MANY_SESSIONS',
    'ERROR_NOT_ENOUGH_MEMORY',
  ]),
  ...classify('transient', [
    'MAPI_E_NETWORK_ERROR',
    'MAPI_E_NETWORK_FAILURE',
    'MAPI_E_BUSY',
    'MAPI_E_TIMEOUT',
    'MAPI_E_END_OF_SESSION',
  ]),
]);

/** Calls whose MAPI_E_CALL_FAILED is known to be sporadic: a retry then works. Elsewhere it says nothing. */
const SPORADIC: readonly string[] = ['MAPILogonEx', 'CDO Session.Logon'];

/** CDO's errors have the values of MAPI's, and are classed like them. */
export function failureClassOf(failure: CallFailure): FailureClass {
  if (failure.code === 'MAPI_E_CALL_FAILED' && SPORADIC.includes(failure.call)) return 'transient';
  return CLASS_OF.get(failure.code) ?? 'other';
}

function classify(
  failureClass: FailureClass,
  codes: readonly (HresultName | SimpleMapiCodeName | Win32ErrorName | OwnName)[],
): readonly (readonly [string, FailureClass])[] {
  return codes.map((code) => [code, failureClass] as const);
}
