import type { Bar } from './bars.ts';
import type { Family } from './family.ts';
import type { Findings } from './findings.ts';
import { FIRST_FAMILIES } from './more-families.ts';
import { familiesPicture } from './pictures/families-picture.ts';
import { rulesPicture } from './pictures/rules-picture.ts';
import { verdictsPicture } from './pictures/verdicts-picture.ts';
import { EFFECT_BYTES_PER_CYCLE, MARGIN_BYTES_PER_CYCLE, PLAN_TITLES, type PlanName } from './settings.ts';
import { summariesOf } from './summary.ts';
import { asMarkdown, barsTable, oneTable, pairTable, rulesTable } from './tables.ts';
import type { Simulations } from './tally-one.ts';

/** A file to write: its name within the folder of pictures, and what is in it. */
export interface Picture {
  readonly file: string;
  readonly svg: string;
}

export interface BenchmarkDocument {
  readonly markdown: string;
  readonly pictures: readonly Picture[];
}

/**
 * What was measured, for docs/.
 * @param command what makes the same document again
 * @param folder of the pictures, as the document links to it
 */
export function documentOf(
  findings: Findings,
  families: readonly Family[],
  bars: readonly Bar[],
  simulations: Simulations,
  { command, folder }: { readonly command: string; readonly folder: string },
): BenchmarkDocument {
  const summaries = summariesOf(findings, families);
  const settled = findings.one['until-settled'];
  const pictures: readonly Picture[] = [
    { file: 'families.svg', svg: familiesPicture(families, simulations.seed) },
    ...(summaries.length > 0 ? [{ file: 'rules.svg', svg: rulesPicture(summaries) }] : []),
    ...(settled.size > 0 ? [{ file: 'verdicts.svg', svg: verdictsPicture(families, settled) }] : []),
  ];
  const image = (file: string, words: string): string =>
    pictures.some((picture) => picture.file === file) ? `![${words}](${folder}/${file})\n` : '';
  const sections = [
    introduction(command, simulations),
    `## Bars\n\n${asMarkdown(barsTable(bars))}`,
    rulesSection(findings, families, image('rules.svg', 'False alarms and power of all rules')),
    `## The traces\n\n${TRACES}\n${image('families.svg', 'One run of each family')}`,
    planSection(findings, families, 'until-settled', image('verdicts.svg', 'Cycles to a verdict')),
    pairsSection(findings, families),
    planSection(findings, families, 'fixed', ''),
    LIMITS,
  ];
  return { markdown: sections.filter((section) => section !== '').join('\n'), pictures };
}

const introduction = (command: string, { sims, seed }: Simulations): string => `# Verdict benchmark

How often is a verdict wrong, what does it cost, and does its interval hold the truth? Memory traces whose
truth is known are drawn from seeded noise, and judged by mapileak and by the rules that other tools
publish. This file is written by

    ${command}

and comes out the same to the byte for the same numbers: ${sims} runs of each family, seed ${seed}. A share
of runs is followed by its binomial standard error. Rates are in bytes per cycle, and a cycle is one logon
and logoff. Where a table says \`leak\` on a family of the L kind, it is right; on one of the N kind it is a
false alarm. The margin below which growth counts as none is ${MARGIN_BYTES_PER_CYCLE} bytes per cycle.
`;

const TRACES = `N01 to N15 and L01 to L12 are the families that the verdict was designed on; the others were added to
try it harder. Below, one run of each over 4,096 cycles, its processes over each other; the number is the
height of the plot. Generators: \`test/verdict-bench/families.ts\` and \`more-families.ts\`. L22 leaks less
than the margin: there \`leak\` is wrong.
`;

function rulesSection(findings: Findings, families: readonly Family[], picture: string): string {
  const all = summariesOf(findings, families);
  if (all.length === 0) return '';
  const first = summariesOf(
    findings,
    families.filter((family) => FIRST_FAMILIES.includes(family)),
  );
  return `## All rules

Each of the others judges the first process of the same runs, at its own constants and with the cycles that
it asks for; those named 16,384 get as many cycles as all four processes of ours may have together. Growth,
for a rule that counts objects, is growth in bytes.

${picture}
On all families:

${asMarkdown(rulesTable(all))}
${first.length === 0 ? '' : `On the 27 first ones alone:\n\n${asMarkdown(rulesTable(first))}`}`;
}

function planSection(
  findings: Findings,
  families: readonly Family[],
  plan: PlanName,
  picture: string,
): string {
  const tallies = findings.one[plan];
  if (tallies.size === 0) return '';
  return `## ${PLAN_TITLES[plan]}\n\n${picture}\n${asMarkdown(oneTable(families, tallies))}`;
}

function pairsSection(findings: Findings, families: readonly Family[]): string {
  const { same, effect } = findings.pairs;
  if (same.size === 0 || effect.size === 0) return '';
  return `## The flag's effect

Two arms of four processes. A/A: both are the same family, so every effect is false. A/B: the arm with the
flag off leaks ${EFFECT_BYTES_PER_CYCLE} bytes per cycle more. Logons are those of both arms.

${asMarkdown(pairTable(families, same, effect))}`;
}

const LIMITS = `## What this does not show

Families are models. Real processes mix them, and no list of them is complete. Rules of others were taken
from their source or documents and put to traces of bytes, though some count objects; where a rule left
something open, it was read in its favour:

- Ruby compares with the memory at the start: 5 MiB here.
- PAL's limit is per hour: one logon a second is assumed.
- HHVM's ratio is taken as no alarm where nothing grew.
- CUSUM takes increments to have mean 0 without a leak, and their spread from the first 50 cycles.
- OLS and Mann-Kendall are two-sided at 5 %, and only rises are alarms.
`;
