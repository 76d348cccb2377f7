import { OVER_LIMIT } from '../contract/exhaustion.ts';
import type { Plan } from '../contract/plan.ts';
import type { ArmResult } from '../contract/result.ts';
import type { SoakTally } from './series.ts';
import { countText, numberText } from './words.ts';

/**
 * Of each arm whose processes grew over `--abort-over`: how many were ended for it, and at what size. `all 24 processes of off
 * were ended early, at 1,502 to 1,611 MB of private bytes: over the limit of 1,500 MB (--abort-over)`.
 */
export function overLimitTexts(
  arms: readonly ArmResult[],
  { abortOverBytes }: Pick<Plan, 'abortOverBytes'>,
  soak: Pick<SoakTally, 'arms'> | undefined,
): readonly string[] {
  return arms.flatMap(({ arm, exhausted, replicates }) => {
    // A soak keeps few of them, and counts them all.
    const listed = exhausted.filter(({ code }) => code === OVER_LIMIT);
    const ended = soak?.arms.get(arm)?.ended.get('over-limit') ?? listed.length;
    if (ended === 0) return [];
    const sizes = listed.flatMap(({ privateBytes }) => privateBytes ?? []);
    const known = sizes.length === 0 ? '' : `, ${lastText(sizes.length, ended)}at ${rangeText(sizes)}`;
    const limit = abortOverBytes == null ? '' : ` of ${megabytes(abortOverBytes)} MB`;
    return [
      `${shareText(ended, replicates, arm)} ended early${known}: over the limit${limit} (--abort-over)`,
    ];
  });
}

function shareText(ended: number, replicates: number, arm: string): string {
  const were = ended === 1 ? 'was' : 'were';
  if (ended < replicates)
    return `${numberText(ended)} of ${countText(replicates, 'replicates')} of ${arm} ${were}`;
  return ended === 1
    ? `the only replicate of ${arm} was`
    : `all ${countText(ended, 'replicates')} of ${arm} were`;
}

const lastText = (known: number, ended: number): string =>
  known < ended ? `the last ${numberText(known)} of them ` : '';

function rangeText(bytes: readonly number[]): string {
  const [least, most] = [Math.min(...bytes), Math.max(...bytes)].map(megabytes);
  return `${least === most ? least : `${least} to ${most}`} MB of private bytes`;
}

/** With so many decimals that a process just over the limit does not look like one below it. */
const megabytes = (bytes: number): string => numberText(bytes / 1e6, bytes < 1e8 ? 2 : 1);
