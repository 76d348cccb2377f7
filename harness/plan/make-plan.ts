import { isAbsolute } from 'node:path';
import { withoutSecrets } from '../../native-bindings/stand-in/dials.ts';
import { examineFile, isReadable } from '../../native-bindings/windows/image-file.ts';
import { chooseScenario, loadScenario } from '../../scenarios/catalogue.ts';
import { inspectMailboxFile } from '../../scenarios/mailboxes/open.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { HarnessError } from '../contract/errors.ts';
import {
  type ImpersonationKind,
  type MailboxOrder,
  type MailboxSource,
  type MapiChoice,
  type Plan,
  SCHEMA_VERSION,
  type StandInDials,
} from '../contract/plan.ts';
import { abortOverBytesOf } from './abort-over.ts';
import type { HostFacts } from './host-facts.ts';
import { horizonOf, layoutOf, lengthOf } from './length.ts';
import { marginsOf } from './margins.ts';
import { DEFAULTS, type RunOptions } from './options.ts';
import { orderOf } from './replicate-order.ts';
import { requireTellable } from './require-tellable.ts';
import { choosesStandIn } from './stand-in.ts';
import { requireMeasured } from './thresholds.ts';

/** A plan, and what only the registry may hold. */
export interface PlannedRun {
  readonly plan: Plan;
  /** The plan's dials of the stand-in, secrets included. */
  readonly dials: StandInDials;
  /** Whether its scenario creates CDO objects. */
  readonly usesCdo: boolean;
}

/**
 * Options to a complete plan, with every default filled in and every file that it names looked at.
 * @throws HarnessError USAGE or INPUT_FILE
 */
export async function makePlan(
  command: string,
  options: RunOptions,
  host: HostFacts,
  now: Date,
): Promise<PlannedRun> {
  const choice = await chooseScenario(options.scenario);
  const scenario = await loadScenario(choice);
  const mailboxes = await mailboxSource(options);
  requireMailboxes(scenario, mailboxes);
  const impersonation = impersonationOf(scenario, options, host);
  const dials = dialsOf(options, impersonation);
  refuseIdleDials(dials, host);
  refuseUnreadFlag(options);
  refuseCdoBesideProvider(scenario, options.mapi);
  const length = lengthOf(options);
  // It plants its leak into the control's cycles.
  const selfTest = options.selfTest && options.control;
  const plan: Plan = {
    schema: SCHEMA_VERSION,
    command,
    createdAt: now.toISOString(),
    scenario: choice,
    mapi: hashed(options.mapi),
    ffi: options.ffi,
    impersonation,
    logonType: options.logonType,
    mailboxes,
    mailboxOrder: mailboxOrderOf(scenario, options),
    arms: options.arms,
    control: options.control,
    flagPlaces: { view: options.flagView, key: options.flagKey },
    replicates: options.replicates,
    layout: layoutOf(options),
    length,
    horizonCycles: horizonOf(length, options),
    blockCycles: options.block ?? null,
    dither: options.dither,
    selfTest,
    explain: options.explain,
    seed: options.seed,
    order: [...orderOf({ ...options, selfTest })],
    walkBudget: options.walkBudget / 100,
    margin: marginsOf(options),
    confidence: DEFAULTS.confidence,
    hangTimeoutMs: options.hangTimeout * 1000,
    standInDials: withoutSecrets(dials),
    expect: requireTellable(options.expect ?? null, options),
    thresholds: [...requireMeasured(options.threshold, options)],
    lostHosts: options.lostHosts,
    abortOverBytes: abortOverBytesOf(options.abortOver, host),
  };
  return { plan, dials, usesCdo: scenario.usesCdo ?? false };
}

/**
 * A provider that is named by its path is code from outside, and is named with its hash. Where the system looks for
 * the file itself (dlopen(3), LoadLibrary), only the environment says which one it has found.
 */
function hashed(mapi: MapiChoice): MapiChoice {
  if (mapi.kind !== 'path') return mapi;
  const isOneFile = process.platform === 'win32' ? isAbsolute(mapi.path) : mapi.path.includes('/');
  const file = isOneFile ? examineFile(mapi.path) : null;
  return { ...mapi, sha256: file !== null && isReadable(file) ? file.sha256 : null };
}

