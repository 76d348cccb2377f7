import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { listPage } from '../../../../harness/serve/pages/list-page.ts';
import { RunList } from '../../../../harness/serve/runs/run-list.ts';
import { runsFolderOf } from '../../../../harness/serve/runs-folder.ts';
import { makeResult } from '../../../reports/fixtures.ts';
import { NO_PROCESS, SMALL_SHAPE, writeRun } from '../../../support/run-on-disk.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const SHORT = { ...SMALL_SHAPE, cycles: 10, plan: { replicates: 1 } };

function runsIn(t: Test): string {
  const folder = realpathSync(temporaryFolder(t));
  writeRun(join(folder, 'going-on'), SHORT, { pid: process.pid });
  writeRun(join(folder, 'killed'), SHORT, { pid: NO_PROCESS, agoMs: 60_000 });
  writeRun(join(folder, 'night & day'), SHORT, {
    isFinished: true,
    result: makeResult(),
    report: 'x',
    agoMs: 60_000,
  });
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', 'plan.json'), '{');
  mkdirSync(join(folder, 'no run'));
  return folder;
}

test('runs are listed with how they stand', async (t) => {
  const list = new RunList({ root: runsIn(t), only: null });
  const { leftOut, runs } = await list.read();
  t.equal(leftOut, 0);
  t.same(
    new Map(runs.map(({ path, status }) => [path.join('/'), status])),
    new Map([
      ['going-on', 'running'],
      ['killed', 'unfinished'],
      ['night & day', 'finished'],
      ['broken', 'unfinished'],
    ]),
  );
  t.same(
    runs.filter(({ hasReport }) => hasReport).map(({ path }) => path[0]),
    ['night & day'],
  );
});

test('a run is read again only when it has changed', async (t) => {
  const root = runsIn(t);
  const list = new RunList({ root, only: null });
  const entryOf = async (name: string) =>
    (await list.read()).runs.find(({ path }) => path[0] === name)?.entry;
  const before = [await entryOf('killed'), await entryOf('night & day')];
  writeFileSync(join(root, 'killed', 'result.json'), JSON.stringify(makeResult({ verdict: 'reduced' })));
  t.equal((await entryOf('killed'))?.verdict, 'reduced');
  t.not(await entryOf('killed'), before[0]);
  t.equal(await entryOf('night & day'), before[1], 'the very same');
});

test('a folder that is a run shows that run alone', async (t) => {
  const root = runsIn(t);
  const folder = await runsFolderOf(join(root, 'killed'));
  t.same(folder, { root, only: 'killed' });
  const list = new RunList(folder);
  t.same(
    (await list.read()).runs.map(({ path }) => path),
    [['killed']],
  );
  t.equal(await list.folderOf(['killed']), join(root, 'killed'));
  t.equal(await list.folderOf(['going-on']), null, 'its neighbours are not shown');
});

test('a run behind a link that leads out of the folder is left out, and that is said', async (t) => {
  const [root, other] = [runsIn(t), runsIn(t)];
  symlinkSync(join(other, 'killed'), join(root, 'elsewhere'), 'junction');
  const listing = await new RunList({ root, only: null }).read();
  t.equal(listing.leftOut, 1);
  t.match(listPage(listing, 'runs'), /1 run folder not shown/);
});

test('the list is a page in which no name is markup', async (t) => {
  const root = runsIn(t);
  const page = listPage(await new RunList({ root, only: null }).read(), '<script>alert(1)</script>');
  t.notMatch(page, '<script>alert');
  t.match(page, 'href="/runs/night%20%26%20day/"');
  t.match(page, 'night &amp; day');
  t.match(page, 'plan.json cannot be read');
  t.notMatch(page, root, 'where the folder lies is not told');
  t.notMatch(page, / style=| on[a-z]+=/, 'nothing in it needs a policy that allows more');
});

test('a folder that is none is refused with what to do', async (t) => {
  const root = runsIn(t);
  for (const folder of [join(root, 'nowhere'), join(root, 'killed', 'plan.json')])
    await t.rejects(runsFolderOf(folder), { code: 'RUN_FOLDER', remedy: /mapileak compare/ });
});
