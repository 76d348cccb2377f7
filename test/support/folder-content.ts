import { analyse } from '../../harness/analyse/analyse.ts';
import { collectFolder } from '../../harness/cli/judge-folder.ts';
import { readSoakProgress, type SoakProgress } from '../../harness/execute/resume/soak-progress.ts';

/** All that is judged and reported of a folder, but for times of the wall clock. */
export async function contentOf(path: string) {
  const { collected, environment, flagReadBacks, leftOut, plan } = await collectFolder(path);
  return {
    leftOut,
    flagReadBacks,
    result: analyse({ collected, environment, plan }),
    series: [...collected.series].map(([resource, all]) => [
      resource,
      all.map(({ cycles, replicate, values }) => [replicate, [...cycles], [...values]]),
    ]),
    facts: collected.replicates,
    soak: collected.soak,
    progress: progressOf(await readSoakProgress(path)),
  };
}

/** Where it was, but for times. */
function progressOf({ elapsedMs: _, lastRowAt: __, lostAt, ...progress }: SoakProgress) {
  return { ...progress, lostAt: [...lostAt] };
}