/** With too few, a scenario would do something else than it says, and find no leak in that. */
function requireMailboxes({ fewestMailboxes = 1, name }: Scenario, { count }: MailboxSource): void {
  if (count >= fewestMailboxes) return;
  throw new HarnessError(
    'USAGE',
    `scenario ${name} needs at least ${fewestMailboxes} mailboxes, and there is ${count}`,
    'Give a longer list with --mailboxes, or a larger --mailbox-count.',
  );
}

async function mailboxSource(options: RunOptions): Promise<MailboxSource> {
  if (options.mailboxes !== undefined) {
    const { count, sha256 } = await inspectMailboxFile(options.mailboxes);
    return { kind: 'csv', file: options.mailboxes, count, sha256 };
  }
  if (options.mapi.kind === 'system') {
    throw new HarnessError(
      'USAGE',
      'the system’s MAPI knows no generated mailboxes',
      'Give a list of real ones: --mailboxes FILE (see docs/mailboxes.md).',
    );
  }
  return { kind: 'generated', count: options.mailboxCount ?? DEFAULTS.mailboxCount };
}

function impersonationOf(scenario: Scenario, options: RunOptions, host: HostFacts): ImpersonationKind {
  if (scenario.impersonates) {
    return options.impersonation === 'auto' ? whatWorks(options.mapi, host) : options.impersonation;
  }
  if (options.impersonation === 'auto' || options.impersonation === 'none') return 'none';
  throw new HarnessError(
    'USAGE',
    `scenario ${scenario.name} runs without impersonation, but --impersonation ${options.impersonation} was given`,
    'Leave the option out, or choose scenario extended-logon.',
  );
}

/** Wine logs nobody on, and on Windows the stand-in's generated mailboxes have no accounts. */
function whatWorks(mapi: MapiChoice, { platform, wine }: HostFacts): ImpersonationKind {
  const nobodyToLogOn = platform === 'win32' && choosesStandIn(mapi);
  return wine !== null || nobodyToLogOn ? 'self' : 'logon-user';
}

/** Where `auto` has left all cycles with one identity, the stand-in tells users apart by their profiles. */
function dialsOf({ impersonation, mapi, standIn }: RunOptions, kind: ImpersonationKind): StandInDials {
  if (impersonation !== 'auto' || kind !== 'self' || !choosesStandIn(mapi)) return standIn;
  return { IdentityFromProfile: 1, ...standIn };
}

/** On Windows LogonUserW and the heaps are the system's; a password would stand in the registry for nothing. */
function refuseIdleDials(dials: StandInDials, { platform }: HostFacts): void {
  const idle = ['Password', 'RefuseUser', 'AddressSpaceBytes'].filter(
    (name) => platform === 'win32' && name in dials,
  );
  if (idle.length === 0) return;
  throw new HarnessError('USAGE', `the dial ${idle.join(', ')} has no effect on Windows`, 'Leave it out.');
}

/** The stand-in reads the documented key alone: a run that writes another one measures no difference. */
function refuseUnreadFlag({ flagKey, mapi }: RunOptions): void {
  if (flagKey !== 'exe' || !choosesStandIn(mapi)) return;
  throw new HarnessError(
    'USAGE',
    'the stand-in does not read the flag in a key of the program’s own',
    'Leave --flag-key out, or give --flag-key both.',
  );
}

/** CDO calls the system's mapi32.dll: what it does there would be reported of the named file. */
function refuseCdoBesideProvider({ name, usesCdo }: Scenario, mapi: MapiChoice): void {
  if (usesCdo !== true || mapi.kind !== 'path' || choosesStandIn(mapi)) return;
  throw new HarnessError(
    'USAGE',
    `scenario ${name} uses CDO, which takes the system’s MAPI, not the file that --mapi names`,
    'Use --mapi system, or --mapi stand-in.',
  );
}

function mailboxOrderOf(scenario: Scenario, options: RunOptions): MailboxOrder {
  if (scenario.repeatsMailbox !== true) return options.mailboxOrder ?? 'sequential';
  if (options.mailboxOrder === undefined || options.mailboxOrder === 'repeated') return 'repeated';
  throw new HarnessError(
    'USAGE',
    `scenario ${scenario.name} repeats one mailbox, but --mailbox-order ${options.mailboxOrder} was given`,
    'Leave the option out, or choose scenario extended-logon.',
  );
}
