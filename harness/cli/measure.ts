import { endWording } from '../../reports/exhausted.ts';
import type { Password } from '../../scenarios/credentials/password.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import type { Check } from '../contract/check.ts';
import { type CampaignOutcome, type Resumed, runCampaign } from '../execute/campaign.ts';
import { folderCloser } from '../execute/close-folder.ts';
import type { MeasuredReplicates } from '../execute/measured-replicates.ts';
import type { Quarantine } from '../execute/quarantine.ts';
import { LONGEST_WAIT_MS } from '../execute/room.ts';
import { RunFolder } from '../execute/run-folder.ts';
import type { SoakParts } from '../execute/soak/rounds.ts';
import type { PlannedRun } from '../plan/make-plan.ts';
import type { Interruption } from './interruption.ts';
import { showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import { hostReplacedNote, overLimitNote, rowsLostText } from './notes.ts';
import { ProgressLine } from './progress/progress.ts';
import { createSlopeWatch, type WatchedReferee } from './referee.ts';
import type { Terminal } from './terminal.ts';
import { standInNeeds } from './written-places.ts';

/** Says something on stderr. @param then whether nobody measures from now on, until a host says otherwise */
export type SoakNote = (text: string, then?: 'rests') => void;

export interface MeasureParts {
  readonly planned: PlannedRun;
  /** The run folder, which is made unless it was opened again. */
  readonly path: string;
  /** Of a run that was cut off and goes on. */
  readonly reopened?: Reopened;
  /** Checks before the run that were not in order. */
  readonly preflight: readonly Check[];
  readonly password: Password | null;
  readonly native: NativeParts;
  /** What other runs have measured already. */
  readonly measured?: MeasuredReplicates;
  /** Of a soak: what is done in its rounds. */
  rounds?(folder: RunFolder, note: SoakNote): SoakParts;
  /** Who says at each look which arms have seen enough. */
  readonly referee?: WatchedReferee;
  readonly quiet: boolean;
  /** Between two lines of progress elsewhere than on a terminal. */
  readonly progressIntervalMs: number;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

/** A run folder that is written on, by whoever opened it until it is closed there. */
export interface Reopened {
  readonly folder: RunFolder;
  /** What is known of mailboxes. */
  readonly quarantine: Quarantine;
  readonly resumed: Resumed;
}

/**
 * Runs a plan, listening to the user and showing progress.
 * @throws HarnessError RUN_FOLDER, or INPUT_FILE if the list of mailboxes is no longer what was planned
 */
export async function measure(parts: MeasureParts): Promise<CampaignOutcome> {
  const { interruption, native, planned, quiet, reopened, terminal } = parts;
  const { plan } = planned;
  const mailboxes = await openMailboxList(plan.mailboxes, plan.mailboxOrder, plan.seed);
  try {
    const folder =
      reopened?.folder ?? RunFolder.create(parts.path, native.takeLock, folderCloser(native.windows));
    if (folder.openToOthers !== null && !quiet) showNote(terminal, folder.openToOthers);
    const progress = quiet ? null : watching(parts, folder);
    const note: SoakNote = (text, then) => {
      if (then === 'rests') progress?.rest();
      else progress?.clear();
      if (!quiet) showNote(terminal, text);
    };
    const onStop = (signal: string): void => {
      progress?.clear();
      folder.addEvent({ event: 'stop-requested', by: signal });
    };
    // The last resort, should this program fail in a way that nobody catches.
    const putFlagBack = (): void => void native.flag.restore();
    process.once('exit', putFlagBack);
    try {
      const outcome = await interruption.during(onStop, () =>
        runCampaign({
          ...parts,
          ...native,
          ...standInNeeds(planned, native),
          ...interruption.stopping,
          plan,
          folder,
          mailboxes,
          ...(reopened === undefined ? {} : { resumed: reopened.resumed, quarantine: reopened.quarantine }),
          ...(parts.rounds === undefined ? {} : { soak: parts.rounds(folder, note) }),
          onNoRoom: ({ message }) =>
            note(
              `${message}. Waiting for up to ${LONGEST_WAIT_MS / 60_000} minutes; what was measured is kept.`,
              'rests',
            ),
          onProgress: (stage) => progress?.show(stage),
          onExhausted: ({ replicate }, exhausted) => note(`${replicate} stopped ${endWording([exhausted])}.`),
          onOverLimit: ({ replicate }, over) => note(overLimitNote(replicate, over)),
          onHostReplaced: (replaced) => note(hostReplacedNote(replaced)),
        }),
      );
      progress?.clear();
      // However quiet it is to be: what was measured is gone.
      if (outcome.rowsLost !== undefined) showNote(terminal, `Warning: ${rowsLostText(outcome.rowsLost)}.`);
      return outcome;
    } finally {
      process.off('exit', putFlagBack);
      progress?.close();
      if (reopened === undefined) folder.close();
    }
  } finally {
    await mailboxes.close();
  }
}

/** Where no referee hears the rows, somebody must who can say how the arms grow. */
function watching(parts: MeasureParts, folder: RunFolder): ProgressLine {
  const watched = parts.referee ?? createSlopeWatch(parts.planned.plan);
  if (parts.referee === undefined) folder.tellTo(watched);
  return new ProgressLine(parts.terminal.stderr, parts.terminal.environment, {
    plainIntervalMs: parts.progressIntervalMs,
    beforeMs: folder.elapsedMs,
    slopes: (arms) => watched.slopes(arms),
  });
}
