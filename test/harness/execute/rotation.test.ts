import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { FolderCollector } from '../../../harness/cli/folder-collector.ts';
import { collectFolder } from '../../../harness/cli/judge-folder.ts';
import type { RunEvent } from '../../../harness/contract/event.ts';
import type { Sample } from '../../../harness/contract/sample.ts';
import { eventsOf, readRows, samplesOf } from '../../../harness/execute/read-run-folder.ts';
import { readSoakProgress, type SoakProgress } from '../../../harness/execute/resume/soak-progress.ts';
import { partName, rotationSteps } from '../../../harness/execute/rotation.ts';
import { readFileEnd } from '../../../harness/execute/rows/file-end.ts';
import { RUN_FILES, RunFolder } from '../../../harness/execute/run-folder.ts';
import { makeEnvironment } from '../../reports/fixtures.ts';
import { noiseOf } from '../../support/noise.ts';
import { type SoakCurves, soakPlan, tellReplicate, tellRound } from '../../support/soak-rounds.ts';
import { exhaustedAt, type Hearer } from '../analyse/make-run.ts';

/** Short replicates of few samples, as each row is waited for until it is on the disk. */
const PLAN = soakPlan({
  length: { by: 'cycles', cycles: 40 },
  blockCycles: 20,
  control: true,
  arms: ['off', 'on'],
});
const CURVES: SoakCurves = {
  off: { heapBytes: (round) => noisy(round, 512), heaps: () => (cycle) => 5 + cycle },
  on: { heapBytes: (round) => noisy(round + 1000, 0), heaps: () => () => 5 },
  control: { heapBytes: (round) => noisy(round + 2000, 0), heaps: () => () => 4 },
};
function noisy(seed: number, rate: number): (cycle: number) => number {
  const noise = noiseOf(seed);
  return (cycle) => 1_000_000 + rate * cycle + Math.round(noise.normal(64));
}

/** A run folder that is written, and what has heard all of it. */
interface Writing {
  readonly folder: RunFolder;
  readonly heard: FolderCollector;
  readonly hearer: Hearer;
}

function writing(folder: RunFolder, heard: FolderCollector): Writing {
  folder.tellTo(heard);
  const hearer: Hearer = {
    add: (sample) => folder.addSample(sample),
    addEvent: ({ at: _, elapsedMs: __, schema: ___, ...event }) => void folder.addEvent(event),
  };
  return { folder, heard, hearer };
}

function begin(path: string): Writing {
  const folder = RunFolder.create(path);
  folder.writePlan(PLAN);
  folder.writeEnvironment(makeEnvironment());
  const begun = writing(folder, new FolderCollector(PLAN));
  folder.addEvent({ event: 'run-started', pid: 77 });
  return begun;
}

async function goOn(path: string): Promise<Writing> {
  const heard = new FolderCollector(PLAN);
  await readRows(path, heard);
  return writing(RunFolder.reopen(path).folder, heard);
}

const lastActivity = { call: 'MAPILogonEx', cycle: 7, mailbox: 'ann' };

/** Rounds with all that may befall one. */
function rounds(from: number, to: number, { folder, hearer }: Writing): void {
  for (let round = from; round <= to; round += 1) {
    for (const arm of PLAN.arms) {
      folder.addEvent({ event: 'flag-written', arm, wanted: 0, readBack: 0 });
    }
    if (round % 2 === 0) {
      const lost = { replicate: `off-${round}.2`, arm: 'off' } as const;
      tellShort(lost.replicate, round, hearer);
      folder.addEvent({ event: 'host-lost', ...lost, how: 'hung', detail: '', lastActivity });
    }
    if (round % 3 === 0) {
      tellShort(`off-${round}.3`, round, hearer);
      folder.addEvent({ event: 'exhausted', replicate: `off-${round}.3`, arm: 'off', ...exhaustedAt(20) });
    }
    if (round % 4 === 0) {
      const failure = { code: 'MAPI_E_LOGON_FAILED', call: 'MAPILogonEx', mailbox: `m${round}` };
      const failures = [{ ...failure, failureClass: 'mailbox', count: 2, firstCycle: 3 } as const];
      folder.addEvent({ event: 'cycles-failed', replicate: `off-${round}`, arm: 'off', failures });
    }
    tellRound(round, CURVES, PLAN, hearer);
  }
}

