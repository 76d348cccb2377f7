import { test } from 'tap';
import { CallFailure, hresultFailure, win32Failure } from '../../../native-bindings/checks/call-failure.ts';
import { CheckedCalls } from '../../../native-bindings/checks/checked-calls.ts';
import { HRESULTS, hresultName } from '../../../native-bindings/checks/hresults.ts';
import { LiveCounts } from '../../../native-bindings/checks/live-counts.ts';
import { win32ErrorName } from '../../../native-bindings/checks/win32-errors.ts';
import { failureClassOf } from '../../../native-bindings/mapi/failure-class.ts';

const calls = new CheckedCalls(() => 6);

test('an HRESULT succeeds from 0 up and fails below', async (t) => {
  t.equal(calls.hresult('f', 0), 0);
  t.equal(calls.hresult('f', 0x00040380), HRESULTS.MAPI_W_ERRORS_RETURNED, 'a warning is a success');
  t.throws(() => calls.hresult('MAPILogonEx', 0x80040111 | 0), {
    message: 'MAPILogonEx: MAPI_E_LOGON_FAILED (0x80040111)',
    code: 'MAPI_E_LOGON_FAILED',
    call: 'MAPILogonEx',
  });
});

test('a failure that was declared acceptable is returned instead', async (t) => {
  t.equal(calls.hresult('f', 0x8004010f | 0, [HRESULTS.MAPI_E_NOT_FOUND]), HRESULTS.MAPI_E_NOT_FOUND);
  t.throws(() => calls.hresult('f', 0x8004010f | 0, [HRESULTS.MAPI_E_NO_ACCESS]), CallFailure);
  t.equal(calls.lstatus('f', 2, [2]), 2);
  t.throws(() => calls.lstatus('f', 5, [2]), { code: 'ERROR_ACCESS_DENIED' });
  t.equal(calls.lstatus('f', 0), 0);
});

test('a BOOL that is false asks for the last error', async (t) => {
  t.equal(calls.bool('f', 1), 0);
  t.equal(calls.bool('f', 0, [6]), 6);
  t.throws(() => calls.bool('CloseHandle', 0), { message: 'CloseHandle: ERROR_INVALID_HANDLE (error 6)' });
});

test('an error without a name is shown as a number', async (t) => {
  t.equal(hresultName(0x80041234 | 0), '0x80041234');
  t.equal(win32ErrorName(31999), 'Win32 error 31999');
});

test('each HRESULT has one name', async (t) => {
  for (const [name, value] of Object.entries(HRESULTS)) t.equal(hresultName(value), name);
});

test('failures are classified by what they mean for a loop over mailboxes', async (t) => {
  const classOf = (hresult: number, call = 'MAPILogonEx') => failureClassOf(hresultFailure(call, hresult));
  t.equal(classOf(HRESULTS.MAPI_E_LOGON_FAILED), 'mailbox');
  t.equal(classOf(HRESULTS.MAPI_E_NOT_ENOUGH_MEMORY), 'exhaustion');
  t.equal(classOf(HRESULTS.MAPI_E_TIMEOUT), 'transient');
  t.equal(classOf(HRESULTS.MAPI_E_NOT_INITIALIZED), 'environment');
  t.equal(classOf(HRESULTS.MAPI_E_CALL_FAILED), 'transient', 'sporadic at logon');
  t.equal(classOf(HRESULTS.MAPI_E_CALL_FAILED, 'IMAPISession::Logoff'), 'other');
  t.equal(classOf(HRESULTS.MAPI_E_DISK_ERROR), 'other');
  t.equal(failureClassOf(win32Failure('LogonUserW', 1331)), 'mailbox');
  t.equal(classOf(HRESULTS.MAPI_E_CALL_FAILED, 'CDO Session.Logon'), 'transient', 'CDO logs on through MAPI');
  t.equal(classOf(HRESULTS.MAPI_E_LOGON_FAILED, 'CDO Session.Logon'), 'mailbox');
  t.equal(classOf(HRESULTS.REGDB_E_CLASSNOTREG, 'CoCreateInstance'), 'environment');
  t.equal(classOf(HRESULTS.RPC_E_CHANGED_MODE, 'CoInitializeEx'), 'environment');
});

test('live counts name what has not been given back', async (t) => {
  const live = new LiveCounts();
  t.equal(live.describe(), '');
  live.taken('tokens');
  live.taken('tokens');
  live.taken('sessions');
  live.returned('tokens');
  t.equal(live.describe(), 'tokens: 1, sessions: 1');
  live.returned('tokens');
  live.returned('sessions');
  t.equal(live.describe(), '');
});
