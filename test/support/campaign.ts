import { join } from 'node:path';
import type { Test } from 'tap';
import { openNativeParts } from '../../harness/cli/native-parts.ts';
import { standInNeeds } from '../../harness/cli/written-places.ts';
import type { RunEvent } from '../../harness/contract/event.ts';
import type { Referee } from '../../harness/contract/referee.ts';
import type { QuiescentSample, Sample } from '../../harness/contract/sample.ts';
import { type CampaignOutcome, runCampaign } from '../../harness/execute/campaign.ts';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { RunFolder } from '../../harness/execute/run-folder.ts';
import type { StageProgress } from '../../harness/execute/stage-progress.ts';
import { makePlan } from '../../harness/plan/make-plan.ts';
import { DEFAULTS, parseRunOptions } from '../../harness/plan/options.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import { temporaryFolder, temporaryRegistry } from './temporary.ts';

/** What a campaign of the stand-in has written, and told on its way. */
export interface RanCampaign {
  readonly outcome: CampaignOutcome;
  readonly events: readonly RunEvent[];
  readonly samples: readonly QuiescentSample[];
  readonly progress: readonly StageProgress[];
}

const OPTIONS = {
  scenario: DEFAULTS.scenario,
  mapi: DEFAULTS.mapi,
  ffi: DEFAULTS.ffi,
  mailboxCount: 40,
  replicates: 2,
  arms: 'off,on',
  control: false,
  flagView: 'own',
  flagKey: 'applications',
  impersonation: DEFAULTS.impersonation,
  logonType: DEFAULTS.logonType,
  seed: DEFAULTS.seed,
  walkBudget: 60,
  hangTimeout: 60,
};

/**
 * Runs a campaign in this process, with session hosts of its own, on a registry of its own.
 * @param options as the command line has them, where they differ from two quick replicates of off and on
 */
export async function campaign(
  t: Test,
  options: Readonly<Record<string, unknown>>,
  referee?: Referee,
): Promise<RanCampaign> {
  const { standIn, ...others } = { standIn: [], ...options };
  const dials = ['RoundTripMicroseconds=0', ...(Array.isArray(standIn) ? standIn : [])];
  const parsed = parseRunOptions({ ...OPTIONS, ...others, standIn: dials });
  const native = await openNativeParts(parsed.ffi, temporaryRegistry(t));
  const planned = await makePlan('compare', parsed, native.host, new Date(0));
  const { plan } = planned;
  const path = join(temporaryFolder(t), 'run');
  const folder = RunFolder.create(path);
  const mailboxes = await openMailboxList(plan.mailboxes, plan.mailboxOrder, plan.seed);
  const progress: StageProgress[] = [];
  const never = { stop: new AbortController().signal, stopNow: new AbortController().signal };
  const outcome = await runCampaign({
    ...native,
    ...standInNeeds(planned, native),
    ...never,
    ...(referee === undefined ? {} : { referee }),
    plan,
    folder,
    mailboxes,
    password: null,
    preflight: [],
    onProgress: (each) => progress.push(each),
  });
  folder.close();
  await mailboxes.close();
  return { outcome, progress, ...(await rowsIn(path)) };
}

async function rowsIn(path: string) {
  const events: RunEvent[] = [];
  const samples: Sample[] = [];
  await readRows(path, { add: (row) => samples.push(row), addEvent: (row) => events.push(row) });
  return {
    events,
    samples: samples.flatMap((sample) => (sample.kind === 'quiescent' ? [sample] : [])),
  };
}

/** Busy heap bytes per cycle between the first and the last walk of a replicate's sweep. */
export function heapRate(samples: readonly QuiescentSample[], replicate: string): number {
  const walked = samples.flatMap(({ cycle, phase, readings, replicate: of }) =>
    of === replicate && phase === 'sweep' && readings.heapBytes !== undefined
      ? [{ cycle, bytes: readings.heapBytes }]
      : [],
  );
  const [first, last] = [walked[0], walked.at(-1)];
  if (first === undefined || last === undefined || first === last) return Number.NaN;
  return (last.bytes - first.bytes) / (last.cycle - first.cycle);
}
