import { type ArmName, flagOfArm } from '../contract/arms.ts';
import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { ArmResult, FailureSummary } from '../contract/result.ts';
import { exhaustedOf, exhaustionText } from './exhaustion.ts';
import { NO_FAILURES } from './failures.ts';
import { convicting, leakFigures } from './figures.ts';
import type { GrowthPerMailbox } from './per-mailbox.ts';
import { type ResourceResults, readGates } from './resource-results.ts';
import { processesIn, type ReplicateFacts, type SoakArmTally, totalOver } from './series.ts';
import { listText, numberText } from './words.ts';

/** What an arm's verdict is drawn from. */
export interface ArmEvidence {
  readonly arm: ArmName;
  readonly replicates: readonly ReplicateFacts[];
  readonly resources: ResourceResults;
  /** Growth that may be per mailbox; those resources are open. */
  readonly perMailbox: GrowthPerMailbox | null;
  readonly failures: FailureSummary | undefined;
  readonly kinds: ArmResult['kinds'];
  readonly leftBehind: ArmResult['leftBehind'];
  /** What rates are per. */
  readonly cycleUnit: string;
  /** Whether its processes were watched from outside, where heaps are not seen. */
  readonly fromOutside: boolean;
  /** Why the arm's setting was not in force, if so. */
  readonly invalid: string | undefined;
  /** Of a soak: what is in no list of replicates. */
  readonly soak: SoakArmTally | undefined;
}

/** The result of an arm, with what the verdict on the run needs besides. */
export interface JudgedArm {
  readonly result: ArmResult;
  readonly perMailbox: GrowthPerMailbox | null;
}

const NOTHING_MORE = { replicates: 0, cycles: 0, failedCycles: 0, elapsedMs: 0 };
/** Above this share of failed cycles there is too little of the arm's work in its figures to judge it. */
export const MOST_FAILED = 0.5;

export function armResultOf(evidence: ArmEvidence): ArmResult {
  const { arm, replicates, resources, failures, kinds, leftBehind, soak } = evidence;
  const more = soak?.forgotten ?? NOTHING_MORE;
  const processes = processesIn(replicates) + more.replicates;
  const cycles = totalOver(replicates, (each) => each.cycles) + more.cycles;
  const failedCycles = totalOver(replicates, (each) => each.failedCycles) + more.failedCycles;
  const seconds = (totalOver(replicates, (each) => each.elapsedMs) + more.elapsedMs) / 1000;
  const flag = flagOfArm(arm);
  const exhausted = exhaustedOf(replicates);
  const ranOut = Math.max(exhausted.length, soak === undefined ? 0 : ranOutIn(soak));
  const verdict = armVerdictOf(evidence, cycles === 0 ? 0 : failedCycles / cycles);
  return {
    arm,
    cleanUpMapiHeap: flag === 'untouched' ? null : flag,
    ...withExhaustion(verdict, exhaustionText(exhausted, processes, ranOut)),
    replicates: processes,
    ...(soak === undefined || soak.batchReplicates === 1 ? {} : { batches: batchesOf(soak) }),
    cycles,
    cyclesPerSecond: seconds > 0 ? cycles / seconds : 0,
    failures: failures ?? NO_FAILURES,
    exhausted,
    ...(ranOut > exhausted.length ? { exhaustedReplicates: ranOut } : {}),
    resources: { ...resources },
    kinds: [...kinds],
    leftBehind: [...leftBehind],
  };
}

const batchesOf = ({ batchReplicates, waiting, whole }: SoakArmTally): ArmResult['batches'] => ({
  count: (whole - waiting) / batchReplicates,
  replicatesEach: batchReplicates,
  waiting,
});

/** A soak keeps few of them; those that were ended over the limit are told among them. */
const ranOutIn = ({ ended }: SoakArmTally): number =>
  (ended.get('exhausted') ?? 0) + (ended.get('over-limit') ?? 0);

type ArmVerdict = Pick<ArmResult, 'verdict' | 'reason'>;

function armVerdictOf(
  { resources, perMailbox, invalid, cycleUnit, fromOutside }: ArmEvidence,
  failedShare: number,
): ArmVerdict {
  if (invalid !== undefined) return { verdict: 'invalid', reason: invalid };
  if (failedShare > MOST_FAILED) {
    const failed = `${numberText(failedShare * 100, 1)} %`;
    return { verdict: 'inconclusive', reason: `${failed} of its cycles failed: repair that first` };
  }
  const leaking = convicting(resources);
  if (leaking.length > 0) return { verdict: 'leak', reason: leakReason(leaking, resources, cycleUnit) };
  if (perMailbox !== null) {
    return { verdict: 'inconclusive', reason: `grew by ${perMailbox.figures}; ${perMailbox.advice}` };
  }
  if (fromOutside) {
    const { label } = RESOURCES.privateBytes;
    const reason = resources['privateBytes']?.reason ?? 'not read';
    return { verdict: 'inconclusive', reason: `${label}: ${reason}` };
  }
  const gates = readGates(resources);
  if (!gates.includes('heapBytes') && !gates.includes('heaps')) {
    const why = resources['heapBytes']?.reason ?? 'not read';
    return {
      verdict: 'inconclusive',
      reason: `without a reading of the heaps nothing can be acquitted: ${why}`,
    };
  }
  const open = gates.find((gate) => resources[gate]?.verdict === 'inconclusive');
  if (open !== undefined) {
    return { verdict: 'inconclusive', reason: `${RESOURCES[open].label}: ${resources[open]?.reason ?? ''}` };
  }
  return {
    verdict: 'no-leak',
    reason: `${listText(gates.map((gate) => RESOURCES[gate].label))} grow by less than the margin`,
  };
}

/**
 * Running out convicts nobody: that is for what was measured. But who ran out is not acquitted either, as
 * something grew that no gate has seen.
 */
function withExhaustion({ verdict, reason }: ArmVerdict, exhaustion: string): ArmVerdict {
  if (exhaustion === '') return { verdict, reason };
  if (verdict !== 'no-leak') return { verdict, reason: `${reason}; ${exhaustion}` };
  return { verdict: 'inconclusive', reason: `${exhaustion}, though ${reason}: what ran out did not show` };
}

/** Supporting resources that convict alone are worth a word: what the gates count did not grow. */
function leakReason(leaking: readonly ResourceName[], resources: ResourceResults, cycleUnit: string): string {
  const grew = `grew by ${leakFigures(resources)} per ${cycleUnit}`;
  const byGate = leaking.some((resource) => RESOURCES[resource].role === 'gate');
  const labels = listText(leaking.map((resource) => RESOURCES[resource].label));
  return byGate ? grew : `${grew}, seen only in ${labels}`;
}
