import { isInstrument } from '../contract/arms.ts';
import { mailboxToBlame } from '../contract/host-losses.ts';
import type { Plan } from '../contract/plan.ts';
import type { ArmResult, LostHosts } from '../contract/result.ts';
import type { Collected, ReplicateFacts, SoakArmTally } from './series.ts';
import { countText, listText, numberText } from './words.ts';

/** How many calls and mailboxes a result names. */
const MOST_NAMED = 20;
/** How many of them a sentence names. */
const MOST_TOLD = 3;
/** Two arms differ in what they lost if chance alone would make it so less often than that. */
const CHANCE = 0.05;

type Facts = Pick<Collected, 'replicates' | 'heapWalks' | 'explained'>;

/**
 * What is judged of a run. Where fresh hosts take the places of lost ones, those count that did their whole sweep: what
 * was cut off says less than what took its place, and how long a process lived may hang on how it grew.
 */
export function judgedPart<T extends Facts>({ lostHosts }: Pick<Plan, 'lostHosts'>, collected: T): T {
  const lost = collected.replicates.filter(({ loss }) => loss !== undefined);
  if (lostHosts === 'end-run' || lost.length === 0) return collected;
  const isCut = (replicate: string): boolean =>
    lost.some((each) => each.replicate === replicate && each.ending.kind === 'lost');
  return {
    ...collected,
    replicates: collected.replicates.filter(({ replicate }) => !isCut(replicate)),
    heapWalks: collected.heapWalks.filter(({ replicate }) => !isCut(replicate)),
    explained: collected.explained.filter(
      ({ replicate }) => !lost.some((each) => each.replicate === replicate),
    ),
  };
}

/** Above this share of lost session hosts, those that lived on are no sample of an arm. */
const MOST_LOST = 0.5;

/**
 * The arm's result with what it lost, if it lost any session host. Growth may be what took them down: an arm that lost most of
 * its hosts is never acquitted by the others.
 */
export function withLostHosts(
  result: ArmResult,
  plan: Pick<Plan, 'lostHosts'>,
  replicates: readonly ReplicateFacts[],
  soak?: SoakArmTally,
): ArmResult {
  const told = withLosses(result, plan, replicates, soak);
  const { lost = 0, hosts = 1 } = told.lostHosts ?? {};
  if (told.verdict !== 'no-leak' || lost <= MOST_LOST * hosts) return told;
  const share = `${numberText(lost)} of its ${countText(hosts, 'session hosts')} were lost`;
  return {
    ...told,
    verdict: 'inconclusive',
    reason: `${share}: repair that first; of the others, ${told.reason}`,
  };
}

function withLosses(
  result: ArmResult,
  { lostHosts: onLoss }: Pick<Plan, 'lostHosts'>,
  replicates: readonly ReplicateFacts[],
  soak?: SoakArmTally,
): ArmResult {
  // See judgedPart: where the run ended with it, what it measured counts.
  const isLeftOut = onLoss === 'replace';
  if (soak !== undefined) return withTallied(result, soak, isLeftOut);
  const own = replicates.filter(({ arm }) => arm === result.arm);
  const losses = own.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
  if (losses.length === 0) return result;
  const where = mostFirst(losses.map(({ how, lastActivity: { call } }) => `${how} ${call}`));
  const mailboxes = mostFirst(losses.flatMap(({ lastActivity }) => mailboxToBlame(lastActivity) ?? []));
  return {
    ...result,
    lostHosts: {
      hosts: own.length,
      lost: losses.length,
      cyclesLeftOut: isLeftOut ? cyclesOfCut(own) : 0,
      where: where.slice(0, MOST_NAMED).flatMap(([key, count]) => {
        const found = losses.find(({ how, lastActivity: { call } }) => `${how} ${call}` === key);
        return found === undefined ? [] : [{ how: found.how, call: found.lastActivity.call, count }];
      }),
      mailboxes: Object.fromEntries(mailboxes.slice(0, MOST_NAMED)),
    },
  };
}

const cyclesOfCut = (replicates: readonly ReplicateFacts[]): number =>
  replicates.reduce((sum, { cycles, ending }) => sum + (ending.kind === 'lost' ? cycles : 0), 0);

