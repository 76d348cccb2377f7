import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { type HistoryEntry, historyEntrySchema } from '../../../harness/contract/history.ts';
import { readRun, runNamesIn } from '../../../harness/execute/list-runs.ts';
import { makeEnvironment, makePlan, makeResult } from '../../reports/fixtures.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** Every run below a folder. */
async function listRuns(folder: string): Promise<readonly HistoryEntry[]> {
  return await Promise.all((await runNamesIn(folder)).map((run) => readRun(folder, run)));
}

const STARTED = { schema: 1, at: '2026-01-02T03:04:05.000Z', elapsedMs: 1, event: 'run-started' };
const ENDED = {
  schema: 1,
  at: '2026-01-02T03:14:05.000Z',
  elapsedMs: 600_001,
  event: 'run-finished',
  outcome: 'complete',
};

type Files = Readonly<Record<string, object | string | readonly object[]>>;

const FINISHED: Files = {
  'plan.json': makePlan(),
  'environment.json': makeEnvironment(),
  'result.json': makeResult(),
  'events.ndjson': [STARTED, ENDED],
};

/** Writes JSON, NDJSON for lists, and text as it is. */
function fill(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const text =
      typeof content === 'string'
        ? content
        : Array.isArray(content)
          ? content.map((row) => `${JSON.stringify(row)}\n`).join('')
          : JSON.stringify(content);
    writeFileSync(join(folder, name), text);
  }
}

test('a finished run is listed with all that its folder tells', async (t) => {
  const folder = temporaryFolder(t);
  fill(join(folder, 'night-1'), FINISHED);
  const [entry, ...others] = await listRuns(folder);
  t.same(others, []);
  t.same(historyEntrySchema.parse(entry), entry, 'it is a line of the history');
  t.match(entry, {
    run: 'night-1',
    state: 'finished',
    outcome: 'complete',
    problem: null,
    startedAt: STARTED.at,
    finishedAt: ENDED.at,
    durationMs: ENDED.elapsedMs,
    scenario: 'logon-logoff',
    mapi: 'stand-in',
    standIn: true,
    bitness: 64,
    library: { name: 'libmapi32.so', version: '6.5.7232.75' },
    verdict: 'fixed',
    complete: true,
  });
  t.match(entry?.arms[0]?.resources.heapBytes, { unit: 'bytes', margin: 64 });
  t.notOk(
    entry?.arms.some(({ resources }) => 'privateBytes' in resources),
    'gates alone',
  );
});

test('runs of kb891509 are listed one by one, and what is no run is passed over', async (t) => {
  const folder = temporaryFolder(t);
  fill(join(folder, 'claims'), { 'claims-plan.json': '{}' });
  fill(join(folder, 'claims', 'mapi32'), FINISHED);
  fill(join(folder, 'claims', 'cdo'), FINISHED);
  fill(join(folder, 'photos'), { 'cat.txt': 'a cat' });
  fill(join(folder, 'photos', 'deeper'), FINISHED);
  fill(folder, { 'history.ndjson': '' });
  t.same(
    (await listRuns(folder)).map(({ run }) => run),
    ['claims/cdo', 'claims/mapi32'],
  );
});

test('the folder of a run is a list of one', async (t) => {
  const folder = temporaryFolder(t);
  fill(folder, FINISHED);
  t.match(await listRuns(folder), [{ run: '.', verdict: 'fixed' }]);
});

test('a folder that is not there holds no runs', async (t) => {
  t.same(await listRuns(join(temporaryFolder(t), 'nowhere')), []);
});

test('a run that was killed, or goes on, is listed without an end', async (t) => {
  const folder = temporaryFolder(t);
  const row = { ...ENDED, event: 'flag-restored', elapsedMs: 5 };
  fill(join(folder, 'run'), {
    'plan.json': makePlan(),
    'environment.json': makeEnvironment(),
    'events.ndjson': `${JSON.stringify(STARTED)}\n${JSON.stringify(row)}\n{"schema":1,"at":"2026`,
  });
  t.match(await readRun(folder, 'run'), {
    state: 'unfinished',
    outcome: null,
    finishedAt: null,
    lastEventAt: ENDED.at,
    durationMs: 5,
    verdict: null,
    arms: [],
    problem: null,
  });
});

const BROKEN: readonly (readonly [string, Files, object])[] = [
  ['without a plan', { 'events.ndjson': [STARTED] }, { state: 'broken', problem: /no plan\.json/ }],
  [
    'with a plan cut off',
    { ...FINISHED, 'plan.json': '{"schema":1,' },
    { state: 'broken', verdict: 'fixed' },
  ],
  ['with a result of another kind', { ...FINISHED, 'result.json': '[]' }, { verdict: null, key: String }],
  ['with an empty environment', { ...FINISHED, 'environment.json': '' }, { bitness: null, key: null }],
  ['without events', { 'plan.json': makePlan() }, { state: 'unfinished', startedAt: makePlan().createdAt }],
  ['with events of noise', { ...FINISHED, 'events.ndjson': '\0\0\n\n{}\n' }, { state: 'unfinished' }],
];

for (const [what, files, expected] of BROKEN) {
  test(`a run ${what} is listed with what is known`, async (t) => {
    const folder = temporaryFolder(t);
    fill(join(folder, 'run'), files);
    const [entry] = await listRuns(folder);
    t.match(entry, { run: 'run', ...expected });
    t.same(historyEntrySchema.parse(entry), entry);
  });
}

test('a run whose plan is a folder, as nobody expects, is listed as broken', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'run', 'plan.json'), { recursive: true });
  t.match(await listRuns(folder), [{ state: 'broken', problem: /plan\.json cannot be read/ }]);
});

test('times come from both ends of a long file of events', async (t) => {
  const folder = temporaryFolder(t);
  const between = Array.from({ length: 3000 }, (_, at) => ({
    ...STARTED,
    elapsedMs: at,
    event: 'flag-restored',
  }));
  fill(join(folder, 'run'), { ...FINISHED, 'events.ndjson': [STARTED, ...between, ENDED] });
  t.match(await readRun(folder, 'run'), { startedAt: STARTED.at, finishedAt: ENDED.at, state: 'finished' });
});

const WITH_PIPES = process.platform === 'win32' ? { skip: 'has no pipes in folders' } : {};

test('a pipe in the place of a file keeps nobody waiting', WITH_PIPES, async (t) => {
  const folder = temporaryFolder(t);
  fill(join(folder, 'night-1'), { 'plan.json': makePlan() });
  fill(join(folder, 'night-2'), {});
  for (const name of ['night-1/events.ndjson', 'night-1/result.json', 'night-2/plan.json'])
    spawnSync('mkfifo', [join(folder, name)]);
  const entries = await listRuns(folder);
  t.match(entries, [{ run: 'night-1', state: 'unfinished', verdict: null }]);
});

test('a finished run without its environment says so; one that has just begun is no worse for it', async (t) => {
  const folder = temporaryFolder(t);
  const { 'environment.json': _, ...bare } = FINISHED;
  fill(join(folder, 'bare'), bare);
  fill(join(folder, 'begun'), { 'plan.json': makePlan(), 'events.ndjson': [STARTED] });
  t.match(await listRuns(folder), [
    { run: 'bare', state: 'finished', key: null, problem: 'there is no environment.json' },
    { run: 'begun', state: 'unfinished', key: null, problem: null },
  ]);
});
