import { endWording } from '../../reports/exhausted.ts';
import type { Password } from '../../scenarios/credentials/password.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import type { Check } from '../contract/check.ts';
import type { Referee } from '../contract/referee.ts';
import { type CampaignOutcome, runCampaign } from '../execute/campaign.ts';
import type { MeasuredReplicates } from '../execute/measured-replicates.ts';
import { RunFolder } from '../execute/run-folder.ts';
import type { PlannedRun } from '../plan/make-plan.ts';
import type { Interruption } from './interruption.ts';
import { showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import { ProgressLine } from './progress.ts';
import { screenOf, type Terminal } from './terminal.ts';
import { standInNeeds } from './written-places.ts';

export interface MeasureParts {
  readonly planned: PlannedRun;
  /** The run folder, which is made. */
  readonly path: string;
  /** Checks before the run that were not in order. */
  readonly preflight: readonly Check[];
  readonly password: Password | null;
  readonly native: NativeParts;
  /** What other runs have measured already. */
  readonly measured?: MeasuredReplicates;
  /** Who says at each look which arms have seen enough. */
  readonly referee?: Referee;
  readonly quiet: boolean;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

/**
 * Runs a plan, listening to the user and showing progress.
 * @throws HarnessError RUN_FOLDER, or INPUT_FILE if the list of mailboxes is no longer what was planned
 */
export async function measure(parts: MeasureParts): Promise<CampaignOutcome> {
  const { interruption, native, planned, quiet, terminal } = parts;
  const { plan } = planned;
  const mailboxes = await openMailboxList(plan.mailboxes, plan.mailboxOrder, plan.seed);
  try {
    const folder = RunFolder.create(parts.path);
    const progress = new ProgressLine(terminal.stderr, screenOf(terminal.stderr, terminal.environment));
    const onStop = (signal: string): void => {
      progress.clear();
      folder.addEvent({ event: 'stop-requested', by: signal });
    };
    // The last resort, should this program fail in a way that nobody catches.
    const putFlagBack = (): void => void native.flag.restore();
    process.once('exit', putFlagBack);
    try {
      return await interruption.during(onStop, () =>
        runCampaign({
          ...parts,
          ...native,
          ...standInNeeds(planned, native),
          ...interruption.stopping,
          plan,
          folder,
          mailboxes,
          onProgress: (stage) => {
            if (!quiet) progress.show(stage);
          },
          onExhausted: ({ replicate }, exhausted) => {
            progress.clear();
            if (!quiet) showNote(terminal, `${replicate} stopped ${endWording([exhausted])}.`);
          },
        }),
      );
    } finally {
      process.off('exit', putFlagBack);
      progress.clear();
      folder.close();
    }
  } finally {
    await mailboxes.close();
  }
}
