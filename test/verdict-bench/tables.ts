import { formatCount } from '../../reports/format.ts';
import type { Bar } from './bars.ts';
import type { Family } from './family.ts';
import type { Rates, RuleSummary } from './summary.ts';
import type { OneTally } from './tally-one.ts';
import type { PairTally } from './tally-pair.ts';

/** A table before it is laid out: for a terminal or for Markdown. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A share of runs with its binomial standard error: `0.993 ± 0.004`; without one where all or none did. */
export function shareText(count: number, of: number): string {
  if (of === 0) return '';
  const share = count / of;
  const error = Math.sqrt((share * (1 - share)) / of);
  return error === 0 ? share.toFixed(3) : `${share.toFixed(3)} ± ${error.toFixed(3)}`;
}

export const wholeText = (value: number): string =>
  Number.isFinite(value) ? formatCount(Math.round(value)) : '';

export function rateText(bytesPerCycle: number): string {
  if (!Number.isFinite(bytesPerCycle)) return '';
  const text = bytesPerCycle.toFixed(Math.abs(bytesPerCycle) < 100 ? 1 : 0);
  return Number(text) === 0 ? '0' : text;
}

export function oneTable(families: readonly Family[], tallies: ReadonlyMap<string, OneTally>): Table {
  return {
    head: [
      '',
      'family',
      'truth',
      'leak',
      'no leak',
      'inconclusive',
      'mean cycles',
      'median',
      'bias',
      'coverage',
    ],
    rows: families.flatMap((family) => {
      const tally = tallies.get(family.id);
      if (tally === undefined) return [];
      const share = (count: number): string => shareText(count, tally.sims);
      return [
        [
          family.id,
          family.name,
          rateText(family.rateAt(Number.POSITIVE_INFINITY)),
          share(tally.leak),
          share(tally.noLeak),
          share(tally.inconclusive),
          wholeText(tally.meanCycles),
          wholeText(tally.medianCycles),
          rateText(tally.bias),
          share(tally.covered),
        ],
      ];
    }),
  };
}

export function pairTable(
  families: readonly Family[],
  same: ReadonlyMap<string, PairTally>,
  effect: ReadonlyMap<string, PairTally>,
): Table {
  return {
    head: [
      '',
      'family',
      'A/A effect',
      'A/A worse',
      'A/A no effect',
      'A/A coverage',
      'A/B power',
      'A/B median logons',
      'A/B bias',
      'A/B coverage',
    ],
    rows: families.flatMap((family) => {
      const alike = same.get(family.id);
      const changed = effect.get(family.id);
      if (alike === undefined || changed === undefined) return [];
      return [
        [
          family.id,
          family.name,
          shareText(alike.effect, alike.sims),
          shareText(alike.worse, alike.sims),
          shareText(alike.noEffect, alike.sims),
          shareText(alike.covered, alike.sims),
          shareText(changed.effect, changed.sims),
          wholeText(changed.medianLogons),
          rateText(changed.bias),
          shareText(changed.covered, changed.sims),
        ],
      ];
    }),
  };
}

export function rulesTable(summaries: readonly RuleSummary[]): Table {
  return {
    head: [
      'rule',
      'as published',
      'false alarms, mean',
      'false alarms, worst',
      'power, mean',
      'power, worst',
      'mean cycles',
    ],
    rows: summaries.map(({ name, rule, falseAlarms, power, meanCycles }) => [
      name,
      rule,
      falseAlarms.mean.toFixed(4),
      worstText(falseAlarms, 0),
      power.mean.toFixed(3),
      worstText(power, 1),
      wholeText(meanCycles),
    ]),
  };
}

/** The worst rate with its family, unless that is as good as can be. */
const worstText = ({ worst, worstFamily }: Rates, best: number): string =>
  worst === best ? worst.toFixed(3) : `${worst.toFixed(3)} ${worstFamily}`;

export function barsTable(bars: readonly Bar[]): Table {
  return {
    head: ['demand', 'measured', 'met'],
    rows: bars.map(({ demand, measured, isMet }) => [
      demand,
      measured,
      isMet === null ? '' : isMet ? 'yes' : '**no**',
    ]),
  };
}

/** Columns as wide as their widest cell; numbers to the right. */
export function asText({ head, rows }: Table): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(line).join('\n')}\n`;
}

export function asMarkdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column < 2 ? '---' : '---:'));
  return `${[head, rule, ...rows].map(line).join('\n')}\n`;
}