/** Samples of a replicate whose end is told by another event. */
function tellShort(replicate: string, round: number, { add, addEvent }: Hearer): void {
  const quiet: Hearer = { add, addEvent: (event) => event.event !== 'host-finished' && addEvent(event) };
  tellReplicate(replicate, 'off', round, CURVES.off ?? {}, PLAN, quiet, 20);
}

/** All that is judged and reported of a folder, but for times of the wall clock. */
async function contentOf(path: string) {
  const { collected, environment, flagReadBacks, leftOut, plan } = await collectFolder(path);
  return {
    leftOut,
    flagReadBacks,
    result: analyse({ collected, environment, plan }),
    series: [...collected.series].map(([resource, all]) => [
      resource,
      all.map(({ cycles, replicate, values }) => [replicate, [...cycles], [...values]]),
    ]),
    facts: collected.replicates,
    soak: collected.soak,
    progress: progressOf(await readSoakProgress(path)),
  };
}

/** Where it was, but for times. */
function progressOf({ elapsedMs: _, lastRowAt: __, lostAt, ...progress }: SoakProgress) {
  return { ...progress, lostAt: [...lostAt] };
}

async function neverRotated(place: string, last: number): Promise<Awaited<ReturnType<typeof contentOf>>> {
  const path = join(place, 'whole');
  const begun = begin(path);
  rounds(1, last, begun);
  begun.folder.close();
  return await contentOf(path);
}

test('a folder that is rotated reads as one that is not', async (t) => {
  const place = t.testdir();
  const expected = await neverRotated(place, 6);
  const path = join(place, 'run');
  const { folder, heard, hearer } = begin(path);
  for (const round of [1, 3, 5]) {
    rounds(round, round + 1, { folder, heard, hearer });
    const before = await contentOf(path);
    t.equal(
      folder.rotate(() => heard.merged(), { sampleBytes: 1, keptParts: 1 }),
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
  const place = t.testdir();
  const expected = await neverRotated(place, 5);
  const base = join(place, 'base');
  const { folder, heard, hearer } = begin(base);
  rounds(1, 2, { folder, heard, hearer });
  folder.rotate(() => heard.merged(), { sampleBytes: 1, keptParts: 1 });
  rounds(3, 4, { folder, heard, hearer });
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
    const now = await goOn(path);
    rounds(5, 5, now);
    t.equal(
      now.folder.rotate(() => now.heard.merged(), { sampleBytes: 1, keptParts: 1 }),
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

test('rows go on with their numbers from part to part, and one that is missing is told', async (t) => {
  const path = join(t.testdir(), 'run');
  const { folder, heard, hearer } = begin(path);
  for (const round of [1, 2]) {
    rounds(round, round, { folder, heard, hearer });
    if (round === 1) folder.rotate(() => heard.merged(), { sampleBytes: 1, keptParts: 2 });
  }
  folder.close();
  const samples = join(path, RUN_FILES.samples);
  const rows = readFileSync(samples, 'utf8').split('\n');
  t.match(rows[0], /"row":10,/);
  writeFileSync(samples, rows.slice(2).join('\n'));
  t.same((await contentOf(path)).leftOut, [`2 rows are missing before ${samples}:1`]);
});

test('a merged.json that was changed is refused, and what to do is said', async (t) => {
  const path = join(t.testdir(), 'run');
  const { folder, heard, hearer } = begin(path);
  rounds(1, 2, { folder, heard, hearer });
  folder.rotate(() => heard.merged(), { sampleBytes: 1, keptParts: 2 });
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
  const place = t.testdir();
  const path = join(place, 'run');
  const { folder, heard, hearer } = begin(path);
  rounds(1, 1, { folder, heard, hearer });
  t.equal(
    folder.rotate(() => heard.merged()),
    false,
  );
  const fails = () => {
    throw new Error('no space left on device');
  };
  t.throws(() => folder.rotate(fails, { sampleBytes: 1, keptParts: 1 }), {
    code: 'SAMPLES_NOT_WRITTEN',
    message: /could not be put together: no space left/,
  });
  rounds(2, 3, { folder, heard, hearer });
  t.equal(
    folder.rotate(() => heard.merged(), { sampleBytes: 1, keptParts: 1 }),
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
