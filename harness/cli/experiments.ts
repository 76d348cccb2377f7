import { join } from 'node:path';
import type { Password } from '../../scenarios/credentials/password.ts';
import type { Check } from '../contract/check.ts';
import type { ClaimsPlan } from '../contract/claims.ts';
import { type FaultCode, HarnessError } from '../contract/errors.ts';
import type { CampaignOutcome } from '../execute/campaign.ts';
import { MeasuredReplicates } from '../execute/measured-replicates.ts';
import { experimentOptions } from '../plan/kb891509/experiments.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { RunOptions } from '../plan/options.ts';
import type { Interruption } from './interruption.ts';
import { measure } from './measure.ts';
import { showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import { preflight } from './preflight.ts';
import type { Terminal } from './terminal.ts';

/** What all experiments of one command share. */
export interface ExperimentParts {
  /** The command's name, for the plans. */
  readonly command: string;
  readonly options: RunOptions;
  readonly quiet: boolean;
  readonly progressIntervalMs: number;
  /** What was put back before the first of them. */
  readonly repaired: readonly Check[];
  readonly native: NativeParts;
  readonly password: Password | null;
  /** The experiments' run folders lie in it. */
  readonly folder: string;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

/** How it ended: through all experiments, or at a signal, or at an error that the next one would meet as well. */
export type ExperimentsEnd =
  | { readonly end: 'complete' | 'host-lost' | 'stopped' }
  | { readonly end: 'failed'; readonly error: HarnessError };

type Planned = ClaimsPlan['experiments'][number];

/** Errors of one scenario, or of the MAPI under it; after any other, the next run would fail as well, or lock accounts. */
const OF_ONE_EXPERIMENT: readonly FaultCode[] = [
  'EXPORT_MISSING',
  'HOST_DIED',
  'HOST_HUNG',
  'LIBRARY_NOT_LOADED',
  'MAPI_ENVIRONMENT',
  'SCENARIO',
];

/** Measures one experiment after the other. @returns the plan with what ended some of them early */
export async function measureExperiments(
  plan: ClaimsPlan,
  parts: ExperimentParts,
): Promise<{ readonly plan: ClaimsPlan; readonly ended: ExperimentsEnd }> {
  const measured = new MeasuredReplicates();
  const experiments = [...plan.experiments];
  let hostLost = false;
  const end = (ended: ExperimentsEnd) => ({ plan: { ...plan, experiments }, ended });
  for (const [index, planned] of plan.experiments.entries()) {
    if (!parts.quiet) announce(parts.terminal, planned, `${index + 1} of ${plan.experiments.length}`);
    const outcome = await measureExperiment(planned, measured, parts);
    if (outcome.outcome === 'stopped') {
      experiments[index] = { ...planned, error: 'stopped by the user' };
      return end({ end: 'stopped' });
    }
    if (outcome.outcome === 'complete') continue;
    const { error } = outcome;
    experiments[index] = { ...planned, error: `${error.message}. ${error.remedy}` };
    if (!OF_ONE_EXPERIMENT.includes(error.code)) return end({ end: 'failed', error });
    hostLost ||= outcome.outcome === 'host-lost';
  }
  return end({ end: hostLost ? 'host-lost' : 'complete' });
}

async function measureExperiment(
  { arms, experiment }: Planned,
  measured: MeasuredReplicates,
  parts: ExperimentParts,
): Promise<CampaignOutcome> {
  const { command, native, terminal } = parts;
  try {
    const options = experimentOptions(parts.options, experiment, arms);
    const planned = await makePlan(command, options, native.host, new Date());
    const { dials, plan } = planned;
    const notInOrder = [...parts.repaired, ...preflight(planned, native, { quiet: true }, terminal)];
    const path = join(parts.folder, experiment);
    const password = plan.impersonation === 'logon-user' ? parts.password : null;
    const outcome = await measure({ ...parts, planned, path, preflight: notInOrder, password, measured });
    await measured.addFrom(plan, dials, path);
    return outcome;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { outcome: 'failed', error };
  }
}

function announce(terminal: Terminal, { arms, experiment }: Planned, position: string): void {
  showNote(terminal, `${experiment} (run ${position}): ${arms.join(', ')}, control`);
}
