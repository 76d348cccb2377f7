import type { Plan } from '../contract/plan.ts';
import type { ResourceName } from '../contract/resources.ts';
import { isLongEnough } from './arm-growth.ts';
import { growthFigures } from './figures.ts';
import { foremost, type ResourceResults, resourcesWith } from './resource-results.ts';
import { judgedCycles, type ReplicateFacts } from './series.ts';
import { cyclesPerPass, hasTwoPasses } from './window.ts';
import { countText, numberText } from './words.ts';

/**
 * Growth of an arm that did not come to every mailbox twice. Nearly each of its logons was to a new mailbox, so
 * a cache with an entry per mailbox, which ends with the last of them, grows exactly as a leak per logon does.
 */
export interface GrowthPerMailbox {
  /** What would have been called a leak, had there been two passes. */
  readonly resources: readonly ResourceName[];
  /** `4,096 bytes [4,095.9, 4,096.1] per distinct mailbox up to 600 mailboxes`. */
  readonly figures: string;
  /** What cannot be told, and what would tell. */
  readonly advice: string;
}

/**
 * @param facts the replicates of the arm
 * @returns null when nothing grew, or when every judged replicate passed over the mailboxes twice
 */
export function growthPerMailbox(
  plan: Pick<Plan, 'mailboxes' | 'mailboxOrder'>,
  facts: readonly ReplicateFacts[],
  results: ResourceResults,
): GrowthPerMailbox | null {
  const resources = foremost(resourcesWith(results, 'leak'));
  const perPass = cyclesPerPass(plan);
  const lengths = facts.map(judgedCycles);
  const longest = Math.max(0, ...lengths);
  const judged = lengths.filter((cycles) => isLongEnough(cycles, longest));
  if (resources.length === 0 || judged.every((cycles) => hasTwoPasses(cycles, perPass))) return null;
  const visited = countText(Math.min(longest, perPass), 'mailboxes');
  return {
    resources,
    figures: `${growthFigures(resources, results)} per distinct mailbox up to ${visited}`,
    advice:
      'per logon or per mailbox cannot be told: ' +
      `run at least ${numberText(2 * perPass)} cycles (two passes and more)`,
  };
}

/** The results with such growth left open. */
export function withOpenGrowth(results: ResourceResults, { advice }: GrowthPerMailbox): ResourceResults {
  return Object.fromEntries(
    Object.entries(results).map(([resource, result]) =>
      result.verdict === 'leak'
        ? [resource, { ...result, verdict: 'inconclusive', reason: `${result.reason}; ${advice}` }]
        : [resource, result],
    ),
  );
}
