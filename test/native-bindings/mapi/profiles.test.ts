import { test } from 'tap';
import { FFI_ENGINES, openStandIn, uniqueProfile } from '../../support/stand-in-mapi.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

for (const engine of FFI_ENGINES) {
  test(`${engine}: a profile is created, pointed to a mailbox, logged on to and deleted`, async (t) => {
    temporaryRegistry(t);
    const { mapi, marks, misuses, objects, windows } = await openStandIn(t, engine);
    const name = uniqueProfile();
    mapi.initialize();
    {
      using admin = mapi.profiles.admin();
      t.equal(windows.live.describe(), 'interfaces: 1');
      t.equal(objects(), 1);
      admin.create(name);
      t.ok(admin.names().includes(name));
      t.throws(() => admin.create(name), {
        call: 'IProfAdmin::CreateProfile',
        code: 'MAPI_E_NO_ACCESS',
      });
      admin.addExchange(name, 'mailbox-0001', 'EXCHANGE');
      t.equal(windows.live.describe(), 'interfaces: 1', 'tables, rows and services are given back');
      mapi.end(mapi.logonEx(name));
      admin.delete(name);
      t.notOk(admin.names().includes(name));
      t.throws(() => admin.delete(name), { call: 'IProfAdmin::DeleteProfile', code: 'MAPI_E_NOT_FOUND' });
      t.equal(objects(), 1);
    }
    t.equal(windows.live.describe(), '');
    t.equal(objects(), 0);
    t.equal(misuses(), 0);
    mapi.uninitialize();
    for (const call of [
      'MAPIAdminProfiles',
      'IProfAdmin::CreateProfile',
      'IMsgServiceAdmin::CreateMsgService',
      'IMAPITable::QueryRows',
      'IMsgServiceAdmin::ConfigureMsgService',
      'IProfAdmin::DeleteProfile',
    ] as const) {
      t.ok(marks.includes(call), `${call} may block, and is marked`);
    }
  });

  test(`${engine}: more profiles than one call returns are all listed`, async (t) => {
    temporaryRegistry(t);
    const { mapi, objects, windows } = await openStandIn(t, engine);
    const names = Array.from({ length: 120 }, uniqueProfile);
    mapi.initialize();
    {
      using admin = mapi.profiles.admin();
      for (const name of names) admin.create(name);
      const listed = admin.names();
      t.same(
        names.filter((name) => !listed.includes(name)),
        [],
      );
      for (const name of names) admin.delete(name);
      t.same(
        admin.names().filter((name) => names.includes(name)),
        [],
      );
    }
    t.equal(windows.live.describe(), '');
    t.equal(objects(), 0);
    mapi.uninitialize();
  });

  test(`${engine}: what fails half way leaves nothing open`, async (t) => {
    temporaryRegistry(t);
    const { mapi, misuses, objects, windows } = await openStandIn(t, engine);
    mapi.initialize();
    {
      using admin = mapi.profiles.admin();
      const name = uniqueProfile();
      t.throws(() => admin.addExchange(name, 'mailbox-0001', 'EXCHANGE'), { code: 'MAPI_E_NOT_FOUND' });
      admin.create(name);
      t.throws(() => admin.addExchange(name, 'm'.repeat(300), 'EXCHANGE'), {
        call: 'IMsgServiceAdmin::ConfigureMsgService',
        code: 'MAPI_E_INVALID_PARAMETER',
      });
      t.throws(() => admin.create('n'.repeat(65)), RangeError);
      t.equal(windows.live.describe(), 'interfaces: 1');
      t.equal(objects(), 1);
      admin.delete(name);
    }
    t.equal(windows.live.describe(), '');
    t.equal(misuses(), 0);
    mapi.uninitialize();
  });

  test(`${engine}: an interface that was given back is not given back again`, async (t) => {
    temporaryRegistry(t);
    const { mapi, misuses } = await openStandIn(t, engine);
    mapi.initialize();
    const admin = mapi.profiles.admin();
    admin[Symbol.dispose]();
    t.throws(() => admin[Symbol.dispose](), /released before/);
    t.equal(misuses(), 0, 'the provider was not asked');
    mapi.uninitialize();
  });
}
