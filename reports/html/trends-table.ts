import { RESOURCE_NAMES, RESOURCES } from '../../harness/contract/resources.ts';
import type { ResourceResult, Result } from '../../harness/contract/result.ts';
import { formatCount, formatDecimal, formatProbability } from '../format.ts';
import { html, type Markup, nothing } from './markup.ts';

type Trend = NonNullable<ResourceResult['trend']>;

/** The Mann-Kendall test of every resource and arm, beside the verdict; nothing where none was made. */
export function trendsTable(result: Result): Markup {
  const rows = RESOURCE_NAMES.flatMap((resource) =>
    result.arms.flatMap(({ arm, resources }) => {
      const trend = resources[resource]?.trend;
      return trend == null ? [] : [trendRow(RESOURCES[resource].label, arm, trend)];
    }),
  );
  if (rows.length === 0) return nothing;
  return html`<details class="card trends"><summary>Trend by ranks (Mann-Kendall), which decides nothing</summary>
<p class="note">It takes any growth for a leak, that of a cache which fills up, too, and samples of one process for independent, which they are
not; the corrected Z allows for the latter (Hamed and Rao 1998).</p>
<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">resource</th><th scope="col">arm</th><th scope="col" class="number">S</th><th scope="col" class="number">Z</th><th scope="col" class="number">p</th><th scope="col" class="number">corrected Z</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
</details>
`;
}

function trendRow(label: string, arm: string, { correctedZ, p, s, z }: Trend): Markup {
  const corrected = correctedZ === null ? '–' : formatDecimal(correctedZ, 2);
  return html`<tr><th scope="row">${label}</th><td>${arm}</td><td class="number">${formatCount(s)}</td><td class="number">${formatDecimal(z, 2)}</td><td class="number">${formatProbability(p)}</td><td class="number">${corrected}</td></tr>
`;
}
