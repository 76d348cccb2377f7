import { test } from 'tap';
import { changesBetween, conditionsOf, mapiLibraryOf } from '../../../harness/contract/comparability.ts';
import type { Environment, LoadedLibrary } from '../../../harness/contract/environment.ts';
import type { HistoryEntry } from '../../../harness/contract/history.ts';
import { historyEntryOf } from '../../../harness/contract/history-entry.ts';
import type { Plan } from '../../../harness/contract/plan.ts';
import { makeEnvironment, makePlan } from '../../reports/fixtures.ts';
import { attachedPlan } from '../../support/attached-run.ts';

const changed = (plan: Partial<Plan>, environment: Partial<Environment> = {}) =>
  changesBetween(
    conditionsOf(makePlan(), makeEnvironment()),
    conditionsOf(makePlan(plan), makeEnvironment(environment)),
  );

const entryOf = (plan: Partial<Plan>, environment: Partial<Environment> = {}): HistoryEntry =>
  historyEntryOf({
    run: 'run',
    times: {
      state: 'finished',
      outcome: null,
      startedAt: null,
      finishedAt: null,
      lastEventAt: null,
      durationMs: null,
    },
    problem: null,
    plan: makePlan(plan),
    environment: makeEnvironment(environment),
    result: null,
  });

const keyOf = (...of: Parameters<typeof entryOf>): string | null => entryOf(...of).key;

const library = (path: string, sha256 = 'a'.repeat(64), version: string | null = null): LoadedLibrary => ({
  path,
  bytes: 1,
  sha256,
  version,
  unreadable: null,
});

test('a run has every condition under a name of its own', (t) => {
  const names = conditionsOf(makePlan(), makeEnvironment()).map(({ what }) => what);
  t.equal(new Set(names).size, names.length);
  t.end();
});

test('seed, order, expectation and time of a run are no conditions', (t) => {
  t.same(changed({ seed: 7, order: [], expect: 'leak', createdAt: '2027-01-01T00:00:00.000Z' }), []);
  t.equal(keyOf({ seed: 7 }), keyOf({}));
  t.end();
});

test('another build of a DLL is named with both versions, wherever it lies', (t) => {
  const before = { libraries: [library('C:\\WINDOWS\\system32\\MAPI32.DLL', 'a'.repeat(64), '6.5.7226.0')] };
  const after = { libraries: [library('D:\\fix\\mapi32.dll', 'b'.repeat(64), '6.5.7232.75')] };
  const conditions = [before, after].map((each) => conditionsOf(makePlan(), makeEnvironment(each)));
  t.same(changesBetween(conditions[0] ?? [], conditions[1] ?? []), [
    {
      kind: 'library',
      what: 'mapi32.dll',
      a: '6.5.7226.0 (sha256 aaaaaaaaaaaa)',
      b: '6.5.7232.75 (sha256 bbbbbbbbbbbb)',
    },
  ]);
  t.not(keyOf({}, before), keyOf({}, after));
  t.end();
});

test('a library that only one run has is named as such', (t) => {
  const [first, second] = makeEnvironment().libraries;
  if (first === undefined || second === undefined) throw new Error('the fixture has two libraries');
  t.match(changed({}, { libraries: [first] }), [{ kind: 'library', what: 'libwin32.so', b: null }]);
  t.match(changed({}, { libraries: [first, second, library('/x/libcdo.so')] }), [
    { kind: 'library', what: 'libcdo.so', a: null },
  ]);
  t.end();
});

test('what makes another measurement makes another key', (t) => {
  const plain = keyOf({});
  t.not(keyOf({ scenario: { name: 'same-mailbox', file: null, sha256: null } }), plain);
  t.not(keyOf({ arms: ['on'] }), plain);
  t.not(keyOf({ mailboxes: { kind: 'generated', count: 5 } }), plain);
  t.not(keyOf({}, { bitness: 32 }), plain);
  t.not(keyOf({}, { cpus: 64 }), plain);
  t.not(keyOf({}, { standInDials: { InstanceBytes: 9 } }), plain);
  t.not(keyOf({ margin: { bytesPerCycle: 1, countPerCycle: 1, of: {} } }), plain);
  t.end();
});

test('what changes from night to night does not: Node, the kernel, memory, a list that has grown', (t) => {
  const csv = (count: number): Partial<Plan> => ({
    mailboxes: { kind: 'csv', file: 'boxes.csv', count, sha256: String(count).repeat(16) },
  });
  t.equal(
    keyOf({}, { node: '22.1.0', mapileak: '9.9.9', osRelease: '9.9', totalMemoryBytes: 1e9 }),
    keyOf({}),
  );
  t.equal(keyOf(csv(5000)), keyOf(csv(5003)));
  t.ok(changed({ replicates: 9 }).every(({ kind }) => kind === 'also'));
  t.end();
});

test('the MAPI library is the one that was named, or else mapi32', (t) => {
  const libraries = ['/x/libwin32.so', '/x/emsmdb32.dll', '/x/mapi32.dll', '/x/other.dll'].map((each) =>
    library(each),
  );
  t.equal(mapiLibraryOf({ mapi: { kind: 'system' } }, { libraries })?.path, '/x/mapi32.dll');
  t.equal(
    mapiLibraryOf({ mapi: { kind: 'path', path: 'C:\\y\\Other.dll' } }, { libraries })?.path,
    '/x/other.dll',
  );
  t.equal(mapiLibraryOf({ mapi: { kind: 'stand-in' } }, { libraries: [] }), undefined);
  t.end();
});

test('what a cycle is makes another series of an attached run, and changes no series of before', async (t) => {
  const bySecond = attachedPlan('run');
  const byLine = attachedPlan('run', { byLog: true });
  const what = changesBetween(
    conditionsOf(bySecond, makeEnvironment()),
    conditionsOf(byLine, makeEnvironment()),
  );
  t.same(what, [
    { kind: 'plan', what: 'cycle', a: 'second', b: 'matching line, /logoff of Contoso-\\d+ done/i' },
  ]);
  t.not(keyOf(bySecond), keyOf(byLine));
  const [cycle] = changed(bySecond).filter((each) => each.what === 'cycle');
  t.match(cycle, { a: 'logon', b: 'second' });
  t.match(keyOf({}), /^[0-9a-f]{12}$/);
  t.notOk('cycle' in entryOf({}).like);
});

test('a program that was watched counts as a library: another build is another measurement', async (t) => {
  const watched = (sha256: string) => ({
    watched: [
      {
        ...{ replicate: 'pid-1', pid: 1, name: 'app.exe', executable: 'C:\\app.exe', startedAt: null },
        ...{ bitness: 32 as const, librariesUnknown: null, file: library('C:\\app.exe', sha256) },
      },
    ],
  });
  const conditions = ['a', 'b'].map((each) =>
    conditionsOf(attachedPlan('run'), makeEnvironment(watched(each.repeat(64)))),
  );
  t.match(changesBetween(conditions[0] ?? [], conditions[1] ?? []), [{ kind: 'library', what: 'app.exe' }]);
});
