import type { Argv } from 'yargs';
import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import type { ReportFacts } from '../../../reports/report.ts';
import { EXPECTATIONS, type LOST_HOSTS, MAILBOX_ORDERS } from '../../contract/plan.ts';
import { LENGTHS } from '../../plan/length.ts';
import { DEFAULT_MARGINS } from '../../plan/margins.ts';
import { DEFAULTS } from '../../plan/options.ts';
import type { RunCommandOptions } from '../measure-and-report.ts';
import { parseProgressInterval } from '../progress/interval.ts';
import { PLAIN_INTERVAL_MS } from '../progress/progress.ts';
import {
  ABORT_OVER_OPTION,
  FFI_OPTION,
  FLAG_KEY_OPTION,
  FLAG_VIEW_OPTION,
  HANG_TIMEOUT_OPTION,
  HOW,
  LOGON_OPTIONS,
  LOST_HOSTS_OPTION,
  OUTPUT,
  PROVIDER_OPTIONS,
  REGISTRY_OPTION,
  reportOption,
  THRESHOLD_OPTION,
  WHAT,
  WHO,
} from './common-options.ts';
import { type PasswordArguments, passwordOptions, passwordSource } from './password-options.ts';

/** How long a run is, unless its user says otherwise. */
export interface LengthDefaults {
  /** null if a replicate ends when its arm is settled. */
  readonly cycles: number | null;
  /** null for blocks that grow. */
  readonly blockCycles: number | null;
  readonly replicates: number;
  readonly lostHosts?: (typeof LOST_HOSTS)[number];
  /** Under which heading it stands in the help; that of how it is measured unless told otherwise. */
  readonly lengthGroup?: string;
  readonly mailboxCount: number;
  readonly walkBudgetPercent: number;
}

/** The options that `compare` and `run` share. */
export function runOptions(yargs: Argv, defaultArms: string) {
  return armOptions(yargs, defaultArms, { ...DEFAULTS, cycles: null, blockCycles: null })
    .option('max-cycles', {
      group: HOW,
      number: true,
      describe: `most logons per replicate; it ends earlier once settled (default ${LENGTHS.maxCycles})`,
    })
    .option('horizon', {
      group: HOW,
      number: true,
      describe: `fewest logons per replicate before an arm is judged (default ${LENGTHS.horizonCycles})`,
    })
    .option('explain', {
      group: HOW,
      boolean: true,
      default: true,
      describe: 'go on with an arm that grows, to find out with what; --no-explain leaves it out',
    });
}

/** What every command takes that measures arms of the user's choice with one scenario. */
export function armOptions(yargs: Argv, defaultArms: string, defaults: LengthDefaults) {
  const what = yargs
    .option('scenario', {
      group: WHAT,
      string: true,
      default: DEFAULTS.scenario,
      describe: 'name, or a module file: see `mapileak scenarios`',
    })
    .option('arms', {
      group: WHAT,
      string: true,
      default: defaultArms,
      describe: 'settings of CleanUpMAPIHeap to measure: off, on, absent',
    })
    .option('control', {
      group: WHAT,
      boolean: true,
      default: true,
      describe: 'measure the instrument too, and subtract it; --no-control leaves it out',
    })
    .option('expect', { group: WHAT, choices: EXPECTATIONS, describe: 'exit 1 if the verdict is another' })
    .option('threshold', { ...THRESHOLD_OPTION, default: [] })
    .option('mailbox-order', {
      group: WHO,
      choices: MAILBOX_ORDERS,
      describe: 'order of the mailboxes (default sequential)',
    })
    .option('sequential', {
      group: HOW,
      boolean: true,
      default: false,
      describe: `one process after the other, not side by side (default --cycles ${LENGTHS.cycles})`,
    });
  return sharedOptions(what, defaults, RUN_REPORTS);
}

