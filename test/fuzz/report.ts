/** What became of one target. */
export interface FuzzReport {
  readonly name: string;
  readonly seed: number;
  readonly runs: number;
  /** Inputs that were read, and not refused. */
  readonly read: number;
  readonly cpuSeconds: number;
  readonly slowestMs: number;
  /** Growth of the process from before the first input to its largest size. */
  readonly grownBytes: number;
  /** The smallest input that failed, and how; null if none did. */
  readonly failure: string | null;
}

/** No input may cost more. */
export const MOST_BYTES = 256 * 2 ** 20;

/** Why a target does not pass, or null. */
export function faultOf({ failure, grownBytes }: FuzzReport): string | null {
  if (failure !== null) return failure;
  return grownBytes > MOST_BYTES ? `took ${Math.round(grownBytes / 2 ** 20)} MiB` : null;
}

export function lineOf(report: FuzzReport): string {
  const { cpuSeconds, grownBytes, name, read, runs, seed, slowestMs } = report;
  const fault = faultOf(report);
  const facts = `${runs} inputs, ${read} of them read, seed ${seed}, ${cpuSeconds.toFixed(1)} s of the processor, slowest ${slowestMs.toFixed(0)} ms`;
  const memory = `+${Math.round(grownBytes / 2 ** 20)} MiB`;
  return `${fault === null ? 'ok' : 'FAILED'} ${name}: ${facts}, ${memory}${fault === null ? '' : `\n${fault}`}`;
}
