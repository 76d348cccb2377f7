import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DIALS_KEY_VARIABLE } from '../../native-bindings/stand-in/dials.ts';
import type { Registry } from '../../native-bindings/windows/registry.ts';
import { isInstrument } from '../contract/arms.ts';
import type { Check } from '../contract/check.ts';
import type { Environment } from '../contract/environment.ts';
import { EXIT, HarnessError } from '../contract/errors.ts';
import { PROBE } from '../contract/host-losses.ts';
import type { Plan, ReplicateSlot } from '../contract/plan.ts';
import type { Referee } from '../contract/referee.ts';
import { stagesOf } from '../plan/replicate-order.ts';
import { describeEnvironment } from './environment.ts';
import { requireExpectedProvider } from './expected-provider.ts';
import type { FlagSwitch } from './flag-switch.ts';
import { FlagTurns } from './flag-turns.ts';
import type { MeasuredReplicates } from './measured-replicates.ts';
import { Quarantine } from './quarantine.ts';
import { readEnvironment } from './read-run-folder.ts';
import { type Probed, Replicate, type ReplicateParts } from './replicate.ts';
import { machineChanges } from './resume/changed-machine.ts';
import { requireSameProvider } from './resume/same-provider.ts';
import { type HeldRows, type NewEvent, RUN_FILES, type RunFolder } from './run-folder.ts';
import { runRounds, type SoakParts } from './soak/rounds.ts';
import { runStage } from './stage.ts';
import type { StageProgress } from './stage-progress.ts';
import { planStandInSetup, type StandInNeeds } from './stand-in-setup.ts';
import { LiveHosts, type StopSignals } from './stoppable.ts';

export interface CampaignParts extends Omit<ReplicateParts, 'quarantine'>, StandInNeeds, StopSignals {
  /** What is known of mailboxes already; nothing where a run begins. */
  readonly quarantine?: Quarantine;
  readonly registry: Registry;
  readonly flag: FlagSwitch;
  /** Checks before the run that were not in order. */
  readonly preflight: readonly Check[];
  /** What other runs have measured already; none where a run stands alone. */
  readonly measured?: MeasuredReplicates;
  /**
   * Hears every row, and says at each look which arms have seen enough; without one every arm stops at its
   * end.
   */
  readonly referee?: Referee;
  /** Of a soak, whose plan goes on in rounds. */
  readonly soak?: SoakParts;
  /** Of a run that was cut off, and goes on: its gap. */
  readonly resumed?: Resumed;
  onProgress(progress: StageProgress): void;
  /** Told when the run begins to wait for room on its disk. */
  onNoRoom?(error: HarnessError): void;
}

/** What lies between two parts of a run that was cut off. */
export type Resumed = Pick<Extract<NewEvent, { event: 'resumed' }>, 'gapMs' | 'cutOff' | 'leftOut'>;

/** With what is known of mailboxes, be it nothing. */
export type WholeParts = CampaignParts & Pick<ReplicateParts, 'quarantine'>;

/** How a run ended. Whatever it is, the flag has been put back and what was measured is in the run folder. */
export type CampaignOutcome = (
  | { readonly outcome: 'complete' }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'host-lost' | 'failed'; readonly error: HarnessError }
) & {
  /** Rows that the disk has not taken to the last; not there if it has taken all. */
  readonly rowsLost?: HeldRows;
};

/**
 * Runs a plan: saves the flag, probes a host, then lets the instrument test itself, and then measures the
 * arms. The hosts of a stage live side by side and take turns; one at a time runs cycles, and the flag
 * stands as its arm wants it.
 */
export async function runCampaign(given: CampaignParts): Promise<CampaignOutcome> {
  const parts: WholeParts = { ...given, quarantine: given.quarantine ?? new Quarantine() };
  const { folder, plan, flag } = parts;
  if (parts.referee !== undefined) folder.tellTo(parts.referee);
  if (parts.resumed === undefined) {
    folder.writePlan(plan);
    folder.addEvent({ event: 'run-started', pid: process.pid });
  } else {
    folder.addEvent({ event: 'resumed', pid: process.pid, ...parts.resumed });
  }
  folder.holdRows();
  const outcome = await withFlagPutBack(parts, async () => {
    const { changes, dialsKey } = planStandInSetup(parts);
    folder.writeFlagBackup(flag.save(changes));
    folder.addEvent({ event: 'flag-saved', backup: flag.backupFile });
    flag.writeOthers();
    if (dialsKey !== null) process.env[DIALS_KEY_VARIABLE] = dialsKey;
    const hosts = new LiveHosts(parts);
    try {
      await probe(parts, hosts);
      return await runStages(parts, hosts);
    } finally {
      hosts.close();
    }
  });
  folder.addEvent({ event: 'run-finished', outcome: outcome.outcome });
  return withLastRows(folder, outcome);
}

