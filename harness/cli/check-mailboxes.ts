import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Password,
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import { CSV_HEADER, csvLine } from '../../scenarios/mailboxes/write-csv.ts';
import { EXIT, type ExitCode, HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import { mapileakVersion } from '../execute/environment.ts';
import { checkMailboxes, type MailboxCheckEnd } from '../execute/mailbox-check.ts';
import { planStandInSetup, whileStandInIsSetUp } from '../execute/stand-in-setup.ts';
import { makePlan } from '../plan/make-plan.ts';
import { DEFAULTS, parseRunOptions } from '../plan/options.ts';
import { CheckTally, failureLine, summaryLines } from './check-tally.ts';
import { showNote } from './messages.ts';
import { openNativeParts } from './native-parts.ts';
import { NewFile } from './new-file.ts';
import { checkPasswordSource } from './password-source.ts';
import { preflightWithoutFlag, repair } from './preflight.ts';
import { listenForStop } from './stop-signals.ts';
import { screenOf, type Terminal } from './terminal.ts';
import { standInNeeds } from './written-places.ts';

/** What `mailboxes check` takes besides the options that make a plan. */
export interface CheckOptions {
  readonly password: PasswordSource;
  readonly pauseMs: number;
  readonly maxRefusals: number;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly registry: string | undefined;
}

/** What a plan needs and a check does not: nothing is measured, and the flag is left alone. */
const NOT_MEASURED = {
  block: 1,
  replicates: 1,
  arms: 'off',
  control: false,
  flagView: DEFAULTS.flagPlaces.view,
  flagKey: DEFAULTS.flagPlaces.key,
  seed: DEFAULTS.seed,
  walkBudget: DEFAULTS.walkBudgetPercent,
} as const;

/** How often progress is told. */
const PROGRESS_MS = 5000;

/**
 * Tries each mailbox of a list once, as a run would.
 * @param given what a run takes of mailboxes, users and MAPI, as yargs hands it over
 */
export async function checkMailboxList(
  given: object,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const runOptions = parseRunOptions({ ...NOT_MEASURED, ...given });
  const native = await openNativeParts(runOptions.ffi, options.registry, null);
  const planned = await makePlan('mailboxes check', runOptions, native.host, new Date());
  const { plan } = planned;
  checkPasswordSource(plan, options.password);
  // Asked first, since repairing takes a lock that only administrators may be able to take.
  // No result would tell of it later, so it is said however quiet it is to be.
  if (native.flag.unfinished() !== null) repair(native.flag, { quiet: false }, terminal);
  const setup = planStandInSetup(standInNeeds(planned, native));
  preflightWithoutFlag(plan, setup.changes, native, options, terminal);
  const password = await readPassword(options.password, processPasswordIo());
  try {
    const good = options.out === undefined ? null : await NewFile.create(options.out);
    const tally = new CheckTally(options.json);
    try {
      const end = await whileStandInIsSetUp(native.flag, setup, () =>
        tryAll(plan, password, tally, good, options, terminal),
      );
      return show(plan, end, tally, options, terminal);
    } finally {
      // Whatever ended the check: each row in it was tried.
      if (tally.ok > 0) await good?.keep();
      else await good?.discard();
    }
  } finally {
    password?.erase();
  }
}

async function tryAll(
  plan: Plan,
  password: Password | null,
  tally: CheckTally,
  good: NewFile | null,
  { json, maxRefusals, pauseMs, quiet }: CheckOptions,
  terminal: Terminal,
): Promise<MailboxCheckEnd> {
  const screen = screenOf(terminal.stdout, terminal.environment);
  const stopping = listenForStop((signal) =>
    showNote(terminal, `Stopping after ${signal}: the mailbox that is tried comes to its end.`),
  );
  const progress = setInterval(() => {
    if (!quiet) showNote(terminal, `${tally.ok + tally.failed} of ${plan.mailboxes.count} tried`);
  }, PROGRESS_MS);
  const folder = mkdtempSync(join(tmpdir(), 'mapileak-check-'));
  let end: MailboxCheckEnd | null = null;
  // A plan for another order would try one mailbox again and again.
  const mailboxes = await openMailboxList(plan.mailboxes, 'sequential', plan.seed);
  try {
    end = await checkMailboxes({
      ...stopping,
      ...{ plan, mailboxes, password, pauseMs, maxRefusals },
      logFile: join(folder, 'host.log'),
      flightRecord: join(folder, 'host.flight'),
      onReady: ({ standIn }) => {
        tally.standIn = standIn;
      },
      onTried: async (mailbox, failure) => {
        if (failure === null)
          await good?.write(tally.ok === 0 ? CSV_HEADER + csvLine(mailbox) : csvLine(mailbox));
        else if (!json) terminal.stdout.write(`${failureLine(mailbox, failure, screen)}\n`);
        tally.add(mailbox, failure);
      },
    });
    return end;
  } finally {
    clearInterval(progress);
    await mailboxes.close();
    // The log is named in the error.
    if (end?.outcome !== 'host-lost') rmSync(folder, { recursive: true, force: true });
  }
}

/** What was found, however the check ended. */
function show(
  plan: Plan,
  end: MailboxCheckEnd,
  tally: CheckTally,
  { json }: CheckOptions,
  { stdout }: Terminal,
): ExitCode {
  const about = {
    mapileak: mapileakVersion(),
    scenario: plan.scenario.name,
    mailboxes: plan.mailboxes.count,
  };
  const result = tally.result(about, end);
  if (json) stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (result.standIn !== null) stdout.write(`${summaryLines(result).join('\n')}\n`);
  if ('error' in end) throw end.error;
  if (end.outcome === 'stopped') return EXIT.stopped;
  return result.failed === 0 ? EXIT.ok : EXIT.expectationNotMet;
}

/** @throws HarnessError USAGE */
export function requireMailboxes(file: string | undefined, count: number | undefined): void {
  if (file !== undefined || count !== undefined) return;
  throw new HarnessError(
    'USAGE',
    'no mailboxes were named',
    'Give a CSV file, or --mailbox-count N to try the stand-in.',
  );
}
