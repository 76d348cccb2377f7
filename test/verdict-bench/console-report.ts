import type { Bar } from './bars.ts';
import type { Family } from './family.ts';
import type { Findings } from './findings.ts';
import { PLAN_TITLES } from './settings.ts';
import { summariesOf } from './summary.ts';
import { asText, barsTable, oneTable, pairTable, rulesTable } from './tables.ts';
import type { Simulations } from './tally-one.ts';

/** What was measured, for a terminal. */
export function consoleReport(
  findings: Findings,
  families: readonly Family[],
  bars: readonly Bar[],
  { seed, sims }: Simulations,
): string {
  const { same, effect } = findings.pairs;
  const parts = [`${sims} runs of each family, seed ${seed}; shares of runs ± their standard errors\n`];
  for (const plan of ['until-settled', 'fixed'] as const) {
    const tallies = findings.one[plan];
    if (tallies.size > 0) parts.push(`${PLAN_TITLES[plan]}\n${asText(oneTable(families, tallies))}`);
  }
  if (same.size > 0) {
    parts.push(
      `Two arms alike, and off leaking 512 bytes more\n${asText(pairTable(families, same, effect))}`,
    );
  }
  const summaries = summariesOf(findings, families);
  if (summaries.length > 0) parts.push(`All rules\n${asText(rulesTable(summaries))}`);
  const measured = bars.filter(({ isMet }) => isMet !== null);
  if (measured.length > 0) parts.push(`Bars\n${asText(barsTable(measured))}`);
  return parts.join('\n');
}
