import { isInstrument } from '../contract/arms.ts';
import type { Check } from '../contract/check.ts';
import { isWhole, type Plan } from '../contract/plan.ts';
import type { ArmResult, SelfTest } from '../contract/result.ts';
import { isLongEnough } from './arm-growth.ts';
import { otherMeanings } from './exhaustion.ts';
import type { GrowthTable } from './growth-table.ts';
import { lossWarnings } from './lost-hosts.ts';
import { overLimitTexts } from './over-limit.ts';
import { hiddenInLumps, LARGE_LUMP_BYTES } from './rare-lumps.ts';
import { LEAST_HORIZON, rulesFor } from './rules.ts';
import { type ReplicateFacts, type SoakTally, type StuckHost, totalOver } from './series.ts';
import { soakWarnings } from './soak-warnings.ts';
import { cyclesPerPass, hasTwoPasses } from './window.ts';
import { countText, limitText, listText, numberText } from './words.ts';

/** Above this share of failed cycles a rate per attempted cycle is no longer one per logon. */
const FAILURES_THAT_MATTER = 0.01;
/** Fewer replicates than this leave the interval almost no degrees of freedom. */
const FEWEST_REPLICATES = 3;
/** Checks before a run whose warning bears on what its arms mean: about the flag, and the builds that obey it. */
const CHECKS_THAT_MATTER: readonly string[] = [
  'flag',
  'flag-key',
  'flag-repaired',
  'mapi-build',
  'cdo-build',
  // Not the flag, but who reads the result believes in another plan.
  'config-ignored',
];

/** What the warnings look at. */
export interface Warned {
  readonly plan: Plan;
  /** The arms under test. */
  readonly tested: readonly ArmResult[];
  readonly control: ArmResult | undefined;
  readonly selfTest: SelfTest;
  readonly growths: GrowthTable;
  /** Those that are judged. */
  readonly replicates: readonly ReplicateFacts[];
  readonly soak: SoakTally | undefined;
  /** Mailboxes that no cycle took any more. */
  readonly quarantined: readonly string[];
  /** Session hosts that did not leave. */
  readonly stuck: readonly StuckHost[];
  /** Checks before the run that were not in order. */
  readonly preflight: readonly Check[];
}

/** What a reader must know before trusting the result, one sentence each. */
export function warningsOf(warned: Warned): string[] {
  const { plan, tested, control, selfTest, growths, replicates, preflight, soak } = warned;
  const all = control === undefined ? tested : [...tested, control];
  return [
    ...preflightWarnings(preflight),
    ...identityWarnings(plan),
    ...controlWarnings(control),
    ...selfTestWarnings(selfTest),
    ...(soak === undefined
      ? replicateWarnings(warned, all)
      : [...soakWarnings(soak), ...lossWarnings(all, warned.quarantined)]),
    ...overLimitTexts(all, plan, soak),
    ...stuckWarnings(warned.stuck),
    ...horizonWarnings(plan, replicates),
    ...lumpWarnings(tested, growths, plan),
    ...otherMeanings(all),
    ...failureWarnings(all, warned),
  ];
}

/** The leak of KB 891509 needs many users; only the stand-in can be told to take one for many. */
function identityWarnings({ impersonation, standInDials }: Plan): string[] {
  if (impersonation !== 'self' || standInDials['IdentityFromProfile'] === 1) return [];
  return ['every cycle impersonated the same user: what grows with each new user does not show'];
}

function preflightWarnings(checks: readonly Check[]): string[] {
  return checks
    .filter(({ id, outcome }) => outcome === 'warn' && CHECKS_THAT_MATTER.includes(id))
    .map(({ finding, title }) => `before the run: ${title}: ${finding}`);
}

function controlWarnings(control: ArmResult | undefined): string[] {
  switch (control?.verdict) {
    case undefined:
      return ['no control arm: what the instrument itself allocates is counted as growth'];
    case 'inconclusive':
      return [
        'the control arm does not show that the instrument is flat: verdicts hold with and without it subtracted',
      ];
    case 'leak':
      return [`the control arm ${control.reason}: that much was subtracted`];
    default:
      return [];
  }
}

function selfTestWarnings({ outcome, reason }: SelfTest): string[] {
  switch (outcome) {
    case 'passed':
      return [];
    case 'failed':
      return [`the self-test failed: ${reason}`];
    case 'not-made':
      return [`no self-test (${reason}): nothing shows that this instrument would have found a leak`];
  }
}

