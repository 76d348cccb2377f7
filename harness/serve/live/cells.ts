import {
  formatAmount,
  formatCount,
  formatCounted,
  formatDuration,
  formatRate,
} from '../../../reports/format.ts';
import { PART_VERDICT_WORDING, type Tone, VERDICT_WORDING } from '../../../reports/wording.ts';
import { processesIn, totalOver } from '../../analyse/series.ts';
import { type ArmName, isInstrument } from '../../contract/arms.ts';
import { cycleUnitOf, type MaybeAttached } from '../../contract/attached.ts';
import type { Plan } from '../../contract/plan.ts';
import { RESOURCES, type ResourceName } from '../../contract/resources.ts';
import type { ArmResult, ResourceResult, Result } from '../../contract/result.ts';
import type { Soak } from '../../contract/soak.ts';
import { nextLookOf, partDone, timeLeftMs } from './forecast.ts';
import type { LiveState } from './message.ts';
import { isGoingOn, type RunStatus } from './status.ts';
import type { RunView } from './view.ts';

const COLUMNS: readonly ResourceName[] = ['heapBytes', 'heaps', 'handles'];
/** Of a program that is seen from outside, where no heap is. */
const COLUMNS_FROM_OUTSIDE: readonly ResourceName[] = ['privateBytes', 'handles', 'threads'];

/** Growth that the table of arms has a column for. */
export const columnsOf = ({ attached }: MaybeAttached): readonly ResourceName[] =>
  attached === undefined ? COLUMNS : COLUMNS_FROM_OUTSIDE;

/** What stands in a cell of which nothing is known yet. */
export const UNKNOWN = '–';

/** Arms in the order of the plan: those under test, then the instrument's own. */
export function armsOf({ arms, control, selfTest }: Pick<Plan, 'arms' | 'control' | 'selfTest'>): ArmName[] {
  return [...arms, ...(control ? (['control'] as const) : []), ...(selfTest ? (['planted'] as const) : [])];
}

const STATUS: Readonly<Record<RunStatus, { readonly word: string; readonly tone: Tone | '' }>> = {
  running: { word: 'running', tone: '' },
  judging: { word: 'measured, being judged', tone: '' },
  finished: { word: 'finished', tone: '' },
  unfinished: { word: 'not finished', tone: 'open' },
};

export const statusWord = (status: RunStatus): string => STATUS[status].word;
export const statusTone = (status: RunStatus): Tone | '' => STATUS[status].tone;

/** Everything on a run's page that changes while it goes on, as text. */
export function liveStateOf(view: RunView): LiveState {
  const { hasReport, isFinal, plan, status } = view;
  const result = hasBegun(view) ? view.result : null;
  const isLive = isGoingOn(status);
  const arms = armsOf(plan).map((arm) => armCells(arm, view));
  const verdict = result === null ? null : VERDICT_WORDING[result.verdict];
  const cells = {
    status: statusWord(status),
    note: noteOf(view),
    verdict: verdict?.word ?? 'No verdict',
    reason: result?.reason ?? (isLive ? 'nothing was judged so far' : 'nothing was measured'),
    ...courseCells(view),
    ...Object.assign({}, ...arms.map((each) => each.cells)),
  };
  return {
    isLive,
    cells,
    tones: {
      status: statusTone(status),
      verdict: verdict?.tone ?? '',
      ...Object.assign({}, ...arms.map((each) => each.tones)),
    },
    parts: [
      isLive ? 'live' : 'over',
      ...(isFinal ? [] : [isLive ? 'so-far' : 'partial']),
      ...(hasReport && !isLive ? ['report'] : []),
      ...(isFinal ? ['result'] : []),
      ...(noteOf(view) === '' ? [] : ['note']),
    ],
    announcement: announcementOf(view),
  };
}

/** Whether there is anything to judge: before the arms under test, the instrument tests itself. */
const hasBegun = ({ collected, isFinal, plan }: RunView): boolean =>
  isFinal || collected.replicates.some(({ arm }) => plan.arms.includes(arm));

