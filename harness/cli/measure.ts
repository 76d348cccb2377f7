import { endWording } from '../../reports/exhausted.ts';
import type { Password } from '../../scenarios/credentials/password.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import type { Check } from '../contract/check.ts';
import { type CampaignOutcome, runCampaign } from '../execute/campaign.ts';
import { folderCloser } from '../execute/close-folder.ts';
import type { MeasuredReplicates } from '../execute/measured-replicates.ts';
import { RunFolder } from '../execute/run-folder.ts';
import type { PlannedRun } from '../plan/make-plan.ts';
import type { Interruption } from './interruption.ts';
import { showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import { ProgressLine } from './progress/progress.ts';
import { createReferee, type WatchedReferee } from './referee.ts';
import type { Terminal } from './terminal.ts';
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
  readonly referee?: WatchedReferee;
  readonly quiet: boolean;
  /** Between two lines of progress elsewhere than on a terminal. */
  readonly progressIntervalMs: number;
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
    const folder = RunFolder.create(parts.path, folderCloser(native.windows));
    if (folder.openToOthers !== null && !quiet) showNote(terminal, folder.openToOthers);
    const progress = quiet ? null : watching(parts, folder);
    const onStop = (signal: string): void => {
      progress?.clear();
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
          onProgress: (stage) => progress?.show(stage),
          onExhausted: ({ replicate }, exhausted) => {
            progress?.clear();
            if (!quiet) showNote(terminal, `${replicate} stopped ${endWording([exhausted])}.`);
          },
        }),
      );
    } finally {
      process.off('exit', putFlagBack);
      progress?.close();
      folder.close();
    }
  } finally {
    await mailboxes.close();
  }
}

/** Where no referee hears the rows, somebody must who can say how the arms grow. */
function watching(parts: MeasureParts, folder: RunFolder): ProgressLine {
  const watched = parts.referee ?? createReferee(parts.planned.plan);
  if (parts.referee === undefined) folder.tellTo(watched);
  return new ProgressLine(parts.terminal.stderr, parts.terminal.environment, {
    plainIntervalMs: parts.progressIntervalMs,
    slopes: (arms) => watched.slopes(arms),
  });
}
