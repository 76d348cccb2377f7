import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { judgeFolder } from '../../../harness/cli/judge-folder.ts';
import { resultSchema } from '../../../harness/contract/result.ts';
import { CLAIMS_FILES, readClaimsPlan } from '../../../harness/execute/claims-folder.ts';
import { readHistory } from '../../../harness/execute/history-index.ts';
import {
  readEnvironment,
  readPlan,
  readResult,
  readRows,
  samplesOf,
} from '../../../harness/execute/read-run-folder.ts';
import { RUN_FILES } from '../../../harness/execute/run-folder.ts';
import { renderHtml } from '../../../reports/html/page.ts';
import { makeEnvironment, makePlan, makeResult } from '../../reports/fixtures.ts';
import { nightEntry } from '../../support/history-entries.ts';
import { goodRun, rowsOf } from '../good-run.ts';
import { spoilt } from '../mutations.ts';
import { answerOf, type MakeTarget, target } from '../target.ts';
import { changed } from '../values.ts';

/** plan.json, environment.json, result.json or a plan of claims: spoilt as text or as a value, and read. */
function artefact(
  name: string,
  good: readonly unknown[],
  read: (folder: string) => Promise<unknown>,
): MakeTarget {
  return (folder) => {
    const file = join(folder, name);
    const texts = good.flatMap((each) => [JSON.stringify(each), JSON.stringify(each, null, 2)]);
    return target({
      inputs: fc.oneof(spoilt(texts.map((text) => Buffer.from(text))), changed(good).map(asJson)),
      async feed(input) {
        writeFileSync(file, input);
        await answerOf(file, () => read(folder));
      },
    });
  };
}

const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '');

export const plan = artefact(
  RUN_FILES.plan,
  [makePlan(), makePlan({ length: { by: 'settled', maxCycles: 4096 } })],
  readPlan,
);
export const environment = artefact(RUN_FILES.environment, [makeEnvironment()], readEnvironment);
export const result = artefact(RUN_FILES.result, [makeResult()], readResult);

const CLAIMS_PLAN = {
  schema: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  standInDials: { InstanceBytes: 1000 },
  claims: [
    { claim: 'mapi32', tested: true, evidence: [{ experiment: 'mapi32', arms: ['off'] }] },
    { claim: 'cdo', tested: false, why: 'there is no CDO' },
  ],
  experiments: [{ experiment: 'mapi32', arms: ['off', 'on'], error: null }],
};
export const claimsPlan = artefact(CLAIMS_FILES.plan, [CLAIMS_PLAN], readClaimsPlan);

/** events.ndjson and samples.ndjson. */
export const rows: MakeTarget = (folder) => {
  const { events, samples } = goodRun(folder);
  const input = (rowsOfFile: readonly unknown[]) =>
    fc.oneof(
      spoilt([Buffer.from(rowsOf(rowsOfFile))]),
      changed([rowsOfFile]).map((each) => Buffer.from(rowsOf(each))),
    );
  return target({
    inputs: fc.record({
      name: fc.constantFrom(RUN_FILES.events, RUN_FILES.samples),
      events: input(events),
      samples: input(samples),
    }),
    async feed({ events: badEvents, name, samples: badSamples }) {
      const isEvents = name === RUN_FILES.events;
      writeFileSync(join(folder, RUN_FILES.events), isEvents ? badEvents : rowsOf(events));
      writeFileSync(join(folder, RUN_FILES.samples), isEvents ? rowsOf(samples) : badSamples);
      let heard = 0;
      const listener = { add: () => (heard += 1), addEvent: () => (heard += 1) };
      const leftOut = await answerOf(join(folder, name), () => readRows(folder, listener));
      const isNamed = leftOut?.every((each) => each.includes(folder)) ?? true;
      if (!isNamed) throw new Error(leftOut?.join());
      if (!isEvents) await answerOf(join(folder, name), () => drain(samplesOf(folder)));
    },
  });
};

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

/** What fits the schemas is judged, however absurd: the result can be written, read again, and shown. */
export const judged: MakeTarget = (folder) => {
  const good = goodRun(folder);
  return target({
    inputs: fc.record({
      plan: fc.oneof(
        { weight: 2, arbitrary: fc.constant<unknown>(good.plan) },
        { weight: 1, arbitrary: changed([good.plan]) },
      ),
      events: fc.oneof(
        { weight: 2, arbitrary: fc.constant<unknown>(good.events) },
        { weight: 1, arbitrary: changed([good.events]) },
      ),
      samples: changed([good.samples]),
    }),
    async feed({ events, plan: badPlan, samples }) {
      writeFileSync(join(folder, RUN_FILES.plan), asJson(badPlan));
      writeFileSync(join(folder, RUN_FILES.events), rowsOf(events));
      writeFileSync(join(folder, RUN_FILES.samples), rowsOf(samples));
      const input = await answerOf(folder, () => judgeFolder(folder));
      if (input === undefined) return;
      resultSchema.parse(JSON.parse(JSON.stringify(input.result)));
      if (/\b(?:NaN|undefined)\b/.test(renderHtml(input))) throw new Error('NaN or undefined is shown');
    },
  });
};

/** The index of a folder of runs mends itself whatever is in it. */
export const history: MakeTarget = (folder) => {
  const entries = [1, 2, 3].map((day) => ({ ...nightEntry(day, {}), stamp: '-' }));
  const file = join(folder, 'history.ndjson');
  mkdirSync(folder, { recursive: true });
  return target({
    inputs: fc.oneof(
      spoilt([Buffer.from(rowsOf(entries)), Buffer.from(rowsOf([{ ...entries[0], schema: 99 }]))]),
      changed([entries]).map((each) => Buffer.from(rowsOf(each))),
    ),
    async feed(input) {
      writeFileSync(file, input);
      const { entries: known, notes } = await readHistory(folder);
      if (notes.some((note) => !note.includes('history.ndjson'))) throw new Error(notes.join());
      appendFileSync(file, '');
      if ((await readHistory(folder)).entries.length !== known.length)
        throw new Error('it did not mend itself');
    },
  });
};
