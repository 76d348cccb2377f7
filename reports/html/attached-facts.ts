import { type Attachment, cycleUnitOf } from '../../harness/contract/attached.ts';
import type { Plan } from '../../harness/contract/plan.ts';
import { formatCount, formatCounted, formatDuration } from '../format.ts';
import { marginWording } from '../margin-wording.ts';
import type { Fact } from './facts.ts';
import { type Content, html, isolate } from './markup.ts';

/** How a program was watched, and what was asked for. */
export function attachedFacts(plan: Plan, attached: Attachment): readonly Fact[] {
  const { durationMs, intervalMs, maxCycles, processes, warmUpMs } = attached;
  const ends = [
    ...(durationMs === null ? [] : [formatDuration(durationMs)]),
    ...(maxCycles === null ? [] : [formatCounted(maxCycles, 'cycle')]),
  ];
  return [
    ['Watched', processes.map(({ name, pid }) => html`${isolate(name)} (PID ${pid}) `)],
    [
      'Seen',
      'from outside: counters that the system keeps. Nothing was written to the program or to the registry',
    ],
    ['A cycle', cycleWording(attached)],
    ['Sampled every', formatDuration(intervalMs)],
    ['Left out before the first cycle', warmUpMs === 0 ? 'nothing' : formatDuration(warmUpMs)],
    ['Length', ['until it ended or was stopped', ...ends.map((end) => `at most ${end}`)].join(', ')],
    ['Horizon', `${formatCount(plan.horizonCycles ?? 0)} cycles: before them nothing is said`],
    ['Margin', marginWording(plan.margin, cycleUnitOf(plan))],
    [
      'Interval',
      'from the rises between six stretches of the same process: they hold a level that wanders, too. It is about these processes, and no others',
    ],
    ['Verdict', 'a leak that grows evenly may be proven; that there is none, never'],
    ['Expected', plan.expect ?? 'nothing in particular'],
  ];
}

function cycleWording({ cycles }: Attachment): Content {
  switch (cycles.by) {
    case 'time':
      return `${formatDuration(cycles.everyMs)} of time`;
    case 'log':
      return html`a new line of ${cycles.files.map((file) => html`${isolate(file)} `)}that matches ${isolate(`/${cycles.pattern}/${cycles.flags}`)}`;
  }
}
