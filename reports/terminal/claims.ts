import { join } from 'node:path';
import pc from 'picocolors';
import type { ClaimResult } from '../../harness/contract/claims.ts';
import type { ClaimsReportInput } from '../claims-input.ts';
import { CLAIM_VERDICT_WORDING, claimsSummary } from '../claims-wording.ts';
import { HTML_REPORT_FILE } from '../report.ts';
import { NARROWEST, type Screen } from '../screen.ts';
import { standInNotice } from '../wording.ts';
import { type Paint, paintWith } from './rates-table.ts';
import { padEnd } from './table.ts';
import { keepIntervals, screenText, wrap } from './text.ts';

/** Below so many columns a claim's lines stand below its verdict. */
const WIDE = 60;
const GAP = 2;

/** What a user reads of `mapileak kb891509`: claim by claim, the report's path last. Ends with a line break. */
export function renderClaims({ folder, result }: ClaimsReportInput, screen: Screen): string {
  const width = Math.max(NARROWEST, screen.width);
  const colours = pc.createColors(screen.colour);
  const paint = paintWith(colours);
  const text = (words: string, indent = 0): string[] =>
    wrap(keepIntervals(screenText(words, screen)), width, indent);
  const notice = result.standIn === true ? text(standInNotice(result.standInDials)).map(colours.bold) : [];
  return [
    [...text(`${claimsSummary(result.claims)}.`).map(colours.bold), ...notice],
    ...result.claims.map((claim) => claimLines(claim, width, screen, paint)),
    result.warnings.flatMap((warning) => text(`Warning: ${warning}`, 2)),
    text(`Report: ${join(folder, HTML_REPORT_FILE)}`, 2),
  ]
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => `${paragraph.join('\n')}\n`)
    .join('\n');
}

function claimLines(claim: ClaimResult, width: number, screen: Screen, paint: Paint): readonly string[] {
  const { word, tone } = CLAIM_VERDICT_WORDING[claim.verdict];
  const margin = width < WIDE ? GAP : VERDICT_WIDTH + GAP;
  const lines = (words: string): string[] =>
    wrap(keepIntervals(screenText(words, screen)), width - margin).map((line) => ' '.repeat(margin) + line);
  const said = [
    ...lines(claim.statement),
    ...lines(`Confirmed by: ${claim.confirmedBy}`),
    ...lines(`${claim.verdict === 'not-tested' ? 'Not tested' : 'Observed'}: ${claim.observed}`),
    ...lines(`(${claim.claim}; ${claim.source})`),
  ];
  if (width < WIDE) return [paint(tone, word), ...said];
  const [first = '', ...rest] = said;
  return [paint(tone, word) + padEnd('', margin - word.length) + first.slice(margin), ...rest];
}

const VERDICT_WIDTH = Math.max(...Object.values(CLAIM_VERDICT_WORDING).map(({ word }) => word.length));
