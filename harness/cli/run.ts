import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadScenario } from '../../scenarios/catalogue.ts';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import { exitCodeOf } from '../analyse/expectation.ts';
import { EXIT, type ExitCode, HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import { type CampaignOutcome, type CampaignParts, runCampaign } from '../execute/campaign.ts';
import { RUN_FILES, RunFolder } from '../execute/run-folder.ts';
import { makePlan } from '../plan/make-plan.ts';
import { parseRunOptions } from '../plan/options.ts';
import { judgeFolder, writeHtml, writeResult } from './judge-folder.ts';
import { showNote } from './messages.ts';
import { openNativeParts } from './native-parts.ts';
import { preflight } from './preflight.ts';
import { ProgressLine } from './progress.ts';
import { showResult } from './show-result.ts';
import { listenForStop } from './stop-signals.ts';
import { screenOf, type Terminal } from './terminal.ts';
import { standInCdoClass, standInClient } from './written-places.ts';

const REPAIRED = 'CleanUpMAPIHeap was put back as an earlier run, which was killed, had found it.';
const STOPPING = 'the running cycle ends, the flag is put back. Again to stop at once.';

/** What `compare` and `run` take besides the options that make the plan. */
export interface RunCommandOptions {
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly registry?: string | undefined;
  readonly password: PasswordSource;
}

/** Plans, runs, judges and reports: the whole way from options to an exit code. */
export async function runAndReport(
  command: string,
  given: unknown,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const runOptions = parseRunOptions(given);
  const native = await openNativeParts(runOptions.ffi, options.registry, {
    view: runOptions.flagView,
    key: runOptions.flagKey,
  });
  const { plan, dials } = await makePlan(command, runOptions, native.host, new Date());
  const { usesCdo = false } = await loadScenario(plan.scenario);
  checkPasswordSource(plan, options.password);
  if (native.flag.repair()) showNote(terminal, REPAIRED);
  const notInOrder = preflight({ plan, dials, usesCdo }, native, options, terminal);
  const password = await readPassword(options.password, processPasswordIo());
  try {
    const mailboxes = await openMailboxList(plan.mailboxes, plan.mailboxOrder, plan.seed);
    try {
      const folder = RunFolder.create(options.out ?? defaultFolder(plan));
      const outcome = await measure(
        {
          plan,
          folder,
          mailboxes,
          password,
          dials,
          preflight: notInOrder,
          mailClient: standInClient(plan.mapi, native),
          cdoClass: standInCdoClass(plan.mapi, usesCdo, native),
          ...native,
        },
        options,
        terminal,
      );
      return await report(plan, folder.path, outcome, options, terminal);
    } finally {
      await mailboxes.close();
    }
  } finally {
    password?.erase();
  }
}

/** Runs the plan, listening to the user and showing progress. */
async function measure(
  parts: Omit<CampaignParts, 'stop' | 'stopNow' | 'onBlock'>,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<CampaignOutcome> {
  const { flag, folder, plan } = parts;
  const progress = new ProgressLine(terminal.stderr, screenOf(terminal.stderr, terminal.environment), plan);
  let measuring = true;
  // Listened to until the process ends: a second Ctrl-C must not cut off the report.
  const stopping = listenForStop((signal) => {
    if (!measuring) return;
    progress.clear();
    showNote(terminal, `Stopping after ${signal}: ${STOPPING}`);
    folder.addEvent({ event: 'stop-requested', by: signal });
  });
  // The last resort, should this program fail in a way that nobody catches.
  const putFlagBack = (): void => void flag.restore();
  process.once('exit', putFlagBack);
  try {
    return await runCampaign({
      ...parts,
      stop: stopping.stop,
      stopNow: stopping.stopNow,
      onBlock: ({ slot, cycles, elapsedMs, report }) => {
        if (!options.quiet) progress.show({ slot, cycles, elapsedMs, heaps: report.readings.heaps });
      },
    });
  } finally {
    measuring = false;
    process.off('exit', putFlagBack);
    progress.clear();
    folder.close();
  }
}

/** What was measured is judged and written, however the run ended, and only then shown. */
async function report(
  plan: Plan,
  folder: string,
  outcome: CampaignOutcome,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const error = 'error' in outcome ? outcome.error : null;
  // Without a description of the environment no host ever started: nothing was measured.
  if (!existsSync(join(folder, RUN_FILES.environment))) {
    if (error !== null) throw error;
    return EXIT.stopped;
  }
  const input = await judgeFolder(folder);
  await writeResult(folder, input.result);
  await writeHtml(join(folder, RUN_FILES.report), input);
  showResult({ ...input, runFolder: relative('.', folder) || folder }, options, terminal);
  if (error !== null) throw error;
  return outcome.outcome === 'stopped' ? EXIT.stopped : exitCodeOf(input.result, plan.expect);
}

function checkPasswordSource({ impersonation }: Plan, { kind }: PasswordSource): void {
  if (impersonation === 'logon-user' && kind === 'none' && process.platform === 'win32') {
    throw new HarnessError(
      'USAGE',
      'users are to be logged on, but no password was named',
      'Give --password-prompt, --password-file or --password-env, or --impersonation self.',
    );
  }
  if (kind === 'none' || impersonation === 'logon-user') return;
  throw new HarnessError(
    'USAGE',
    `a password was named, but nobody is logged on: impersonation is ${impersonation}`,
    'Leave the password out.',
  );
}

/** `runs/2026-01-31T080910Z-extended-logon`. */
function defaultFolder(plan: Plan): string {
  const time = plan.createdAt.replace(/\.\d+Z$/, 'Z').replaceAll(':', '');
  return join('runs', `${time}-${plan.scenario.name}`);
}
