import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import type { FolderCollector } from '../../../harness/cli/folder-collector.ts';
import { collectFolder } from '../../../harness/cli/judge-folder.ts';
import type { RunEvent } from '../../../harness/contract/event.ts';
import type { Sample } from '../../../harness/contract/sample.ts';
import { eventsOf, samplesOf } from '../../../harness/execute/read-run-folder.ts';
import { partName, rotationSteps } from '../../../harness/execute/rotation.ts';
import { readFileEnd } from '../../../harness/execute/rows/file-end.ts';
import { RUN_FILES, RunFolder } from '../../../harness/execute/run-folder.ts';
import { contentOf } from '../../support/folder-content.ts';
import { beginSoak, goOnWithSoak, writeRounds } from '../../support/soak-on-disk.ts';
import { folderInMemory } from '../../support/temporary.ts';

async function neverRotated(place: string, last: number): Promise<Awaited<ReturnType<typeof contentOf>>> {
  const path = join(place, 'whole');
  const begun = beginSoak(path);
  writeRounds(1, last, begun);
  begun.folder.close();
  return await contentOf(path);
}

test('a folder that is rotated reads as one that is not', async (t) => {
  const place = folderInMemory(t);
  const expected = await neverRotated(place, 6);
  const path = join(place, 'run');
  const { folder, heard, hearer } = beginSoak(path);
  for (const round of [1, 3, 5]) {
    writeRounds(round, round + 1, { folder, heard, hearer });
    const before = await contentOf(path);
    t.equal(
      folder.rotate(() => heard.merged(), { fileBytes: 1, keptParts: 1 }),
      true,
    );
    t.same(await contentOf(path), before);
  }
  folder.close();
  t.same(await contentOf(path), expected);
  const { collected, flagReadBacks } = heard.collected();
  t.same([...collected.replicates], expected.facts, 'who wrote it has heard the same');
  t.same(flagReadBacks, expected.flagReadBacks);
  t.same(
    readdirSync(path).filter((name) => name.endsWith('ndjson')),
    ['events-0003.ndjson', 'events.ndjson', 'samples-0003.ndjson', 'samples.ndjson'],
    'of what is covered the last part is kept',
  );

  const events: RunEvent[] = [];
  for await (const event of eventsOf(path)) events.push(event);
  t.match(events[0], { event: 'run-started', pid: 77 }, 'the first event is still told');
  t.equal(events.filter(({ event }) => event === 'host-lost').length, 3, 'as are those that tell of losses');
  const samples: Sample[] = [];
  for await (const sample of samplesOf(path)) samples.push(sample);
  t.equal(samples.length, 2 * 3 * 3 + 2 * 2, 'and the samples of the last part');
});

test('a run that is killed after any step of a rotation loses nothing and tells nothing twice', async (t) => {
  const place = folderInMemory(t);
  const expected = await neverRotated(place, 5);
  const base = join(place, 'base');
  const { folder, heard, hearer } = beginSoak(base);
  writeRounds(1, 2, { folder, heard, hearer });
  folder.rotate(() => heard.merged(), { fileBytes: 1, keptParts: 1 });
  writeRounds(3, 4, { folder, heard, hearer });
  folder.close();
  const before = await contentOf(base);
  const merged = heard.merged();
  const steps = rotationStepsOf(base, 2, () => merged).length;
  t.ok(steps > 6);
  for (let done = 0; done <= steps; done += 1) {
    const path = join(place, `killed-after-${done}`);
    cpSync(base, path, { recursive: true });
    for (const { run } of rotationStepsOf(path, 2, () => merged).slice(0, done)) run();
    t.same(await contentOf(path), before, `killed after ${done} steps it reads as before`);
    const now = await goOnWithSoak(path);
    writeRounds(5, 5, now);
    t.equal(
      now.folder.rotate(() => now.heard.merged(), { fileBytes: 1, keptParts: 1 }),
      true,
    );
    now.folder.close();
    t.same(await contentOf(path), expected, `killed after ${done} steps it went on`);
  }
});

/** The steps of a rotation of closed files, as {@link RunFolder.rotate} takes them. */
function rotationStepsOf(folder: string, part: number, merged: () => ReturnType<FolderCollector['merged']>) {
  const last = (kind: 'events' | 'samples'): number => readFileEnd(join(folder, RUN_FILES[kind])).lastRow;
  const [lastEvent, lastSample] = [last('events'), last('samples')];
  return rotationSteps({
    folder,
    part,
    keptParts: 1,
    merged: () => ({ ...merged(), part, lastEvent, lastSample }),
  });
}

test('where new files cannot be begun, rows wait for them and none is lost', async (t) => {
  const place = folderInMemory(t);
  const expected = await neverRotated(place, 3);
  const path = join(place, 'run');
  const { folder, heard, hearer } = beginSoak(path);
  folder.holdRows();
  writeRounds(1, 2, { folder, heard, hearer });
  const inTheWay = [join(path, RUN_FILES.samples), join(path, RUN_FILES.events)];
  folder.rotate(
    () => {
      for (const each of inTheWay) mkdirSync(each);
      return heard.merged();
    },
    { fileBytes: 1, keptParts: 1 },
  );
  // Whoever opens files now is given the numbers of those that were closed.
  const others = [1, 2].map((each) => openSync(join(place, `other-${each}`), 'w'));
  writeRounds(3, 3, { folder, heard, hearer });
  t.throws(() => folder.catchUp(), { code: 'SAMPLES_NOT_WRITTEN' });
  const { events, samples } = folder.heldRows;
  t.ok(events > 0 && samples > 0, 'what would be lost is known');
  for (const each of inTheWay) rmdirSync(each);
  folder.catchUp();
  t.same(folder.heldRows, { events: 0, samples: 0 });
  folder.close();
  t.same(await contentOf(path), expected);
  for (const each of others) closeSync(each);
  t.equal(readFileSync(join(place, 'other-1'), 'utf8') + readFileSync(join(place, 'other-2'), 'utf8'), '');
});

