import type { Report } from '../../../reports/report.ts';
import { EXIT, type ExitCode, HarnessError } from '../../contract/errors.ts';
import { whyNotWritten } from '../../contract/why-not-written.ts';
import { type ReportRequest, STDOUT } from './request.ts';
import { checkTarget, openTarget, stdoutTarget, type Target } from './target.ts';

/**
 * The reports that were asked for, each with its target opened: a wrong path is told before anything is
 * measured.
 */
export interface OpenReports<Input> {
  /** Whether one of them goes to stdout, in the place of the summary. */
  readonly onStdout: boolean;
  /**
   * Writes them all, for the last time, whatever becomes of the others.
   * @returns one error (REPORT_NOT_WRITTEN) for each that could not be written
   */
  write(input: Input): Promise<readonly HarnessError[]>;
  /**
   * Writes what can be written again, each file replaced whole: of a run that goes on. What goes to stdout, a pipe or a device
   * waits for {@link write}. May be called as often as wanted, before that.
   * @returns one error for each that could not be written this time
   */
  writeCheckpoint(input: Input): Promise<readonly HarnessError[]>;
  /** Leaves no draft behind, for who ends the program without coming to an end of the action. */
  discard(): Promise<void>;
}

interface OpenReport<Input> {
  readonly request: ReportRequest<Report<Input>>;
  readonly target: Target;
}

/**
 * Opens the reports' targets, and leaves no draft behind however the action ends.
 * @throws HarnessError USAGE if one of them cannot be opened
 */
export async function withReports<Input, T>(
  requests: readonly ReportRequest<Report<Input>>[],
  stdout: NodeJS.WritableStream,
  action: (reports: OpenReports<Input>) => Promise<T>,
): Promise<T> {
  const opened: OpenReport<Input>[] = [];
  const discard = async (): Promise<void> => {
    for (const { target } of opened) await target.discard();
  };
  try {
    for (const request of requests) {
      opened.push({ request, target: await targetOf(request, stdout) });
    }
    return await action({
      onStdout: requests.some(({ file }) => file === STDOUT),
      write: (input) => writeAll(opened, input),
      writeCheckpoint: (input) =>
        writeAll(
          opened.filter(({ target }) => target.isReplaced),
          input,
        ),
      discard,
    });
  } finally {
    await discard();
  }
}

async function targetOf(
  { file, report }: ReportRequest<Report<never>>,
  stdout: NodeJS.WritableStream,
): Promise<Target> {
  if (file === STDOUT) return stdoutTarget(stdout);
  return await openTarget(file, report.forEveryone).catch((error: unknown) => {
    throw unusable(file, report, error);
  });
}

/** Refuses what {@link withReports} would refuse, without opening anything. @throws HarnessError USAGE */
export async function checkTargets<Input>(requests: readonly ReportRequest<Report<Input>>[]): Promise<void> {
  for (const { file, report } of requests) {
    if (file === STDOUT) continue;
    await checkTarget(file).catch((error: unknown) => {
      throw unusable(file, report, error);
    });
  }
}

function unusable(file: string, { name }: { readonly name: string }, error: unknown): HarnessError {
  return new HarnessError(
    'USAGE',
    `--report ${name}=${file} cannot be written: ${whyNotWritten(error)}`,
    'Name a file in a folder that exists and can be written to; a file that is there is replaced.',
    { cause: error },
  );
}

async function writeAll<Input>(
  reports: readonly OpenReport<Input>[],
  input: Input,
): Promise<readonly HarnessError[]> {
  const problems: HarnessError[] = [];
  for (const { request, target } of reports) {
    const { file, report } = request;
    const problem = await problemOf(
      () => target.write(report.render(input)),
      `--report ${report.name}=${file}`,
    );
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

/**
 * What kept something from being written, so that what comes after it still is; null if nothing did. A
 * reporter's own fault is no reason to lose a measurement either.
 */
export async function problemOf(write: () => Promise<void>, what: string): Promise<HarnessError | null> {
  try {
    await write();
    return null;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    return new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${what} could not be written: ${whyNotWritten(error)}`,
      'The samples are kept: write it later with `mapileak report RUN --report KIND=FILE`.',
      { cause: error },
    );
  }
}

/** 7 stands above what was found (0, 1, 3), and below what broke the run. */
export function exitCodeAfter(problems: readonly HarnessError[], code: ExitCode): ExitCode {
  const isFinding = code === EXIT.ok || code === EXIT.expectationNotMet || code === EXIT.inconclusive;
  return problems.length > 0 && isFinding ? EXIT.reportNotWritten : code;
}
