import { looksUpTo } from '../../harness/contract/looks.ts';
import type { Layout, Plan } from '../../harness/contract/plan.ts';
import type { SelfTest } from '../../harness/contract/result.ts';
import type { RunSeries } from '../../harness/contract/series.ts';
import { formatAmount, formatCount, formatCounted, formatDuration, formatRate } from '../format.ts';
import { marginWording } from '../margin-wording.ts';
import type { ReportInput } from '../report-input.ts';
import { selfTestDoubt } from '../self-test.ts';
import { stoppedAt } from '../stopped-at.ts';
import { attachedFacts } from './attached-facts.ts';
import { type Fact, factList } from './facts.ts';
import { html, type Markup } from './markup.ts';

/** What a reader must know of the experiment to believe, or to doubt, its answer. */
export function measuredSection({ plan, result, series }: ReportInput): Markup {
  return html`<section>
<h2>How it was measured</h2>
<div class="card measured">${factList(plan.attached === undefined ? measuredFacts(plan, result.selfTest, series) : attachedFacts(plan, plan.attached))}</div>
</section>
`;
}

function measuredFacts(plan: Plan, selfTest: SelfTest, series: RunSeries): readonly Fact[] {
  const stops = stopsWording(series);
  return [
    ['Layout', layoutWording(plan.layout)],
    ['Length of a replicate', lengthWording(plan.length)],
    ['Looks', looksWording(plan)],
    ...(stops === '' ? [] : [['Stopped at', stops] satisfies Fact]),
    ['Horizon', horizonWording(plan.horizonCycles)],
    ['Sampled every', samplingWording(plan.blockCycles)],
    ['Margin', marginWording(plan.margin)],
    ['Start of a process', ditherWording(plan.dither)],
    ['Self-test', selfTestWording(selfTest)],
    ['Growth explained', explainWording(plan.explain)],
  ];
}

function layoutWording(layout: Layout): string {
  switch (layout) {
    case 'side-by-side':
      return 'side by side: the processes of all arms live at the same time and take turns. CleanUpMAPIHeap is written as an arm wants it before each of its turns; a MAPI that reads it between them would have mixed up the arms';
    case 'sequential':
      return 'one after the other: CleanUpMAPIHeap stands as its arm wants it for as long as a process lives. What changed on the machine between two processes is part of their difference';
  }
}

function lengthWording(length: Plan['length']): string {
  switch (length.by) {
    case 'cycles':
      return formatCounted(length.cycles, 'cycle');
    case 'duration':
      return formatDuration(length.durationMs);
    case 'settled':
      return `until its arm is settled, at most ${formatCounted(length.maxCycles, 'cycle')}`;
  }
}

/** Intervals are as wide as the number of looks asks for: a look more makes a false verdict no more likely. */
function looksWording({ length, soak }: Plan): string {
  if (soak !== undefined) {
    return 'after rounds 2, 4, 8, 16 and so on, and at the end; the intervals allow for all of them';
  }
  if (length.by !== 'settled') return 'one, at the end';
  const looks = looksUpTo(length.maxCycles);
  return `${formatCount(looks.length)}, after ${looks.map(formatCount).join('\u{a0}· ')} cycles; the intervals allow for all of them`;
}

/** `off 512 cycles, on 4,096 cycles`. */
function stopsWording(series: RunSeries): string {
  return stoppedAt(series)
    .map(({ arm, fewestCycles, mostCycles }) => {
      const fewest = fewestCycles === mostCycles ? '' : `${formatCount(fewestCycles)} to `;
      return `${arm === 'planted' ? 'planted leak' : arm} ${fewest}${formatCounted(mostCycles, 'cycle')}`;
    })
    .join(', ');
}

function horizonWording(horizonCycles: number | null): string {
  if (horizonCycles === null) return 'the length of a replicate: the verdict holds for so many cycles';
  const cycles = formatCounted(horizonCycles, 'cycle');
  return `${cycles}: before them nothing is said of an arm, and a leak that begins later than it stopped is not seen`;
}

function samplingWording(blockCycles: number | null): string {
  return blockCycles === null
    ? 'cycle up to 32, then every 32nd part of the cycles so far'
    : formatCounted(blockCycles, 'cycle');
}

function ditherWording(dither: boolean): string {
  return dither
    ? 'with memory and cycles of its own, drawn from the seed, which count nowhere: steps of a resource do not fall on the same cycles in all processes'
    : 'the same for all: steps of a resource may fall on the same cycles in all processes';
}

function selfTestWording(selfTest: SelfTest): string {
  const { found, plantedBytesPerCycle, reason } = selfTest;
  const doubt = selfTestDoubt(selfTest);
  const outcome = doubt === null ? `passed: ${reason}` : `${doubt.start} ${doubt.rest}`;
  if (plantedBytesPerCycle === null) return outcome;
  const planted = `Planted ${formatAmount(plantedBytesPerCycle, 'bytes')} per cycle`;
  if (found === null) return `${outcome}. ${planted}, no rate found`;
  const { estimate, interval } = formatRate(found, 'bytes');
  return `${outcome}. ${planted}, found ${estimate} ${interval}`;
}

function explainWording(explain: boolean): string {
  return explain
    ? 'yes: an arm that grows runs on until it is known with what. Nothing of that is in its rates'
    : 'no';
}