/** What a reader has to know besides the status. */
function noteOf({ course, passedOver, quietMs, status }: RunView): string {
  const notes: string[] = [];
  if (status === 'unfinished') {
    notes.push(
      `No row was written for ${formatDuration(quietMs)}, and the run never said that it ended: it was killed, or its folder was copied before its end.`,
    );
  }
  if (course.stoppedBy !== null) notes.push(`It was asked to stop (${course.stoppedBy}).`);
  if (status === 'finished' && course.outcome === 'failed') notes.push('It ended with an error.');
  if (course.losses.length > 0) notes.push(`${sentence(course.losses.join('; '))}.`);
  if (passedOver > 0) notes.push(`${sentence(formatCounted(passedOver, 'row'))} could not be read.`);
  return notes.join(' ');
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function courseCells(view: RunView): Record<string, string> {
  const { collected, course, elapsedMs, plan } = view;
  const cycles = cyclesIn(collected);
  const hosts = [...course.hosts.values()].reduce((sum, each) => sum + each, 0);
  return {
    elapsed: formatDuration(elapsedMs),
    left: leftText(view),
    cycles: formatCount(cycles),
    rate:
      cycles > 0 && elapsedMs > 0
        ? `${formatAmount((1000 * cycles) / elapsedMs, 'count')} per second`
        : UNKNOWN,
    ...nowCells(view, hosts),
    replicates:
      collected.soak === undefined
        ? `${formatCount(collected.replicates.length)} of ${formatCount(plan.order.length)}`
        : `${formatCount(replicatesIn(collected))} in ${formatCounted(collected.soak.rounds, 'round')}`,
  };
}

/** Who is at work, and at what. */
function nowCells({ course, plan, status }: RunView, hosts: number): Record<'hosts' | 'phase', string> {
  if (plan.attached !== undefined) {
    const isWatching = status === 'running';
    return {
      hosts: isWatching ? `${formatCounted(hosts, 'process', 'processes')} watched` : 'none watched',
      phase: isWatching ? 'watching from outside' : UNKNOWN,
    };
  }
  if (status !== 'running') return { hosts: 'none at work', phase: UNKNOWN };
  return { hosts: `${formatCounted(hosts, 'session host')} at work`, phase: PHASES[course.phase] };
}

const PHASES = {
  sweep: 'logging on to one mailbox after the other',
  census: 'counting blocks by size',
  hammer: 'logging on to the same mailbox again and again',
  idle: 'at rest, with no logon',
} as const;

function leftText({ collected, elapsedMs, plan, status }: RunView): string {
  if (status !== 'running') return UNKNOWN;
  if (plan.attached?.durationMs === null) return 'until it ends, or its watching does';
  const { length, soak } = plan;
  if (soak !== undefined) return leftOfSoak(soak, collected, elapsedMs);
  if (length.by === 'settled') {
    const look = nextLookOf(plan, collected.replicates);
    const most = `${formatCount(length.maxCycles)} cycles each at most`;
    return look === null
      ? `until settled, ${most}`
      : `until settled, ${most}; next look at ${formatCount(look)}`;
  }
  const left = timeLeftMs(partDone(plan, collected.replicates), elapsedMs);
  return left === null ? 'not known yet' : `about ${formatDuration(left)}`;
}

function leftOfSoak({ until }: Soak, { soak }: RunView['collected'], elapsedMs: number): string {
  if (until.by === 'duration') return `about ${formatDuration(Math.max(0, until.durationMs - elapsedMs))}`;
  const rounds = soak?.rounds ?? 0;
  return `until ${formatCounted(until.cycles, 'cycle')}; round ${formatCount(rounds + 1)}`;
}

interface Cells {
  readonly cells: Readonly<Record<string, string>>;
  readonly tones: Readonly<Record<string, string>>;
}

/** A row of the table of arms. */
function armCells(arm: ArmName, { collected, isFinal, plan, result }: RunView): Cells {
  const own = collected.replicates.filter((each) => each.arm === arm);
  const judged = result?.arms.find((each) => each.arm === arm);
  const cycles = own.map((each) => each.cycles);
  const seconds = totalOver(own, (each) => each.elapsedMs) / 1000;
  const total = totalOver(own, (each) => each.cycles);
  const of = (name: string): string => `${arm}.${name}`;
  const word =
    arm === 'planted'
      ? selfTestWord(result, isFinal || own.every(({ ending }) => ending.kind !== 'unfinished'))
      : wordOf(judged);
  const grownOf = (resource: ResourceName): Grown | undefined =>
    arm === 'planted' ? plantedGrowth(resource, result) : judged?.resources[resource];
  const growth = columnsOf(plan).flatMap((resource) => growthCells(of(resource), grownOf(resource)));
  return {
    cells: {
      [of('cycles')]: cycles.length === 0 ? '0' : rangeText(cycles),
      [of('replicates')]: replicatesText(arm, { collected, plan }),
      [of('rate')]: seconds > 0 ? `${formatAmount(total / seconds, 'count')}/s` : UNKNOWN,
      [of('failed')]: formatCount(Math.round(totalOver(own, (each) => each.failedCycles))),
      [of('verdict')]: word?.word ?? UNKNOWN,
      [of('reason')]: reasonOf(arm, own.length, judged),
      ...Object.fromEntries(growth),
    },
    tones: { [of('verdict')]: word?.tone ?? '' },
  };
}

function replicatesText(arm: ArmName, { collected, plan }: Pick<RunView, 'collected' | 'plan'>): string {
  const own = collected.replicates.filter((each) => each.arm === arm);
  if (collected.soak === undefined || arm === 'planted')
    return `in ${formatCount(own.length)} of ${formatCounted(plan.replicates, 'replicate')}`;
  const more = collected.soak.arms.get(arm)?.forgotten.replicates ?? 0;
  return `in ${formatCounted(processesIn(own) + more, 'replicate')}`;
}

const cyclesIn = ({ replicates, soak }: RunView['collected']): number =>
  totalOver(replicates, (each) => each.cycles) +
  [...(soak?.arms.values() ?? [])].reduce((sum, { forgotten }) => sum + forgotten.cycles, 0);

const replicatesIn = ({ replicates, soak }: RunView['collected']): number =>
  processesIn(replicates) +
  [...(soak?.arms.values() ?? [])].reduce((sum, { forgotten }) => sum + forgotten.replicates, 0);

/** What of a resource's result the table shows. */
type Grown = Pick<ResourceResult, 'perCycle' | 'unit' | 'verdict'>;
type Word = { readonly word: string; readonly tone: Tone };

const wordOf = (judged: ArmResult | undefined): Word | null =>
  judged === undefined ? null : PART_VERDICT_WORDING[judged.verdict];

/** The planted leak is judged by whether it was found, when its hosts have ended. */
function selfTestWord(result: Result | null, isOver: boolean): Word | null {
  if (!isOver) return null;
  switch (result?.selfTest.outcome) {
    case 'passed':
      return { word: 'found', tone: 'good' };
    case 'failed':
      return { word: 'not found', tone: 'open' };
    default:
      return null;
  }
}

function plantedGrowth(resource: ResourceName, result: Result | null): Grown | undefined {
  const found = result?.selfTest.found ?? null;
  if (resource !== 'heapBytes' || found === null) return undefined;
  return { perCycle: found, unit: 'bytes', verdict: 'leak' };
}

function reasonOf(arm: ArmName, replicates: number, judged: ArmResult | undefined): string {
  if (arm === 'planted') return 'the self-test plants a leak here, and must find it';
  return judged?.reason ?? (replicates === 0 ? 'not begun' : '');
}

/** `384`, or `352 to 384` where replicates are not equally far. */
function rangeText(cycles: readonly number[]): string {
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  return least === most ? `${formatCount(most)} each` : `${formatCount(least)} to ${formatCount(most)}`;
}

function growthCells(name: string, found: Grown | undefined): [string, string][] {
  const rate = found?.perCycle ?? null;
  if (found === undefined || rate === null) {
    const why = found?.verdict === 'unsupported' ? PART_VERDICT_WORDING.unsupported.word : UNKNOWN;
    return [
      [name, why],
      [`${name}.interval`, ''],
    ];
  }
  const { estimate, interval } = formatRate(rate, found.unit);
  return [
    [name, estimate],
    [`${name}.interval`, interval],
  ];
}

/** `Running. off: 384 cycles each, 4,096 bytes per logon; on: 384 cycles each, 0 bytes per logon.` */
function announcementOf(view: RunView): string {
  const { collected, course, isFinal, plan, result, status } = view;
  if (isFinal && result !== null) {
    return `The run is ${statusWord(status)}: ${VERDICT_WORDING[result.verdict].word}. ${sentence(result.reason)}.`;
  }
  if (status !== 'running') return `The run is ${statusWord(status)}.`;
  if (course.hosts.size === 0) return 'The run is starting.';
  const arms = armsOf(plan)
    .filter((arm) => !isInstrument(arm))
    .map((arm) => {
      const cycles = collected.replicates.filter((each) => each.arm === arm).map((each) => each.cycles);
      const reached = cycles.length === 0 ? 'not begun' : `${formatCount(Math.min(...cycles))} cycles`;
      return `${arm}: ${reached}${growthWords(
        result?.arms.find((each) => each.arm === arm),
        plan,
      )}`;
    });
  return `Running. ${arms.join('; ')}.`;
}

function growthWords(arm: ArmResult | undefined, plan: MaybeAttached): string {
  const resource = columnsOf(plan).find((each) => arm?.resources[each]?.perCycle != null);
  const found = resource === undefined ? undefined : arm?.resources[resource];
  if (resource === undefined || found === undefined || found.perCycle === null) return '';
  const { estimate } = formatRate(found.perCycle, found.unit);
  return `, ${found.unit === 'bytes' ? estimate : `${estimate} ${RESOURCES[resource].label}`} per ${cycleUnitOf(plan)} so far`;
}