/** What every command takes that measures, whatever its scenarios and arms. */
export function sharedOptions<T>(yargs: Argv<T>, defaults: LengthDefaults, reports: readonly ReportFacts[]) {
  return yargs
    .options(PROVIDER_OPTIONS)
    .option('flag-view', { group: WHAT, ...FLAG_VIEW_OPTION })
    .option('flag-key', { group: WHAT, ...FLAG_KEY_OPTION })
    .option('mailboxes', {
      group: WHO,
      string: true,
      describe: 'CSV file: mailbox, user, domain, server, legacyDn',
    })
    .option('mailbox-count', {
      group: WHO,
      number: true,
      describe: `mailboxes to generate without a file (default ${defaults.mailboxCount})`,
    })
    .options(LOGON_OPTIONS)
    .options(passwordOptions('the password', WHO))
    .option('cycles', {
      group: defaults.lengthGroup ?? HOW,
      number: true,
      describe: `fixed number of logons per replicate (default ${defaults.cycles ?? 'until settled'})`,
    })
    .option('duration', {
      group: defaults.lengthGroup ?? HOW,
      string: true,
      describe: 'fixed time per replicate instead: 90s, 30m, 8h',
    })
    .option('block', {
      group: HOW,
      number: true,
      describe: `cycles between two samples (default ${defaults.blockCycles ?? 'growing, from 1'})`,
    })
    .option('replicates', {
      group: HOW,
      number: true,
      default: defaults.replicates,
      describe: 'fresh processes per arm',
    })
    .option('margin', {
      group: HOW,
      string: true,
      array: true,
      default: [],
      describe:
        `growth per logon that counts as none: bytes (default ${DEFAULT_MARGINS.bytesPerCycle}), ` +
        'or handles=0.02 and the like; may be repeated',
    })
    .option('allowed-growth', {
      group: HOW,
      string: true,
      describe: 'the margin in bytes, as what a process may grow by in its life, such as 500MB',
    })
    .option('logons-per-life', {
      group: HOW,
      number: true,
      describe: 'goes with --allowed-growth: logons in the life of a process, such as 1e6',
    })
    .option('dither', {
      group: HOW,
      boolean: true,
      default: true,
      describe:
        'begin every process with some memory and logons that do not count; --no-dither leaves it out',
    })
    .option('self-test', {
      group: HOW,
      boolean: true,
      default: true,
      describe: 'first find a leak that is planted, and none where none is; --no-self-test leaves it out',
    })
    .option('walk-budget', {
      group: HOW,
      number: true,
      default: defaults.walkBudgetPercent,
      describe: 'largest part of the time for heap walks, in per cent',
    })
    .option('hang-timeout', HANG_TIMEOUT_OPTION)
    .option('lost-hosts', { ...LOST_HOSTS_OPTION, default: defaults.lostHosts ?? DEFAULTS.lostHosts })
    .option('abort-over', ABORT_OVER_OPTION)
    .option('seed', {
      group: HOW,
      number: true,
      default: DEFAULTS.seed,
      describe: 'seed of every random choice',
    })
    .option('ffi', FFI_OPTION)
    .option('registry', REGISTRY_OPTION)
    .option('out', { group: OUTPUT, string: true, describe: 'run folder (default runs/<time>-<what>)' })
    .option('json', {
      group: OUTPUT,
      boolean: true,
      default: false,
      describe: 'print the result as JSON instead of the summary',
    })
    .option('report', reportOption(reports))
    .option('progress-interval', {
      group: OUTPUT,
      string: true,
      default: `${PLAIN_INTERVAL_MS / 1000}s`,
      describe: 'time between lines of progress where stderr is no terminal: 5s, 10m',
    })
    .option('quiet', {
      group: OUTPUT,
      boolean: true,
      default: false,
      describe: 'nothing on stderr but errors; warnings are in the result',
    });
}

type OutputArguments = Omit<RunCommandOptions, 'password' | 'progressIntervalMs'> &
  PasswordArguments & { readonly progressInterval: string };

export function runCommandOptions(args: OutputArguments): RunCommandOptions {
  const { out, json, quiet, registry, report } = args;
  const progressIntervalMs = parseProgressInterval(args.progressInterval);
  return { out, json, quiet, registry, report, progressIntervalMs, password: passwordSource(args) };
}
