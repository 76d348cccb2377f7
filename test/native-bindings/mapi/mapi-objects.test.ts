import { test } from 'tap';
import { HRESULTS } from '../../../native-bindings/checks/hresults.ts';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import { MapiBuffers } from '../../../native-bindings/mapi/mapi-buffers.ts';
import { MapiObjects } from '../../../native-bindings/mapi/mapi-objects.ts';
import { MAPI32 } from '../../../native-bindings/mapi/signatures.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { FFI_ENGINES, openStandIn } from '../../support/stand-in-mapi.ts';

for (const engineName of FFI_ENGINES) {
  test(`${engineName}: an object is asked what an extended error was about`, async (t) => {
    const { mapi, misuses, windows } = await openStandIn(t, engineName);
    const { calls, engine, live, memory } = windows;
    const exports = bindTable(engine.load(standInPaths().mapi32), MAPI32);
    const buffers = new MapiBuffers({ engine, calls, live, exports });
    const objects = new MapiObjects({ engine, memory, calls, buffers });
    mapi.initialize();
    const session = mapi.logonEx('mailbox-0001');
    t.match(
      objects.wordsOn(session, HRESULTS.MAPI_E_NO_SUPPORT | 0),
      /^The stand-in does not model this method\. \(mapileak stand-in 1\), low-level error 0x0000000[0-9]$/,
    );
    t.throws(() => objects.check(session, 'IMAPISession::OpenEntry', HRESULTS.MAPI_E_EXTENDED_ERROR | 0), {
      code: 'MAPI_E_EXTENDED_ERROR',
      message: 'IMAPISession::OpenEntry: MAPI_E_EXTENDED_ERROR (0x80040119: it has no more to say of it)',
    });
    t.throws(() => objects.check(session, 'IMAPISession::OpenEntry', HRESULTS.MAPI_E_NO_SUPPORT | 0), {
      message: 'IMAPISession::OpenEntry: MAPI_E_NO_SUPPORT (0x80040102)',
    });
    t.equal(objects.check(session, 'any', HRESULTS.MAPI_W_ERRORS_RETURNED), HRESULTS.MAPI_W_ERRORS_RETURNED);
    t.equal(live.describe(), 'sessions: 1', 'the error is given back');
    mapi.end(session);
    t.equal(misuses(), 0);
    mapi.uninitialize();
  });
}
