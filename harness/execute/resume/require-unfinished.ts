import { HarnessError } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Soak } from '../../contract/soak.ts';
import type { SoakProgress } from './soak-progress.ts';

/**
 * Makes sure that a run is one that can go on. @returns how it goes on
 * @throws HarnessError RUN_FOLDER if it is no soak, or ran to its planned end
 */
export function requireUnfinished(
  folder: string,
  { command, soak }: Pick<Plan, 'command' | 'soak'>,
  { isFinished }: Pick<SoakProgress, 'isFinished'>,
): Soak {
  if (soak === undefined) {
    throw new HarnessError(
      'RUN_FOLDER',
      `${folder} is a run of \`mapileak ${command}\`, and only a soak can be resumed`,
      `Judge what it has measured with \`mapileak analyse ${folder}\`, or begin a new run.`,
    );
  }
  if (isFinished) {
    throw new HarnessError(
      'RUN_FOLDER',
      `the soak in ${folder} has run to its end`,
      `Judge it again with \`mapileak analyse ${folder}\`, or begin a new one.`,
    );
  }
  return soak;
}

/** The gap in a run that goes on, by the wall clock; null if it was put back since, or the run has no rows. */
export function gapMsSince(lastRowAt: string | null, now: Date): number | null {
  if (lastRowAt === null) return null;
  const gapMs = now.getTime() - Date.parse(lastRowAt);
  return gapMs < 0 ? null : gapMs;
}