/** A soak has counted what it lost, as it keeps few of those who were. */
function withTallied(
  result: ArmResult,
  { ended, losses, whole }: SoakArmTally,
  isLeftOut: boolean,
): ArmResult {
  const lost = LOST_WAYS.reduce((sum, how) => sum + (ended.get(how) ?? 0), 0);
  if (lost === 0) return result;
  const hosts = [...ended.values()].reduce((sum, each) => sum + each, whole);
  const where = Object.entries(losses.where).flatMap(([key, count]) => {
    const how = LOST_WAYS.find((each) => key.startsWith(`${each} `));
    return how === undefined ? [] : [{ how, call: key.slice(how.length + 1), count }];
  });
  const mailboxes = Object.entries(losses.mailboxes).sort(([, a], [, b]) => b - a);
  return {
    ...result,
    lostHosts: {
      hosts,
      lost,
      cyclesLeftOut: isLeftOut ? losses.cycles : 0,
      where: where.sort((a, b) => b.count - a.count).slice(0, MOST_NAMED),
      mailboxes: Object.fromEntries(mailboxes.slice(0, MOST_NAMED)),
    },
  };
}

const LOST_WAYS = ['died', 'hung', 'failed'] as const;

/** `2 of 40 session hosts of off were lost (1 hung in MAPILogonEx, 1 died between cycles)`; empty if none was. */
export function lostHostsText({ arm, lostHosts }: ArmResult): string {
  if (lostHosts === undefined) return '';
  const { hosts, lost, where } = lostHosts;
  const told = where.slice(0, MOST_TOLD).map(({ how, call, count }) => {
    const at = call === 'between cycles' || call === 'starting' ? call : `in ${call}`;
    return `${numberText(count)} ${how} ${at}`;
  });
  const others = lost - where.slice(0, MOST_TOLD).reduce((total, { count }) => total + count, 0);
  const named = listText(others > 0 ? [...told, `${numberText(others)} elsewhere`] : told);
  const were = lost === 1 ? 'was' : 'were';
  return `${numberText(lost)} of ${countText(hosts, 'session hosts')} of ${arm} ${were} lost (${named})`;
}

/** What a reader must know of a run that went on after losses, one sentence each. */
export function lossWarnings(arms: readonly ArmResult[], quarantined: readonly string[]): string[] {
  const lost = arms.map(lostHostsText).filter((text) => text !== '');
  return [...lost, ...survivorWarnings(arms), ...quarantineWarnings(quarantined)];
}

/** Those that live on may be those that grow less: where one arm loses more, arms are not compared alike. */
function survivorWarnings(arms: readonly ArmResult[]): string[] {
  const tested = arms.filter(({ arm }) => !isInstrument(arm)).map((each) => ({ ...each, ...countsOf(each) }));
  return tested.flatMap((more) =>
    tested.flatMap((less) => {
      // Arms have as many places each, side by side: a loss is as likely in the one as in the other.
      if (more === less || !isSeldom(more.lost, more.lost + less.lost)) return [];
      return [
        `session hosts were lost more often with ${more.arm} (${of(more)}) than with ${less.arm} (${of(less)}): ` +
          `${more.arm} is judged by those that survived`,
      ];
    }),
  );
}

function quarantineWarnings(quarantined: readonly string[]): string[] {
  if (quarantined.length === 0) return [];
  const told = quarantined.slice(0, MOST_TOLD).map((mailbox) => `"${mailbox}"`);
  const others = quarantined.length - told.length;
  const named = listText(others > 0 ? [...told, `${numberText(others)} more`] : told);
  return [
    `${countText(quarantined.length, quarantined.length === 1 ? 'mailbox' : 'mailboxes')} left out after session hosts ` +
      `were lost there: ${named}`,
  ];
}

type Counts = Pick<LostHosts, 'hosts' | 'lost'>;

const countsOf = ({ lostHosts, replicates }: ArmResult): Counts =>
  lostHosts ?? { hosts: replicates, lost: 0 };

const of = ({ hosts, lost }: Counts): string => `${numberText(lost)} of ${numberText(hosts)}`;

/** Whether so many of n coins, or more, show heads more seldom than CHANCE. */
function isSeldom(least: number, n: number): boolean {
  if (n > MANY_COINS) return (least - 0.5 - n / 2) / (Math.sqrt(n) / 2) > NORMAL_QUANTILE;
  let term = 0.5 ** n;
  let below = 0;
  for (let k = 0; k < least; k++) {
    below += term;
    term *= (n - k) / (k + 1);
  }
  return 1 - below < CHANCE;
}

/** From here on the normal distribution is as good, and powers of one half are not. */
const MANY_COINS = 500;
/** Of 1 - CHANCE. */
const NORMAL_QUANTILE = 1.645;

function mostFirst(keys: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
}
