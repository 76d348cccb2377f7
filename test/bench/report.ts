import { median } from '../../harness/analyse/statistics/summary.ts';
import { readPageScript } from '../../harness/cli/page-script.ts';
import type { ArmName } from '../../harness/contract/arms.ts';
import { renderHtml } from '../../reports/html/page.ts';
import { makeInput } from '../reports/fixtures.ts';
import { longRun, THIRTY_DAYS_OF_SECONDS } from '../support/long-run.ts';

const ROUNDS = 5;
const ARMS: readonly ArmName[] = (['off', 'on', 'control'] as const).flatMap((arm) => Array(4).fill(arm));

interface Rendered {
  readonly milliseconds: number;
  readonly bytes: number;
  readonly resources: number;
}

/** Rendering of a run of so many samples of every resource there is, each with numbers of its own. */
function rendered(samples: number): Rendered {
  const shared = longRun(samples, ARMS);
  const series = new Map(
    [...shared].map(([resource, lines]) => [
      resource,
      lines.map((line) => ({ ...line, cycles: line.cycles.slice(), values: line.values.slice() })),
    ]),
  );
  const input = makeInput({ series });
  const script = readPageScript();
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    bytes = Buffer.byteLength(renderHtml(input, script));
    times.push(performance.now() - before);
  }
  return { milliseconds: median(times), bytes, resources: series.size };
}

/** Lines that say how long report.html takes for thirty days of samples, and how that grows with their number. */
export function reportBench(): readonly string[] {
  const tenth = rendered(THIRTY_DAYS_OF_SECONDS / 10);
  const whole = rendered(THIRTY_DAYS_OF_SECONDS);
  const ratio = (whole.milliseconds / tenth.milliseconds).toFixed(1);
  return [
    `  ${(whole.milliseconds / 1000).toFixed(2)} s, ${(whole.bytes / 1e6).toFixed(2)} MB, ${whole.resources} resources of ${ARMS.length} replicates`,
    `  ${ratio} times as long as for a tenth of the samples (${(tenth.bytes / 1e6).toFixed(2)} MB)`,
  ];
}
