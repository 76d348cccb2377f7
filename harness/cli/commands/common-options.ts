import type { ReportFacts } from '../../../reports/report.ts';
import {
  FFI_ENGINES,
  FLAG_KEYS,
  FLAG_VIEWS,
  IMPERSONATION_CHOICES,
  LOGON_TYPE_NAMES,
  LOST_HOSTS,
} from '../../contract/plan.ts';
import { DEFAULTS } from '../../plan/options.ts';

/** Headings of `--help`. */
export const WHAT = 'What is measured:';
export const WHO = 'Mailboxes and users:';
export const HOW = 'How it is measured:';
export const OUTPUT = 'Output:';

/** Where CleanUpMAPIHeap is written, for every command that writes it. */
export const FLAG_VIEW_OPTION = {
  choices: FLAG_VIEWS,
  default: DEFAULTS.flagPlaces.view,
  describe: 'registry view for CleanUpMAPIHeap: the one that MAPI’s process reads, or both',
} as const;
export const FLAG_KEY_OPTION = {
  choices: FLAG_KEYS,
  default: DEFAULTS.flagPlaces.key,
  describe: 'key for it: Applications (KB 891509), Applications\\<program>, or both',
} as const;

/** Which MAPI is called, for every command that calls one. */
export const PROVIDER_OPTIONS = {
  mapi: {
    group: WHAT,
    string: true,
    default: DEFAULTS.mapi,
    describe: 'stand-in, system, or the path of a MAPI provider',
  },
  'stand-in': {
    group: WHAT,
    string: true,
    array: true,
    default: [],
    describe: 'a dial of the stand-in, NAME=VALUE; may be repeated',
  },
} as const;
export const HANG_TIMEOUT_OPTION = {
  group: HOW,
  number: true,
  default: DEFAULTS.hangTimeoutSeconds,
  describe: 'seconds until a native call counts as hung',
} as const;
export const ABORT_OVER_OPTION = {
  group: HOW,
  string: true,
  describe:
    'private bytes of a process beyond which it is ended, such as 1500MB, or none (default 1.5GB if 32-bit)',
} as const;
export const LOST_HOSTS_OPTION = {
  group: HOW,
  choices: LOST_HOSTS,
  describe: 'what follows when a session host dies or hangs: the end of the run, or a fresh one in its place',
} as const;
export const FFI_OPTION = {
  group: HOW,
  choices: FFI_ENGINES,
  default: DEFAULTS.ffi,
  describe: 'package that makes the native calls',
} as const;
export const REGISTRY_OPTION = {
  group: HOW,
  string: true,
  describe: 'registry file of the stand-in',
} as const;

/** How a mailbox's user is logged on, for every command that logs users on. */
export const LOGON_OPTIONS = {
  impersonation: {
    group: WHO,
    choices: IMPERSONATION_CHOICES,
    default: DEFAULTS.impersonation,
    describe: 'how a cycle becomes another user; auto is logon-user wherever that works',
  },
  'logon-type': {
    group: WHO,
    choices: LOGON_TYPE_NAMES,
    default: DEFAULTS.logonType,
    describe: 'logon type of LogonUser',
  },
} as const;

/** Bounds that decide the exit code, for every command that judges a run. */
export const THRESHOLD_OPTION = {
  group: WHAT,
  string: true,
  array: true,
  requiresArg: true,
  describe:
    'bound that decides the exit code, such as "on.heapBytes.perCycle<64" (quoted); may be repeated. Judged on the ' +
    'interval: 1 if one failed, 3 if one could not be told; without --expect they alone decide',
} as const;

/** Reports besides those in the run folder, for every command that makes some. */
export function reportOption(kinds: readonly ReportFacts[]) {
  return {
    group: OUTPUT,
    string: true,
    array: true,
    describe:
      'write a further report, KIND=FILE; may be repeated. ' +
      `KIND: ${kinds.map(({ name }) => name).join(', ')}. FILE - is stdout, instead of the summary`,
  } as const;
}