test('gaps and rounds are still told when their rows are gone', async (t) => {
  const path = join(folderInMemory(t), 'run');
  const { folder, heard, hearer } = beginSoak(path);
  writeRounds(1, 1, { folder, heard, hearer });
  folder.addEvent({ event: 'resumed', pid: 78, gapMs: 60_000, cutOff: ['off-1'], leftOut: [] });
  writeRounds(2, 2, { folder, heard, hearer });
  const before = await collectFolder(path);
  folder.rotate(() => heard.merged(), { fileBytes: 1, keptParts: 0 });
  folder.close();
  const { gaps, soak } = await collectFolder(path);
  t.match(gaps.join(), /after a gap of 1 min/);
  t.same({ gaps, soak }, { gaps: before.gaps, soak: before.soak });
});

test('where each cycle fails, events alone make a part', async (t) => {
  const path = join(folderInMemory(t), 'run');
  const { folder, heard, hearer } = beginSoak(path);
  writeRounds(1, 1, { folder, heard, hearer });
  const limits = { fileBytes: 20_000, keptParts: 0 };
  t.equal(
    folder.rotate(() => heard.merged(), limits),
    false,
  );
  const failure = { code: 'MAPI_E_NETWORK_ERROR', call: 'MAPILogonEx', failureClass: 'transient' } as const;
  const failures = Array.from({ length: 200 }, (_, i) => ({
    ...{ ...failure, mailbox: `mailbox-${i}`, count: 1, firstCycle: i },
  }));
  folder.addEvent({ event: 'cycles-failed', replicate: 'off-1', arm: 'off', failures });
  t.equal(
    folder.rotate(() => heard.merged(), limits),
    true,
  );
  folder.close();
});

test('rows go on with their numbers from part to part, and one that is missing is told', async (t) => {
  const path = join(folderInMemory(t), 'run');
  const { folder, heard, hearer } = beginSoak(path);
  for (const round of [1, 2]) {
    writeRounds(round, round, { folder, heard, hearer });
    if (round === 1) folder.rotate(() => heard.merged(), { fileBytes: 1, keptParts: 2 });
  }
  folder.close();
  const samples = join(path, RUN_FILES.samples);
  const rows = readFileSync(samples, 'utf8').split('\n');
  t.match(rows[0], /"row":10,/);
  writeFileSync(samples, rows.slice(2).join('\n'));
  t.same((await contentOf(path)).leftOut, [`2 rows are missing before ${samples}:1`]);
});

test('drafts that a killed writer has left are taken away, but those that somebody may be writing now', async (t) => {
  const path = join(folderInMemory(t), 'run');
  const { folder, heard, hearer } = beginSoak(path);
  writeRounds(1, 1, { folder, heard, hearer });
  folder.close();
  const left = ['merged.json.0a1b2c3d', 'plan.json.12345678', 'report.html.deadbeef', 'result.json.0badcafe'];
  const others = ['merged.json.txt', 'notes.12345678'];
  for (const name of [...left, ...others]) writeFileSync(join(path, name), '');
  utimesSync(join(path, 'report.html.deadbeef'), 0, 0);
  RunFolder.reopen(path).folder.close();
  const names = readdirSync(path);
  t.same(
    [...left, ...others].filter((name) => names.includes(name)),
    ['result.json.0badcafe', ...others],
  );
  const now = await goOnWithSoak(path);
  writeFileSync(join(path, 'merged.json.0a1b2c3d'), '');
  now.folder.rotate(() => now.heard.merged(), { fileBytes: 1, keptParts: 2 });
  now.folder.close();
  t.notOk(readdirSync(path).includes('merged.json.0a1b2c3d'), 'nor by a rotation');
});

test('a merged.json that was changed is refused, and what to do is said', async (t) => {
  const path = join(folderInMemory(t), 'run');
  const { folder, heard, hearer } = beginSoak(path);
  writeRounds(1, 2, { folder, heard, hearer });
  folder.rotate(() => heard.merged(), { fileBytes: 1, keptParts: 2 });
  folder.close();
  const file = join(path, RUN_FILES.merged);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"rounds":2', '"rounds":3'));
  await t.rejects(contentOf(path), { code: 'RUN_FOLDER', message: /merged\.json.*checksum/ });
  writeFileSync(file, text.slice(0, -40));
  await t.rejects(contentOf(path), { code: 'RUN_FOLDER', message: /merged\.json/ });
  writeFileSync(file, '');
  await t.rejects(contentOf(path), { code: 'RUN_FOLDER' });
});

test('nothing is rotated before there is enough, and what fails is told and harms no row', async (t) => {
  const place = folderInMemory(t);
  const path = join(place, 'run');
  const { folder, heard, hearer } = beginSoak(path);
  writeRounds(1, 1, { folder, heard, hearer });
  t.equal(
    folder.rotate(() => heard.merged()),
    false,
  );
  const fails = () => {
    throw new Error('no space left on device');
  };
  t.throws(() => folder.rotate(fails, { fileBytes: 1, keptParts: 1 }), {
    code: 'SAMPLES_NOT_WRITTEN',
    message: /could not be put together: no space left/,
  });
  writeRounds(2, 3, { folder, heard, hearer });
  t.equal(
    folder.rotate(() => heard.merged(), { fileBytes: 1, keptParts: 1 }),
    true,
  );
  folder.close();
  t.same(await contentOf(path), await neverRotated(place, 3));
  t.same(
    readdirSync(path).filter((name) => name === partName('samples', 1)),
    [],
    'the part that was left is covered',
  );
});
