import type { Layout } from '../../harness/contract/plan.ts';
import type { ArmResult } from '../../harness/contract/result.ts';
import { formatAmount, formatCount, formatDuration, formatShare } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { html, type Markup, nothing } from './markup.ts';

/** How fast each arm went: a run much slower than another of the same plan measured something else. */
export function throughputSection({ plan, result }: ReportInput): Markup {
  if (result.arms.length === 0) return nothing;
  return html`<section>
<h2>Throughput</h2>
<p class="lead">Cycles of one process against the time from its first cycle to its last sample. ${WAITING[plan.layout]}</p>
<div class="scroll card" tabindex="0"><table class="throughput">
<thead><tr><th scope="col">arm</th><th scope="col" class="number">cycles</th><th scope="col" class="number">cycles per second</th><th scope="col" class="number">time per cycle</th><th scope="col" class="number">failed</th></tr></thead>
<tbody>${result.arms.map(armRow)}</tbody>
</table></div>
</section>
`;
}

const WAITING: Readonly<Record<Layout, string>> = {
  'side-by-side':
    'The turns of the processes beside it are part of that, and so are rests in which heaps are walked: compare with runs of the same plan, not with what MAPI could do.',
  sequential:
    'Rests in which heaps are walked are part of that: compare with runs of the same plan, not with what MAPI could do.',
};

function armRow({ arm, cycles, cyclesPerSecond, failures }: ArmResult): Markup {
  const speed = cyclesPerSecond > 0 ? formatAmount(cyclesPerSecond, 'count') : 'unknown';
  const time = cyclesPerSecond > 0 ? timePerCycle(1000 / cyclesPerSecond) : 'unknown';
  const failed = cycles === 0 ? 'unknown' : formatShare(failures.total / cycles);
  return html`<tr><th scope="row"><span class="arm ${arm}">${arm}</span></th><td class="number">${formatCount(cycles)}</td><td class="number">${speed}</td><td class="number">${time}</td><td class="number">${failed}</td></tr>
`;
}

/** Below ten milliseconds whole ones are too coarse. */
function timePerCycle(milliseconds: number): string {
  return milliseconds < 10 ? `${formatAmount(milliseconds, 'count')} ms` : formatDuration(milliseconds);
}
