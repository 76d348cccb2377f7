import { join } from 'node:path';
import { test } from 'tap';
import { FLAG_KEY, FLAG_VALUE } from '../../harness/plan/flag-places.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { eventOf, eventsIn } from '../support/command.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const ENDLESS = ['--cycles', '100000', '--walk-budget', '60', '--quiet', '--no-control'];

test(
  'accounts that share nothing but the registry wait for one another, and repair one another',
  ON_WINDOWS,
  async (t) => {
    const [first, second] = [windowsPlace(t), windowsPlace(t)];
    const registry = new Registry(await openWindows('ffi-napi'));
    const read = () =>
      registry.views.map((view) => registry.read(view, FLAG_KEY, FLAG_VALUE)?.data.readUInt32LE() ?? null);
    const { pid, ended } = first.start('run', '--arms', 'on', ...ENDLESS, '--out', first.run);
    await eventOf({ events: () => eventsIn(join(first.run, 'events.ndjson')) }, 'flag-written');

    const refused = second.mapileak('run', '--cycles', '10', '--quiet', '--out', second.run);
    t.equal(refused.code, 4);
    t.match(refused.stderr, /is using CleanUpMAPIHeap/);

    process.kill(pid, 'SIGKILL');
    await ended;
    t.ok(read().includes(1), 'the killed run has left its flag');
    t.match(second.mapileak('flag', 'get').stderr, /killed/);
    t.match(second.mapileak('flag', 'restore').stdout, /put back/);
    t.same(
      read(),
      registry.views.map(() => null),
    );
    t.match(first.mapileak('flag', 'restore').stdout, /nothing/, 'and nothing is left to do');
    t.notOk(registry.views.some((view) => registry.keyExists(view, 'SOFTWARE\\mapileak')));
  },
);
