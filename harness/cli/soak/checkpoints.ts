import { formatDuration } from '../../../reports/format.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { overLimitTexts } from '../../analyse/over-limit.ts';
import { LEAST_HORIZON } from '../../analyse/rules.ts';
import { isSettled } from '../../analyse/settled.ts';
import { type HarnessError, messageOf } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Soak } from '../../contract/soak.ts';
import { readEnvironment } from '../../execute/read-run-folder.ts';
import { ROTATION, type RunFolder } from '../../execute/run-folder.ts';
import type { Judgement, SoakStart } from '../../execute/soak/rounds.ts';
import { type FolderCollector, judged } from '../folder-collector.ts';
import { writeJudgement } from '../judge-folder.ts';
import type { PlannedMeasurement } from '../measure-and-report.ts';
import { begunNote, quietHoursNote, shortRoundsNote, takenBackNote } from '../notes.ts';
import type { OpenReports } from '../report-files/open-reports.ts';
import { reportedRun } from '../reported-run.ts';
import { rotate } from './rotate.ts';

/** What a soak is judged with. */
export interface Judging {
  readonly plan: Plan;
  /** Hears every row of the folder. */
  readonly heard: FolderCollector;
  /** What had to be left out when a soak that was cut off went on. */
  readonly leftOut: readonly string[];
  readonly reports: OpenReports<ReportedRun>;
}

interface CheckpointParts extends Judging {
  readonly folder: RunFolder;
  /** Says something on stderr, unless that is to be quiet. */
  note(text: string): void;
}

/** What is done in the rounds of a soak. @param from where it begins, or goes on */
export function roundsOf(
  judging: Judging,
  soak: Soak,
  from: SoakStart,
): NonNullable<PlannedMeasurement['rounds']> {
  return (folder, note) => {
    folder.tellTo(judging.heard);
    // Whoever leaves it for a week must find it again, and would otherwise learn its name at the end.
    if (from.round === 0) note(begunNote(folder.path));
    const { length } = judging.plan;
    if (length.by === 'cycles' && length.cycles < LEAST_HORIZON) {
      note(shortRoundsNote(length.cycles, LEAST_HORIZON));
    }
    return {
      soak,
      from,
      rotate: () => rotate(folder, judging.heard, note, { ...ROTATION, fileBytes: soak.rotateAtBytes }),
      holdCheckpoint: (round) => holdCheckpoint(round, { ...judging, folder, note }),
      onQuietHours: () => note(quietHoursNote(soak.quietHours), 'rests'),
      onTakenBack: (mailboxes) => note(takenBackNote(mailboxes)),
      onSetback: ({ message }, restMs) =>
        note(`A round broke off: ${message}. The next one begins in ${formatDuration(restMs)}.`, 'rests'),
    };
  };
}

/**
 * Judges a soak as it stands after a round, and writes result.json, report.html and the reports that were asked for. What
 * could not be done is said, and tried again at the next checkpoint: neither a full disk at night nor a fault in judging ends
 * a soak that measures.
 */
async function holdCheckpoint(round: number, parts: CheckpointParts): Promise<Judgement> {
  try {
    return await judge(round, parts);
  } catch (error) {
    parts.note(`Warning: no verdict after round ${round}: ${messageOf(error)}.`);
    return { settled: false };
  }
}

async function judge(round: number, parts: CheckpointParts): Promise<Judgement> {
  const { folder, heard, leftOut, note, plan, reports } = parts;
  const environment = await readEnvironment(folder.path);
  const heardSoFar = heard.collected();
  const soak = { ...heardSoFar.soak, goesOn: true };
  const input = judged(folder.path, { plan, environment, leftOut, ...heardSoFar, soak });
  const { result } = input;
  const problems: readonly HarnessError[] = [
    ...(await writeJudgement(folder.path, input)),
    ...(await reports.writeCheckpoint(reportedRun(input, folder.path, plan.expect))),
  ];
  folder.addEvent({ event: 'checkpoint', round, verdict: result.verdict });
  const arms = result.arms.map(({ arm, verdict }) => `${arm} ${verdict}`).join(', ');
  note(`Round ${round}, ${formatDuration(input.durationMs)}: ${result.verdict} (${arms}).`);
  for (const text of overLimitTexts(result.arms, plan, heardSoFar.collected.soak)) note(`Warning: ${text}.`);
  for (const { message } of problems) note(`Warning: ${message}.`);
  return { settled: isSettled(result, plan) };
}
