import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { analyse } from '../../analyse/analyse.ts';
import type { ComparedRun } from '../../analyse/between-runs/compare-runs.ts';
import { HarnessError } from '../../contract/errors.ts';
import { historyEntryOf } from '../../contract/history-entry.ts';
import type { RunSeries } from '../../contract/series.ts';
import { readClaimsPlan } from '../../execute/claims-folder.ts';
import { readRun } from '../../execute/list-runs.ts';
import { readEnvironment, readPlan, readResult } from '../../execute/read-run-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import { collectFolder } from '../judge-folder.ts';

/** A run to be compared, and what its charts are drawn from: nothing, where its samples are gone. */
export interface ReadRun {
  readonly run: ComparedRun;
  readonly series: RunSeries;
  /** What had to be left out, one sentence each. */
  readonly leftOut: readonly string[];
}

/**
 * Judges a run folder anew; where its samples are gone, its result.json stands.
 * @throws HarnessError RUN_FOLDER, or USAGE for a folder of claims
 */
export async function readComparedRun(folder: string): Promise<ReadRun> {
  if ((await readClaimsPlan(folder)) !== null) throw claimsAreSeveral(folder);
  const { lastEventAt, durationMs, finishedAt, outcome, startedAt, state } = await readRun(folder, '.');
  const times = { lastEventAt, durationMs, finishedAt, outcome, startedAt, state };
  const isThere = (await isFilled(folder, RUN_FILES.samples)) && (await isFilled(folder, RUN_FILES.events));
  const hasRows = isThere || (await isFilled(folder, RUN_FILES.merged));
  if (!hasRows) {
    const [plan, environment] = [await readPlan(folder), await readEnvironment(folder)];
    const result = await readResult(folder);
    const entry = historyEntryOf({ run: folder, times, problem: null, plan, environment, result });
    return { run: { plan, environment, collected: null, result, entry }, series: new Map(), leftOut: [] };
  }
  const { collected, environment, leftOut, plan } = await collectFolder(folder);
  const result = analyse({ plan, environment, collected });
  const entry = historyEntryOf({ run: folder, times, problem: null, plan, environment, result });
  return { run: { plan, environment, collected, result, entry }, series: collected.series, leftOut };
}

const isFilled = async (folder: string, name: string): Promise<boolean> =>
  await stat(join(folder, name)).then(
    ({ size }) => size > 0,
    () => false,
  );

function claimsAreSeveral(folder: string): HarnessError {
  return new HarnessError(
    'USAGE',
    `${folder} is a folder of claims, which holds several runs`,
    `Name one of them, such as ${join(folder, 'mapi32')}.`,
  );
}
