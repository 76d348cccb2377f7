import { DIALS_KEY_VARIABLE } from '../../native-bindings/stand-in/dials.ts';
import type { Registry, RegistryView } from '../../native-bindings/windows/registry.ts';
import { type ArmName, type CleanUpMapiHeap, flagOfArm } from '../contract/arms.ts';
import type { Check } from '../contract/check.ts';
import { HarnessError } from '../contract/errors.ts';
import type { ReplicateSlot, StandInDials } from '../contract/plan.ts';
import { type CdoClass, cdoClassChanges } from './cdo-registration.ts';
import { describeEnvironment } from './environment.ts';
import { differing, flagWording } from './flag-state.ts';
import type { FlagSwitch } from './flag-switch.ts';
import { type MailClient, mailClientChanges } from './mail-client.ts';
import { Replicate, type ReplicateParts } from './replicate.ts';
import { planRunKey } from './run-key.ts';

export interface CampaignParts extends ReplicateParts {
  readonly registry: Registry;
  readonly view: RegistryView;
  readonly flag: FlagSwitch;
  /** What the stand-in is to do besides its defaults. */
  readonly dials: StandInDials;
  /** How the system's mapi32.dll finds the stand-in; null where it needs not, or is not measured. */
  readonly mailClient: MailClient | null;
  /** How COM finds the stand-in's CDO; null where the scenario needs none, or a real one is measured. */
  readonly cdoClass: CdoClass | null;
  /** Checks before the run that were not in order. */
  readonly preflight: readonly Check[];
}

/** How a run ended. Whatever it is, the flag has been put back and what was measured is in the run folder. */
export type CampaignOutcome =
  | { readonly outcome: 'complete' }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'host-lost' | 'failed'; readonly error: HarnessError };

/**
 * Runs a plan: probes the host, saves the flag, then one replicate after the other in the planned order, each in
 * a fresh process with the flag set before it starts. One host at a time, as the flag is the machine's and
 * when MAPI reads it is not documented.
 */
export async function runCampaign(parts: CampaignParts): Promise<CampaignOutcome> {
  const { folder, plan, flag } = parts;
  folder.writePlan(plan);
  folder.addEvent({ event: 'run-started' });
  const outcome = await withFlagPutBack(parts, async () => {
    const runKey = planRunKey(parts.view, parts.dials);
    const registration = [
      ...(parts.mailClient === null ? [] : mailClientChanges(parts.mailClient)),
      ...(parts.cdoClass === null ? [] : cdoClassChanges(parts.cdoClass)),
    ];
    folder.writeFlagBackup(flag.save([...(runKey?.changes ?? []), ...registration]));
    folder.addEvent({ event: 'flag-saved', backup: flag.backupFile });
    flag.writeOthers();
    if (runKey !== null) process.env[DIALS_KEY_VARIABLE] = runKey.path;
    await probe(parts);
    return await runReplicates(parts);
  });
  folder.addEvent({ event: 'run-finished', outcome: outcome.outcome });
  return outcome;
}

/** The flag is put back whether the action ends or throws; errors that a user can act on become the outcome. */
async function withFlagPutBack(
  parts: CampaignParts,
  action: () => Promise<CampaignOutcome>,
): Promise<CampaignOutcome> {
  const { flag, folder } = parts;
  let outcome: CampaignOutcome;
  try {
    outcome = await action().catch((error: unknown) => {
      if (!(error instanceof HarnessError)) throw error;
      // A host that was ended on request is no failure.
      if (parts.stop.aborted) return { outcome: 'stopped' } as const;
      return { outcome: isHostLoss(error) ? 'host-lost' : 'failed', error } as const;
    });
  } finally {
    delete process.env[DIALS_KEY_VARIABLE];
    if (flag.restore()) folder.addEvent({ event: 'flag-restored' });
  }
  return outcome;
}

