import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { addToHistory, HISTORY_FILE, readHistory } from '../../../harness/execute/history-index.ts';
import { makeEnvironment, makePlan, makeResult } from '../../reports/fixtures.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A folder `runs` with run folders of these names. */
function runsWith(t: Test, names: readonly string[]): string {
  const folder = join(temporaryFolder(t), 'runs');
  for (const name of names) addRun(join(folder, ...name.split('/')));
  return folder;
}

function addRun(path: string): void {
  mkdirSync(path, { recursive: true });
  const files = { plan: makePlan(), environment: makeEnvironment(), result: makeResult() };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(path, `${name}.json`), JSON.stringify(content));
  }
}

const lines = (folder: string): readonly string[] =>
  readFileSync(join(folder, HISTORY_FILE), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const runsOf = async (folder: string): Promise<readonly string[]> =>
  (await readHistory(folder)).entries.map(({ run }) => run).toSorted();

test('an index that is not there is made from the run folders, and said to be', async (t) => {
  const folder = runsWith(t, ['a', 'b']);
  const { entries, notes } = await readHistory(folder);
  t.same(
    entries.map(({ run, verdict }) => [run, verdict]),
    [
      ['a', 'fixed'],
      ['b', 'fixed'],
    ],
  );
  t.match(notes, ['history.ndjson was made from 2 run folders.']);
  t.equal(lines(folder).length, 2);
  t.same((await readHistory(folder)).notes, [], 'it is right from then on');
});

test('a run that has ended adds its line, and the index stays right', async (t) => {
  const folder = runsWith(t, ['a']);
  await readHistory(folder);
  addRun(join(folder, 'b'));
  t.equal(await addToHistory(join(folder, 'b')), null);
  t.equal(lines(folder).length, 2);
  t.same((await readHistory(folder)).notes, []);
});

test('runs that end at once tear no lines', async (t) => {
  const names = Array.from({ length: 24 }, (_, at) => `run-${at}`);
  const folder = runsWith(t, names);
  await Promise.all(names.map((name) => addToHistory(join(folder, name))));
  t.equal(lines(folder).length, names.length);
  t.same((await readHistory(folder)).notes, []);
});

test('an experiment of kb891509 adds its line to the history of the runs', async (t) => {
  const folder = runsWith(t, ['claims/mapi32']);
  writeFileSync(join(folder, 'claims', 'claims-plan.json'), '{}');
  t.equal(await addToHistory(join(folder, 'claims', 'mapi32'), 2), null);
  t.same(await runsOf(folder), ['claims/mapi32']);
  t.notOk(existsSync(join(folder, 'claims', HISTORY_FILE)));
});

test('outside of `runs` a line is added only where somebody keeps a history', async (t) => {
  const folder = temporaryFolder(t);
  addRun(join(folder, 'case'));
  t.equal(await addToHistory(join(folder, 'case')), null);
  t.notOk(existsSync(join(folder, HISTORY_FILE)), 'nobody asked for one');
  await readHistory(folder);
  addRun(join(folder, 'other'));
  await addToHistory(join(folder, 'other'));
  t.equal(lines(folder).length, 2);
});

test('what is wrong with an index is mended from the folders, with a note', async (t) => {
  const folder = runsWith(t, ['a', 'b']);
  await readHistory(folder);
  const [first = '', second = ''] = lines(folder);
  writeFileSync(join(folder, HISTORY_FILE), `${first}\n${second.slice(0, 40)}\n\0\0garbage\n`);
  const { entries, notes } = await readHistory(folder);
  t.same(entries.map(({ run }) => run).toSorted(), ['a', 'b']);
  t.match(notes.join(' '), /2 lines could not be read.* 1 run added/);
  t.equal(lines(folder).length, 2);
});

test('a line after one that was cut off stands on a line of its own', async (t) => {
  const folder = runsWith(t, ['a', 'b']);
  appendFileSync(join(folder, HISTORY_FILE), '{"schema":1,"ru');
  await addToHistory(join(folder, 'b'));
  t.equal(lines(folder).length, 2);
  t.match(JSON.parse(lines(folder)[1] ?? ''), { run: 'b' });
});

test('a run that was judged anew is read anew', async (t) => {
  const folder = runsWith(t, ['a']);
  await readHistory(folder);
  const result = join(folder, 'a', 'result.json');
  writeFileSync(result, JSON.stringify(makeResult({ verdict: 'reduced' })));
  utimesSync(result, new Date(), new Date(Date.now() + 5000));
  t.match((await readHistory(folder)).entries, [{ verdict: 'reduced' }]);
});

test('a run whose folder is gone keeps its line, until the index is made anew', async (t) => {
  const folder = runsWith(t, ['a', 'b']);
  await readHistory(folder);
  rmSync(join(folder, 'a'), { recursive: true });
  const kept = await readHistory(folder);
  t.equal(kept.entries.length, 2);
  t.same([...kept.gone], ['a']);
  const rebuilt = await readHistory(folder, { rebuild: true });
  t.same(
    rebuilt.entries.map(({ run }) => run),
    ['b'],
  );
  t.match(rebuilt.notes, ['history.ndjson was made anew from 1 run folder.']);
  t.equal(lines(folder).length, 1);
  rmSync(join(folder, 'b'), { recursive: true });
  await readHistory(folder, { rebuild: true });
  t.same(lines(folder), []);
});

test('lines of a later version stay, where no folder is left to make them from', async (t) => {
  const folder = runsWith(t, ['a']);
  await readHistory(folder);
  const later = (run: string): string => JSON.stringify({ schema: 2, run, news: 'of tomorrow' });
  appendFileSync(join(folder, HISTORY_FILE), `${later('gone')}\n${later('a')}\n`);
  addRun(join(folder, 'b'));
  t.same(
    (await readHistory(folder)).entries.map(({ run }) => run),
    ['a', 'b'],
  );
  t.equal(lines(folder).length, 3);
  t.ok(lines(folder).includes(later('gone')));
});

test('an index that cannot be read now is not replaced by one without the runs that are gone', async (t) => {
  const folder = runsWith(t, ['a']);
  mkdirSync(join(folder, HISTORY_FILE));
  const { entries, notes } = await readHistory(folder);
  t.equal(entries.length, 1);
  t.match(notes, [/could not be read, and is left as it is/]);
});

test('an index that cannot be written is no reason to show nothing', async (t) => {
  const folder = runsWith(t, ['a']);
  mkdirSync(join(folder, HISTORY_FILE));
  const { entries, notes } = await readHistory(folder);
  t.equal(entries.length, 1);
  t.match(notes.at(-1), /not written/);
  t.match(await addToHistory(join(folder, 'a')), /EISDIR|EPERM|EACCES/, 'who adds a line is told why not');
});

test('a folder without runs gets no index', async (t) => {
  const folder = temporaryFolder(t);
  t.same((await readHistory(folder)).entries, []);
  t.notOk(existsSync(join(folder, HISTORY_FILE)));
});
