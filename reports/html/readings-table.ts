import type { Series } from '../../harness/contract/series.ts';
import { formatCount } from '../format.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

const MOST_ROWS = 32;
const MOST_REPLICATES = 24;

/** The readings behind a chart, at so many cycles and replicates as a person can look through. */
export function readingsTable(series: readonly Series[]): Markup {
  const shown = series.slice(0, MOST_REPLICATES);
  const longest = shown.reduce((best, each) => (each.cycles.length > best.cycles.length ? each : best));
  const cycles = spread(longest.cycles, MOST_ROWS);
  const rows = cycles.map((cycle) => {
    const readings = shown.map((each) => html`<td>${readingAt(each, cycle)}</td>`);
    return html`<tr><th scope="row" class="number">${formatCount(cycle)}</th>${readings}</tr>`;
  });
  const heads = shown.map((each) => html`<th scope="col" class="number">${isolate(each.replicate)}</th>`);
  const left = series.length - shown.length;
  const more =
    left > 0
      ? html`<p class="note">${formatCount(left)} more replicates are in samples.ndjson.</p>`
      : nothing;
  const thinned = longest.cycles.length > cycles.length;
  const every = thinned
    ? html`<p class="note">Some of the samples; all of them are in samples.ndjson.</p>`
    : nothing;
  return html`<div class="scroll" tabindex="0"><table class="readings">
<thead><tr><th scope="col" class="number">cycle</th>${heads}</tr></thead>
<tbody>${rows}</tbody>
</table></div>${every}${more}`;
}

/** At most so many of the cycles, evenly spread, with the first and the last. */
function spread(cycles: Float64Array, most: number): readonly number[] {
  const count = Math.min(most, cycles.length);
  const picked = Array.from({ length: count }, (_, at) => {
    const index = count === 1 ? 0 : Math.round((at * (cycles.length - 1)) / (count - 1));
    return cycles[index] ?? 0;
  });
  return [...new Set(picked)];
}

/** The last reading at or before a cycle, if the replicate had been sampled by then and still ran. */
function readingAt(series: Series, cycle: number): string {
  if ((series.cycles.at(-1) ?? Number.NEGATIVE_INFINITY) < cycle) return '–';
  const after = firstAfter(series.cycles, cycle);
  return after === 0 ? '–' : formatCount(series.values[after - 1] ?? 0);
}

/** Index of the first cycle beyond a limit, by bisection: cycles rise. */
function firstAfter(cycles: Float64Array, limit: number): number {
  let low = 0;
  let high = cycles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cycles[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