/** What cannot work fails here, before the flag is changed and before the first cycle. */
async function probe(parts: CampaignParts): Promise<void> {
  const first = parts.plan.order.find(({ arm }) => arm !== 'control') ?? parts.plan.order[0];
  if (first === undefined) throw new Error('a plan has at least one replicate');
  const host = await new Replicate(parts, { ...first, replicate: 'probe' }).probe();
  if (!host.standIn) {
    if (parts.plan.mapi.kind === 'stand-in') throw anotherProvider(host.libraries);
    if (parts.plan.mailboxes.kind === 'generated') throw inventedMailboxes();
  }
  parts.folder.writeEnvironment(describeEnvironment(host, parts.registry, parts.preflight));
}

async function runReplicates(parts: CampaignParts): Promise<CampaignOutcome> {
  const invalid = new Set<ArmName>();
  for (const slot of parts.plan.order) {
    if (parts.stop.aborted) return { outcome: 'stopped' };
    if (invalid.has(slot.arm)) continue;
    const wanted = flagOfArm(slot.arm);
    if (wanted !== 'untouched' && !setFlag(parts, slot.arm, wanted)) {
      invalid.add(slot.arm);
      continue;
    }
    const ended = await runOne(parts, slot);
    if (wanted !== 'untouched' && !stillStands(parts, slot.arm, wanted)) invalid.add(slot.arm);
    if (ended !== null) return ended;
  }
  return { outcome: 'complete' };
}

/** null if the run goes on. */
async function runOne(parts: CampaignParts, slot: ReplicateSlot): Promise<CampaignOutcome | null> {
  const result = await new Replicate(parts, slot).run();
  switch (result.outcome) {
    case 'finished':
      return null;
    case 'stopped':
      return { outcome: 'stopped' };
    case 'lost':
      return { outcome: isHostLoss(result.error) ? 'host-lost' : 'failed', error: result.error };
  }
}

function isHostLoss(error: HarnessError): boolean {
  return error.code === 'HOST_DIED' || error.code === 'HOST_HUNG';
}

/** An arm whose flag does not read back is invalid: no number from it could mean anything. */
function setFlag({ flag, folder }: CampaignParts, arm: ArmName, wanted: CleanUpMapiHeap): boolean {
  const readBack = flag.set(wanted);
  folder.addEvent({ event: 'flag-written', arm, wanted, readBack: [...readBack] });
  const wrong = differing(readBack, wanted);
  if (wrong === undefined) return true;
  const reason = `CleanUpMAPIHeap was set to ${flagWording(wanted)} but reads back as ${flagWording(wrong.value)} (${wrong.view} view of ${wrong.key})`;
  folder.addEvent({ event: 'arm-invalid', arm, reason });
  return false;
}

/** Somebody else may have changed the flag while the host ran. */
function stillStands({ flag, folder }: CampaignParts, arm: ArmName, wanted: CleanUpMapiHeap): boolean {
  const wrong = differing(flag.get(), wanted);
  if (wrong === undefined) return true;
  const reason = `CleanUpMAPIHeap was ${flagWording(wanted)} when a session host started and ${flagWording(wrong.value)} when it ended (${wrong.view} view of ${wrong.key})`;
  folder.addEvent({ event: 'arm-invalid', arm, reason });
  return false;
}

/** Invented mailboxes must never reach a real server. */
function inventedMailboxes(): HarnessError {
  return new HarnessError(
    'USAGE',
    'this MAPI is not the stand-in, and knows no generated mailboxes',
    'Give a list of real ones: --mailboxes FILE (see docs/mailboxes.md).',
  );
}

function anotherProvider(libraries: readonly string[]): HarnessError {
  return new HarnessError(
    'MAPI_ENVIRONMENT',
    `the system's MAPI has loaded another provider than the stand-in: ${libraries.join(', ') || 'none'}`,
    'Run `mapileak doctor`, or name the stand-in’s DLL with --mapi PATH.',
  );
}
