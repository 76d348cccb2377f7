import { resolve, sep } from 'node:path';
import type { ReportFacts } from '../../../reports/report.ts';
import { HarnessError } from '../../contract/errors.ts';

/** What stands for stdout in the place of a file. */
export const STDOUT = '-';

/** One `--report KIND=FILE`. */
export interface ReportRequest<R extends ReportFacts> {
  readonly report: R;
  /** As it was given, or {@link STDOUT}. */
  readonly file: string;
}

/** What else a command reads or writes, which no report may take the place of. */
export interface Taken {
  /** Whether stdout is promised to something else (`--json`). */
  readonly stdout: boolean;
  readonly files: readonly (string | null | undefined)[];
  /** A folder that must be empty when the run begins. */
  readonly emptyFolder?: string | undefined;
}

/**
 * @param given undefined without the option; empty for the option without a value
 * @throws HarnessError USAGE for what no report can be made of
 */
export function parseRequests<R extends ReportFacts>(
  given: readonly string[] | undefined,
  known: readonly R[],
  taken: Taken,
): readonly ReportRequest<R>[] {
  if (given === undefined) return [];
  const requests = (given.length === 0 ? [''] : given).map((each) => parseRequest(each, known));
  refuseShared(requests);
  for (const { file, report } of requests) refuseTaken(file, report, taken);
  return requests;
}

function parseRequest<R extends ReportFacts>(given: string, known: readonly R[]): ReportRequest<R> {
  const at = given.indexOf('=');
  const kind = at < 0 ? given : given.slice(0, at);
  const report = known.find(({ name }) => name === kind);
  const kinds = `KIND is one of ${known.map(({ name }) => name).join(', ')}.`;
  if (report === undefined) {
    throw new HarnessError(
      'USAGE',
      kind === '' ? '--report names no kind of report' : `--report knows no kind "${kind}" here`,
      `Give KIND=FILE, such as --report ${known[0]?.name}=${known[0]?.fileName}. ${kinds}`,
    );
  }
  const file = given.slice(kind.length + 1);
  if (file === '') {
    throw new HarnessError(
      'USAGE',
      `--report ${kind} names no file`,
      `Give KIND=FILE, such as --report ${kind}=${report.fileName}; ${kind}=- is stdout. ${kinds}`,
    );
  }
  return { report, file };
}

function refuseShared(requests: readonly ReportRequest<ReportFacts>[]): void {
  for (const [at, { file, report }] of requests.entries()) {
    const other = requests.slice(0, at).find((each) => isSame(each.file, file));
    if (other === undefined) continue;
    throw new HarnessError(
      'USAGE',
      `--report ${other.report.name} and --report ${report.name} both name ${file === STDOUT ? 'stdout' : file}`,
      'Give each report a file of its own.',
    );
  }
}

function refuseTaken(file: string, { name }: ReportFacts, taken: Taken): void {
  if (file === STDOUT) {
    if (!taken.stdout) return;
    throw new HarnessError(
      'USAGE',
      `--report ${name}=- and --json both want stdout`,
      'Leave --json out, or name a file for the report.',
    );
  }
  if (taken.files.some((each) => typeof each === 'string' && isSame(each, file))) {
    throw new HarnessError(
      'USAGE',
      `--report ${name}=${file} would replace a file that this command needs`,
      'Name another file.',
    );
  }
  if (taken.emptyFolder !== undefined && isInside(file, taken.emptyFolder)) {
    throw new HarnessError(
      'USAGE',
      `--report ${name}=${file} lies in the run folder, which must be empty when the run begins`,
      'Name a file outside it; later, `mapileak report RUN --report KIND=FILE` writes there, too.',
    );
  }
}

function isSame(one: string, other: string): boolean {
  if (one === STDOUT || other === STDOUT) return one === other;
  return keyOf(one) === keyOf(other);
}

function isInside(file: string, folder: string): boolean {
  return keyOf(file).startsWith(`${keyOf(folder)}${sep}`);
}

/** Windows tells no upper from lower case. Links are not followed: who makes them knows where they lead. */
function keyOf(path: string): string {
  const full = resolve(path);
  return process.platform === 'win32' ? full.toLowerCase() : full;
}
