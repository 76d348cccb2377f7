import { test } from 'tap';
import { OwnRights } from '../../../native-bindings/windows/rights.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';

const skip = process.platform !== 'win32' && 'only Windows has privileges';

for (const engine of ['ffi-napi', 'koffi'] as const) {
  test(`${engine}: the privileges of this process are named, and no token stays open`, {
    skip,
  }, async (t) => {
    const windows = await openWindows(engine);
    const { administrator, privileges } = new OwnRights(windows).read();
    t.type(administrator, 'boolean');
    // Every user may do this (SeChangeNotifyPrivilege, "bypass traverse checking").
    t.match(
      privileges.find(({ name }) => name === 'SeChangeNotifyPrivilege'),
      { enabled: true },
    );
    for (const { name } of privileges) t.match(name, /^Se[A-Za-z]+Privilege$/);
    t.equal(new Set(privileges.map(({ name }) => name)).size, privileges.length, 'each once');
    t.equal(windows.live.describe(), '');
  });
}
