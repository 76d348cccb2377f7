import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { judgeFolder } from '../../../harness/cli/judge-folder.ts';
import { reportedRun } from '../../../harness/cli/reported-run.ts';
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
import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import { renderHtml } from '../../../reports/html/page.ts';
import { inPieces, type Report } from '../../../reports/report.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { ENVIRONMENT } from '../../harness/analyse/make-run.ts';
import { makeEnvironment, makePlan, makeResult } from '../../reports/fixtures.ts';
import { nightEntry } from '../../support/history-entries.ts';
import { goodRuns, rowsOf } from '../good-run.ts';
import { spoilt } from '../mutations.ts';
import { answerOf, isRead, type MakeTarget, target } from '../target.ts';
import { changed, rowsChanged } from '../values.ts';

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
        return isRead(await answerOf(file, () => read(folder)));
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
  const runs = goodRuns(folder);
  const input = (good: readonly (readonly unknown[])[]) =>
    fc.oneof(
      spoilt(good.map((each) => Buffer.from(rowsOf(each)))),
      changed(good).map((each) => Buffer.from(rowsOf(each))),
    );
  return target({
    inputs: fc.oneof(
      fc.record({ name: fc.constant(RUN_FILES.events), bad: input(runs.map(({ events }) => events)) }),
      fc.record({ name: fc.constant(RUN_FILES.samples), bad: input(runs.map(({ samples }) => samples)) }),
    ),
    async feed({ bad, name }) {
      const [good] = runs;
      writeFileSync(join(folder, RUN_FILES.events), rowsOf(good.events));
      writeFileSync(join(folder, RUN_FILES.samples), rowsOf(good.samples));
      writeFileSync(join(folder, name), bad);
      const listener = { add: () => {}, addEvent: () => {} };
      const leftOut = await answerOf(join(folder, name), () => readRows(folder, listener));
      const isNamed = leftOut?.every((each) => each.includes(folder)) ?? true;
      if (!isNamed) throw new Error(leftOut?.join());
      if (name === RUN_FILES.samples) await answerOf(join(folder, name), () => drain(samplesOf(folder)));
      return isRead(leftOut);
    },
  });
};

async function drain(all: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of all);
}

/** What fits the schemas is judged, however absurd: the result can be written, read again, and shown in every format. */
export const judged: MakeTarget = (folder) => {
  const mostlyGood = (good: readonly unknown[]) =>
    fc.oneof(
      { weight: 8, arbitrary: rowsChanged(good) },
      { weight: 1, arbitrary: changed([good]).map((each) => (Array.isArray(each) ? each : [each])) },
    );
  writeFileSync(join(folder, RUN_FILES.environment), asJson(ENVIRONMENT));
  return target({
    inputs: fc.constantFrom(...goodRuns(folder)).chain(({ events, plan: good, samples }) =>
      fc.record({
        badPlan: fc.oneof(
          { weight: 3, arbitrary: fc.constant(good) },
          { weight: 2, arbitrary: rowsChanged([good]).map(([each]) => each) },
          { weight: 1, arbitrary: changed([good]) },
        ),
        events: mostlyGood(events),
        samples: mostlyGood(samples),
      }),
    ),
    async feed({ badPlan, events, samples }) {
      writeFileSync(join(folder, RUN_FILES.plan), asJson(badPlan));
      writeFileSync(join(folder, RUN_FILES.events), rowsOf(events));
      writeFileSync(join(folder, RUN_FILES.samples), rowsOf(samples));
      const input = await answerOf(folder, () => judgeFolder(folder));
      if (input === undefined) return false;
      resultSchema.parse(JSON.parse(JSON.stringify(input.result)));
      requireNumbers(renderHtml(input), 'html');
      const run = reportedRun(input, folder, 'fixed');
      for (const report of REPORTS) requireNumbers(await textOf(report, run), report.name);
      return true;
    },
  });
};

/** The page is shown without its script, which says NaN itself. */
const REPORTS = RUN_REPORTS.filter(({ name }) => name !== 'html');

function requireNumbers(text: string, format: string): void {
  const found = /\b(?:NaN|undefined)\b/.exec(text);
  if (found === null) return;
  throw new Error(`${format} says: ${text.slice(Math.max(found.index - 80, 0), found.index + 80)}`);
}

async function textOf(report: Report, run: ReportedRun): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of inPieces(report.render(run))) pieces.push(piece);
  return pieces.join('');
}

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
      const isLooked = input.length % 8 === 0;
      if (isLooked && (await readHistory(folder)).entries.length !== known.length)
        throw new Error('it did not mend itself');
      return known.length === entries.length;
    },
  });
};
