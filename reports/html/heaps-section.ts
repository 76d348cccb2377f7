import type { HeapWalks } from '../../harness/contract/series.ts';
import { formatAmount, formatCount, formatCounted } from '../format.ts';
import { type HeapGrowth, heapGrowthOf, totalOf } from '../heap-growth.ts';
import type { ReportInput } from '../report-input.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** Which heaps the bytes went into, of one replicate of each arm: whose leak it is. */
export function heapsSection({ heapWalks, result }: ReportInput): Markup {
  const shown = result.arms.flatMap(({ arm }) => heapWalks.find((walks) => walks.arm === arm) ?? []);
  if (shown.length === 0) return nothing;
  return html`<section>
<h2>Growth by heap</h2>
<p class="lead">Busy bytes at the first and at the last heap walk of each arm’s first replicate that was walked twice. Nothing
is subtracted here, and the warm-up is part of it: the rates above are the measure, this says which heaps they come from.</p>
<div class="heaps">${shown.map(heapsOf)}</div>
</section>
`;
}

function heapsOf(walks: HeapWalks): Markup {
  const { replicate, arm, first, last } = walks;
  const cycles = last.cycle - first.cycle;
  const rows = heapGrowthOf(walks);
  return html`<div class="card">
<h3><span class="arm ${arm}">${arm}</span></h3>
<p class="note">Replicate ${isolate(replicate)}, walked after ${formatCount(first.cycle)} and after ${formatCounted(last.cycle, 'cycle')}.</p>
<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">heap</th><th scope="col" class="number">heaps</th><th scope="col" class="number">busy bytes, first walk</th><th scope="col" class="number">last walk</th><th scope="col" class="number">growth</th><th scope="col" class="number">per logon</th></tr></thead>
<tbody>${rows.map((row) => growthRow(row, cycles))}</tbody>
<tfoot>${growthRow(totalOf(rows), cycles)}</tfoot>
</table></div>
</div>
`;
}

function growthRow({ name, heaps, firstBytes, lastBytes }: HeapGrowth, cycles: number): Markup {
  const growth = lastBytes - firstBytes;
  return html`<tr><th scope="row">${isolate(name)}</th><td class="number">${formatCount(heaps)}</td><td class="number">${formatCount(firstBytes)}</td><td class="number">${formatCount(lastBytes)}</td><td class="number">${formatCount(growth)}</td><td class="number">${formatAmount(growth / cycles, 'bytes')}</td></tr>
`;
}