/** The run has not ended well if its last rows are not on disk. */
function withLastRows(folder: RunFolder, outcome: CampaignOutcome): CampaignOutcome {
  try {
    folder.catchUp();
    return outcome;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const rowsLost = folder.heldRows;
    return outcome.outcome === 'complete' ? { outcome: 'failed', error, rowsLost } : { ...outcome, rowsLost };
  }
}

/** The flag is put back whether the action ends or throws; errors that a user can act on become the outcome. */
async function withFlagPutBack(
  parts: WholeParts,
  action: () => Promise<CampaignOutcome>,
): Promise<CampaignOutcome> {
  let outcome: CampaignOutcome | undefined;
  try {
    outcome = await action().catch((error: unknown) => outcomeOf(error, parts));
  } finally {
    delete process.env[DIALS_KEY_VARIABLE];
    const problem = putFlagBack(parts);
    if (problem !== null && (outcome === undefined || !('error' in outcome))) {
      outcome = { outcome: 'failed', error: problem };
    }
  }
  return outcome;
}

function outcomeOf(error: unknown, { stop }: StopSignals): CampaignOutcome {
  if (!(error instanceof HarnessError)) throw error;
  // A host that was ended on request is no failure.
  if (stop.aborted) return { outcome: 'stopped' };
  return { outcome: isHostLoss(error) ? 'host-lost' : 'failed', error };
}

/** @returns what kept it from being put back, or from being done with */
function putFlagBack({ flag, folder }: WholeParts): HarnessError | null {
  try {
    if (flag.restore()) folder.addEvent({ event: 'flag-restored' });
    return null;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return error;
  }
}

/** What cannot work fails here, before the flag is changed and before the first cycle. */
async function probe(parts: WholeParts, hosts: LiveHosts): Promise<void> {
  const first = parts.plan.order.find(({ arm }) => !isInstrument(arm)) ?? parts.plan.order[0];
  if (first === undefined) throw new Error('a plan has at least one replicate');
  parts.folder.makeHostFiles(PROBE);
  const host = await new Replicate(parts, hosts, { ...first, replicate: PROBE }).probe();
  requireExpectedProvider(host, parts.plan);
  requireRoom(host, parts.plan);
  const environment = describeEnvironment(host, parts.registry, parts.preflight);
  const before = parts.resumed === undefined ? null : await readEnvironmentOf(parts.folder);
  if (before !== null) requireSameProvider(before, environment);
  const changed = before === null ? [] : machineChanges(before, environment);
  parts.folder.writeEnvironment(
    changed.length === 0 ? environment : { ...environment, changed: [...changed] },
  );
}

/** null if the run was cut off before it had looked around. */
async function readEnvironmentOf({ path }: RunFolder): Promise<Environment | null> {
  return existsSync(join(path, RUN_FILES.environment)) ? await readEnvironment(path) : null;
}

/** A limit that a process is over before it has done anything would end every replicate at its first sample. */
function requireRoom({ privateBytes }: Probed, { abortOverBytes }: Plan): void {
  if (abortOverBytes === null || privateBytes <= abortOverBytes) return;
  throw new HarnessError(
    'USAGE',
    `--abort-over ${abortOverBytes} B: a session host holds ${privateBytes} B of private bytes before its first cycle`,
    'Give more, such as 1500MB, or none.',
  );
}

async function runStages(parts: WholeParts, hosts: LiveHosts): Promise<CampaignOutcome> {
  const { flag, folder, measured, plan, referee = null } = parts;
  const flags = new FlagTurns(flag, folder);
  if (parts.soak !== undefined) return { outcome: await runRounds(parts, parts.soak, flags, hosts) };
  const known = (slot: ReplicateSlot) => measured?.find(plan, parts.dials, slot) ?? null;
  let before = 0;
  for (const [number, slots] of stagesIn(plan).entries()) {
    if (parts.stop.aborted) return { outcome: 'stopped' };
    const outcome = await runStage({ ...parts, flags, hosts, referee, known }, { number, slots, before });
    if (outcome === 'stopped') return { outcome };
    before += slots.length;
  }
  return { outcome: 'complete' };
}

/** Which replicates live at the same time: those of a stage, or one after the other. */
function stagesIn(plan: Plan): readonly (readonly ReplicateSlot[])[] {
  if (plan.layout === 'sequential') return plan.order.map((slot) => [slot]);
  return stagesOf(plan).map((arms) => plan.order.filter(({ arm }) => arms.includes(arm)));
}

function isHostLoss(error: HarnessError): boolean {
  return error.exitCode === EXIT.hostLost;
}
