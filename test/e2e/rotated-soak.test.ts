import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { type Test, test } from 'tap';
import { readZip } from '../../harness/cli/bundle/zip-reader.ts';
import { collectFolder } from '../../harness/cli/judge-folder.ts';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { JudgeThread } from '../../harness/serve/live/judge.ts';
import { LiveRun } from '../../harness/serve/live/live-run.ts';
import { resultOf, workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { beginSoak, SOAK_ON_DISK, writeRounds } from '../support/soak-on-disk.ts';
import { folderInMemory } from '../support/temporary.ts';

const LIMITS = { fileBytes: 1, keptParts: 1 };

/** A soak of twice so many rounds, all of them in merged.json, and one more. */
function rotatedSoak(place: string, each: number): string {
  const path = join(place, 'soak');
  const begun = beginSoak(path);
  for (const last of [each, 2 * each]) {
    writeRounds(last - each + 1, last, begun);
    begun.folder.rotate(() => begun.heard.merged(), LIMITS);
  }
  writeRounds(2 * each + 1, 2 * each + 1, begun);
  begun.folder.addEvent({ event: 'run-finished', outcome: 'complete' });
  begun.folder.close();
  return path;
}

test('commands read a soak whose rows were put together', async (t) => {
  const place = workplace(t);
  // So many rounds that batches are of two replicates.
  const soak = rotatedSoak(folderInMemory(t), 35);

  const out = join(place.folder, 'out.ndjson');
  const judged = await place.mapileak(['analyse', soak, '--json', '--report', `ndjson=${out}`]);
  const result = resultOf(judged);
  const [off] = result.arms;
  t.match(off, { arm: 'off', replicates: 71 + 23, batches: { count: 35, replicatesEach: 2, waiting: 1 } });
  t.equal(off?.cycles, 71 * 40 + 23 * 23, 'cycles of exhausted replicates are counted');
  t.match(off?.lostHosts, { hosts: 71 + 23 + 35, lost: 35 });
  t.equal(off?.failures.total, 17 * 2);
  t.ok(result.complete);
  t.match(result.warnings.join('\n'), /35 of 129 session hosts of off were lost \(35 hung in MAPILogonEx\)/);
  const rows = readFileSync(out, 'utf8');
  t.match(rows, /"row":"sample"[^\n]*"replicate":"off-36"/, 'samples that are there');
  t.notMatch(rows, /"row":"sample"[^\n]*"replicate":"off-2"/, 'and none that are gone');
  t.match(readFileSync(join(soak, 'report.html'), 'utf8'), /35 batches of 2; 1 more wait/);
  if (!NIGHTLY) return;

  const history = await place.mapileak(['history', join(soak, '..'), '--json']);
  t.match(history.stdout, /"run": ?"soak"/, history.stderr);
  const copy = join(place.folder, 'copy');
  cpSync(soak, copy, { recursive: true });
  const diff = await place.mapileak(['diff', soak, copy, '--json']);
  t.match(JSON.parse(diff.stdout), { basis: 'samples', comparable: true }, diff.stderr);
});

test('a bundle of a soak names nobody, and is judged as the soak is', async (t) => {
  const place = workplace(t);
  const soak = rotatedSoak(folderInMemory(t), 4);
  const zip = join(place.folder, 'soak.zip');
  const bundled = await place.mapileak(['bundle', soak, '--out', zip]);
  t.equal(bundled.code, 0, bundled.stderr);

  const unpacked = join(place.folder, 'unpacked');
  mkdirSync(unpacked);
  for (const entry of await readZip(zip)) {
    const text = await textOf(entry.content());
    writeFileSync(join(unpacked, basename(entry.name)), text);
    if (/json$/.test(entry.name)) t.notMatch(text, /"(?:ann|m4|m8)"/, entry.name);
  }
  t.ok(existsSync(join(unpacked, RUN_FILES.merged)));
  t.ok(existsSync(join(unpacked, 'samples-0002.ndjson')));
  const [before, after] = [await collectFolder(soak), await collectFolder(unpacked)];
  t.same(after.leftOut, before.leftOut);
  const [was, is] = [before, after].map(({ collected }) => collected.soak?.arms.get('off'));
  t.same({ ...is, losses: is?.losses.where }, { ...was, losses: was?.losses.where });
  t.same(Object.values(is?.losses.mailboxes ?? {}), [4]);
  t.same([...after.collected.series], [...before.collected.series]);
  const failures = after.collected.failures.get('off');
  t.equal(failures?.total, before.collected.failures.get('off')?.total);
  t.match(Object.keys(failures?.byMailbox ?? {})[0], /^mailbox-\d+$/);
});

test('the page of a soak goes on when its rows are begun anew', async (t) => {
  const path = join(folderInMemory(t), 'soak');
  const begun = beginSoak(path);
  writeRounds(1, 2, begun);
  const run = await followed(t, path);
  t.equal(run.state().cells['replicates'], '7 in 2 rounds');
  begun.folder.rotate(() => begun.heard.merged(), LIMITS);
  writeRounds(3, 4, begun);
  const wanted = await collectFolder(path);
  // Events are read before samples, and a round is whole with its last one; while it reads anew there is none.
  await until(() => {
    const arms = [...(run.view().collected.soak?.arms.values() ?? [])];
    return arms.length === wanted.collected.soak?.arms.size && arms.every(({ whole }) => whole === 4);
  });
  t.same(run.view().collected.replicates, wanted.collected.replicates);
  t.equal(run.view().passedOver, 0);
  t.equal(run.state().cells['status'], 'running');
  const late = await followed(t, path);
  t.same(late.view().collected.replicates, wanted.collected.replicates, 'as who looks only now');
  t.equal(late.view().course.startedAt, run.view().course.startedAt);
  begun.folder.close();
});

async function followed(t: Test, path: string): Promise<LiveRun> {
  const thread = new JudgeThread();
  const run = new LiveRun(path, SOAK_ON_DISK, thread.judge);
  t.teardown(() => {
    run.close();
    thread.close();
  });
  await run.ready;
  return run;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400 && !isSo(); attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
}