/** Session hosts that died, hung or gave up, each with where it was, one sentence each. */
export function lostHosts(replicates: readonly ReplicateFacts[]): string[] {
  return replicates.flatMap(({ replicate, loss }) => {
    if (loss === undefined) return [];
    const { call, cycle } = loss.lastActivity;
    const where = call === 'between cycles' ? call : `in ${call}`;
    return [`${replicate}: its session host ${loss.how} ${where}, cycle ${numberText(cycle)}`];
  });
}

function replicateWarnings({ plan, quarantined, replicates }: Warned, arms: readonly ArmResult[]): string[] {
  const few =
    plan.replicates < FEWEST_REPLICATES
      ? [`fewer than ${FEWEST_REPLICATES} replicates: the interval says little about other processes`]
      : [];
  const lost = plan.lostHosts === 'end-run' ? lostHosts(replicates) : lossWarnings(arms, quarantined);
  const short = replicates.filter((each) => !isLongEnough(each.cycles, longestOf(each.arm, replicates)));
  const left =
    short.length > 0
      ? [`${listText(short.map((each) => each.replicate))} ended too early to be judged with the others`]
      : [];
  const finished = replicates.filter(
    ({ cycles, ending: { kind } }) => kind === 'exhausted' || (kind === 'finished' && isWhole(plan, cycles)),
  ).length;
  const cut =
    finished < plan.order.length
      ? [
          `cut short: ${numberText(finished)} of ${countText(plan.order.length, 'replicates')} ran to their end`,
        ]
      : [];
  return [...few, ...cut, ...lost, ...left];
}

const STUCK_NAMED = 5;

/** What they measured counts; but a program that calls this MAPI will not end either. */
function stuckWarnings(stuck: readonly StuckHost[]): string[] {
  return [...new Set(stuck.map(({ call }) => call))].map((call) => {
    const hosts = stuck.filter((each) => each.call === call).map(({ replicate }) => replicate);
    const more = hosts.length - STUCK_NAMED;
    const named = hosts.slice(0, STUCK_NAMED);
    const who = listText(more > 0 ? [...named, `${numberText(more)} more`] : named);
    const what = call === 'between cycles' ? 'did not leave' : `did not come back from ${call}`;
    return `${who}: the session host ${what} after its last sample, and was ended by force`;
  });
}

function horizonWarnings(plan: Plan, replicates: readonly ReplicateFacts[]): string[] {
  const tested = replicates.filter(({ arm }) => !isInstrument(arm));
  if (tested.length === 0) return [];
  const shortest = Math.min(...tested.map(({ arm }) => longestOf(arm, tested)));
  const perPass = cyclesPerPass(plan);
  const short =
    shortest < (plan.horizonCycles ?? LEAST_HORIZON)
      ? [
          `short horizon, ${countText(shortest, 'cycles')} per replicate: a leak is not told from a warm-up, ` +
            `and its absence not claimed, before ${numberText(plan.horizonCycles ?? LEAST_HORIZON)}`,
        ]
      : [];
  const onePass = !hasTwoPasses(shortest, perPass)
    ? [
        `fewer than two passes over the ${numberText(perPass)} mailboxes: growth per mailbox cannot be told ` +
          'from growth per logon',
      ]
    : [];
  return [...short, ...onePass];
}

/** Lumps larger than every limit allows for, where they could carry more than the margin past an acquittal. */
function lumpWarnings(tested: readonly ArmResult[], growths: GrowthTable, plan: Plan): string[] {
  const { margin, oneSided } = rulesFor('heapBytes', plan);
  return tested.flatMap(({ arm, resources }) => {
    if (resources['heapBytes']?.verdict !== 'no-leak') return [];
    const hidden = hiddenInLumps(LARGE_LUMP_BYTES, growths(arm, 'heapBytes').settled, oneSided);
    return hidden > margin
      ? [`${arm}: lumps of 64 KiB could hide up to ${limitText(hidden, 'bytes')} per logon`]
      : [];
  });
}

function failureWarnings(arms: readonly ArmResult[], { replicates, soak }: Warned): string[] {
  return arms.flatMap(({ arm, cycles }) => {
    const listed = totalOver(
      replicates.filter((each) => each.arm === arm),
      (each) => each.failedCycles,
    );
    const failed = listed + (soak?.arms.get(arm)?.forgotten.failedCycles ?? 0);
    const share = cycles === 0 ? 0 : failed / cycles;
    return share > FAILURES_THAT_MATTER
      ? [`${arm}: ${numberText(share * 100, 1)} % of the cycles failed: rates are per attempted cycle`]
      : [];
  });
}

function longestOf(arm: ReplicateFacts['arm'], replicates: readonly ReplicateFacts[]): number {
  return Math.max(0, ...replicates.filter((each) => each.arm === arm).map((each) => each.cycles));
}
