import { test } from 'tap';
import {
  MAPI_BEST_ACCESS,
  MDB_NO_DIALOG,
  MDB_NO_MAIL,
  MDB_TEMPORARY,
} from '../../../native-bindings/mapi/constants.ts';
import { FFI_ENGINES, openStandIn } from '../../support/stand-in-mapi.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const OTHER_STORE = MDB_NO_DIALOG | MDB_NO_MAIL | MDB_TEMPORARY | MAPI_BEST_ACCESS;

for (const engine of FFI_ENGINES) {
  test(`${engine}: the default store is opened, and the number of messages in its inbox read`, async (t) => {
    temporaryRegistry(t);
    const { mapi, misuses, objects, windows } = await openStandIn(t, engine);
    mapi.initialize();
    const { stores } = mapi;
    const countOf = (profile: string): number => {
      const session = mapi.logonEx(profile);
      try {
        using store = stores.openDefault(session);
        using inbox = stores.openReceiveFolder(store);
        t.equal(windows.live.describe(), 'sessions: 1, interfaces: 2');
        return stores.contentCountOf(inbox);
      } finally {
        mapi.end(session);
      }
    };
    const counts = Array.from({ length: 20 }, (_, i) => countOf(`mailbox-${i}`));
    t.ok(counts.every((count) => Number.isInteger(count) && count >= 0));
    t.ok(new Set(counts).size > 1, 'mailboxes differ, so the number is really read');
    t.same(countOf('mailbox-3'), counts[3]);
    t.equal(windows.live.describe(), '');
    t.equal(objects(), 0);
    t.equal(misuses(), 0);
    mapi.uninitialize();
  });

  test(`${engine}: an administrator opens the stores of other mailboxes`, async (t) => {
    temporaryRegistry(t);
    const { mapi, misuses, objects, windows } = await openStandIn(t, engine);
    mapi.initialize();
    const { stores } = mapi;
    const session = mapi.logonEx('administrator');
    {
      using store = stores.openDefault(session);
      using manager = stores.managed.managerOf(store);
      const held = objects();
      const countOf = (mailbox: string): number => {
        using entryId = stores.managed.entryId(manager, 'EXCHANGE', mailbox);
        t.ok(entryId.length > 4, 'an ENTRYID begins with four bytes of flags');
        using other = stores.open(session, entryId, OTHER_STORE);
        using inbox = stores.openReceiveFolder(other);
        return stores.contentCountOf(inbox);
      };
      const mailboxes = Array.from({ length: 10 }, (_, i) => `/o=Org/ou=Site/cn=Recipients/cn=user${i}`);
      t.ok(new Set(mailboxes.map(countOf)).size > 1, 'it is another store each time');
      t.equal(objects(), held);
      t.equal(windows.live.describe(), 'sessions: 1, interfaces: 2');
    }
    mapi.end(session);
    t.equal(windows.live.describe(), '');
    t.equal(objects(), 0);
    t.equal(misuses(), 0);
    mapi.uninitialize();
  });

  test(`${engine}: a store that cannot be opened leaves nothing open`, async (t) => {
    temporaryRegistry(t);
    const { mapi, misuses, objects, windows } = await openStandIn(t, engine);
    mapi.initialize();
    const session = mapi.logonEx('mailbox-0001');
    const nonsense = windows.engine.allocate(24);
    t.throws(() => mapi.stores.open(session, { length: 24, address: nonsense.address }, OTHER_STORE), {
      call: 'IMAPISession::OpenMsgStore',
      code: 'MAPI_E_INVALID_ENTRYID',
    });
    t.equal(windows.live.describe(), 'sessions: 1');
    mapi.end(session);
    t.equal(objects(), 0);
    t.equal(misuses(), 0);
    mapi.uninitialize();
  });

  test(`${engine}: a store that was never given back is seen by the provider, and by us`, async (t) => {
    temporaryRegistry(t);
    const { mapi, misuses, objects, windows } = await openStandIn(t, engine);
    mapi.initialize();
    const session = mapi.logonEx('mailbox-0001');
    const store = mapi.stores.openDefault(session);
    mapi.end(session);
    t.equal(windows.live.describe(), 'interfaces: 1');
    t.ok(objects() > 0);
    store.release();
    t.equal(objects(), 0);
    t.equal(misuses(), 0);
    mapi.uninitialize();
  });
}
