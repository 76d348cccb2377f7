import type { Plan } from '../../contract/plan.ts';
import type { ResourceName } from '../../contract/resources.ts';
import type { GrowthKind } from '../../contract/result.ts';
import { KINDS, type Kind } from '../../contract/result.ts';
import { type ResourceResults, readGates, resourcesWith } from '../resource-results.ts';
import { type RulesPlan, rulesFor } from '../rules.ts';
import { cyclesPerPass } from '../window.ts';
import type { ExplainedReplicate } from './explained.ts';
import { rateOf, timesOf } from './kind.ts';
import { type KindRates, kindRatesOf } from './kind-rates.ts';
import { kindSentence } from './kind-words.ts';
import { comesTooSeldom } from './rare-growth.ts';

export type KindsPlan = RulesPlan & Pick<Plan, 'mailboxes' | 'mailboxOrder' | 'impersonation'>;

/** Less than this share of the margin is no growth that anyone asks about. */
const LEAST_OF_MARGIN = 0.1;

/**
 * The resources of an arm whose growth is worth explaining: the gates that grew. Where none did, what else was convicted,
 * whose figures are coarse.
 */
export function resourcesToExplain(results: ResourceResults): readonly ResourceName[] {
  const gates = readGates(results).filter((gate) => (results[gate]?.perCycle?.low ?? 0) > 0);
  return gates.length > 0 ? gates : resourcesWith(results, 'leak');
}

/**
 * With what resources grow: the rates of phases in which only one cause of growth changes at a time, minus
 * one another, each with its t interval over the replicates. None without a replicate that went through the
 * phases.
 *
 * @param replicates of one arm
 * @param controlPerCycle what the instrument adds per cycle, of the resources that were measured in a control
 * arm
 */
export function growthKindsOf(
  replicates: readonly ExplainedReplicate[],
  resources: readonly ResourceName[],
  plan: KindsPlan,
  controlPerCycle: ReadonlyMap<ResourceName, number> = new Map(),
): GrowthKind[] {
  if (replicates.length === 0) return [];
  const perPass = cyclesPerPass(plan);
  return resources.map((resource) => {
    if (comesTooSeldom(replicates, resource, perPass)) return { resource, ...TOO_SELDOM };
    // An arm is explained once, when nobody looks any more: no error is kept for other looks.
    const rules = rulesFor(resource, plan, 'kind');
    const rates = kindRatesOf(replicates, resource, {
      cyclesPerPass: perPass,
      rules,
      controlPerCycle: controlPerCycle.get(resource) ?? 0,
    });
    const kinds = kindsOf(rates, rules.margin);
    const { perLogon, perSwitch, perMailbox, perMinute } = rates;
    const sentence = kindSentence(rates, kinds, { plan, rules, cyclesPerPass: perPass });
    return { resource, perLogon, perSwitch, perMailbox, perMinute, kinds, sentence };
  });
}

const TOO_SELDOM: Omit<GrowthKind, 'resource'> = {
  perLogon: null,
  perSwitch: null,
  perMailbox: null,
  perMinute: null,
  kinds: [],
  sentence: 'in lumps that come too seldom to tell with what',
};

/** The kinds that matter, that with the largest share of the sweep's growth first. */
function kindsOf(rates: KindRates, margin: number): Kind[] {
  const { cycles } = rates.sweep;
  return KINDS.flatMap((kind) => {
    const rate = rateOf(kind, rates);
    if (rate === null || rate.low <= 0 || (kind === 'per-minute' && !rates.isSteadyInTime)) return [];
    // Every logon of the first pass is to a new mailbox, so what comes per mailbox comes per cycle there.
    const perCycle = kind === 'per-mailbox' ? rate.estimate : (rate.estimate * timesOf(kind, rates)) / cycles;
    return perCycle > LEAST_OF_MARGIN * margin ? [{ kind, share: rate.estimate * timesOf(kind, rates) }] : [];
  })
    .toSorted((a, b) => b.share - a.share)
    .map(({ kind }) => kind);
}
