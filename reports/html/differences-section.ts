import type { Difference } from '../../harness/contract/result.ts';
import { firstSeenSentence, reductionWording } from '../flag-effect.ts';
import { formatCount, formatProbability, formatShare } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { type Fact, factList } from './facts.ts';
import { html, type Markup, nothing } from './markup.ts';

/** When the flag was first seen to change something, by what share, and how likely chance does as much. */
export function differencesSection({ plan, result }: ReportInput): Markup {
  const cards = result.differences.flatMap((difference) => {
    const facts = factsOf(difference, plan.confidence);
    return facts.length === 0 ? [] : [differenceCard(difference, facts)];
  });
  if (cards.length === 0) return nothing;
  return html`<section>
<h2>What the flag changes</h2>
${cards}</section>
`;
}

function differenceCard({ minuend, subtrahend }: Difference, facts: readonly Fact[]): Markup {
  return html`<div class="card difference">
<h3>${minuend} − ${subtrahend}</h3>
${factList(facts)}</div>
`;
}

function factsOf(difference: Difference, confidence: number): readonly Fact[] {
  const { firstSeen, permutationP } = difference;
  const seen = firstSeenSentence(difference);
  const reduced = reductionWording(difference);
  const facts: readonly (Fact | false)[] = [
    firstSeen !== null &&
      seen !== null && ['First seen', `${seen}. That was at look ${formatCount(firstSeen.look)}.`],
    reduced !== null && [
      'Reduced by',
      `${reduced}, with the ${formatShare(confidence)} interval of a ratio (Fieller 1954).`,
    ],
    permutationP !== null && [
      'Permutation p',
      `${formatProbability(permutationP)}: the chance of a difference as large if the same replicates were dealt out anew. With few replicates it cannot be small, so it decides nothing.`,
    ],
  ];
  return facts.filter((fact) => fact !== false);
}
