import { formatCount } from '../../reports/format.ts';
import type { Family } from './family.ts';
import type { Findings } from './findings.ts';
import { ALL_PEERS } from './peers.ts';
import { cyclesOf, PLANS, PROCESSES } from './settings.ts';

/** A rate over families: their mean, and the family where it is worst. */
export interface Rates {
  readonly mean: number;
  readonly worst: number;
  readonly worstFamily: string;
}

/** How one rule does over all families. */
export interface RuleSummary {
  readonly name: string;
  /** What it does, as a line of a table says it. */
  readonly rule: string;
  readonly isOurs: boolean;
  /** On families without a leak; the worst is the highest. */
  readonly falseAlarms: Rates;
  /** On families that leak; the worst is the lowest. */
  readonly power: Rates;
  readonly meanCycles: number;
}

interface FamilyRate {
  readonly family: Family;
  readonly alarms: number;
  readonly meanCycles: number;
}

/** Ours first, at both ways to end a run, then the others in their order; only what was measured. */
export function summariesOf(findings: Findings, families: readonly Family[]): readonly RuleSummary[] {
  const ours = (['until-settled', 'fixed'] as const).flatMap((plan) => {
    const rates = ratesOf(families, (id) => {
      const tally = findings.one[plan].get(id);
      return tally && { alarms: tally.leak / tally.sims, meanCycles: tally.meanCycles };
    });
    const most = formatCount(cyclesOf(PLANS[plan]));
    const isFixed = plan === 'fixed';
    const name = isFixed ? 'mapileak, fixed' : 'mapileak';
    const looks = isFixed ? `one look at ${most} cycles` : `looks at up to ${most} cycles`;
    return summary(name, `${PROCESSES} processes, ${looks}`, true, rates);
  });
  const others = ALL_PEERS.flatMap(({ name, rule }) => {
    const rates = ratesOf(families, (id) => {
      const tally = findings.peers.get(id)?.find(({ peer }) => peer === name);
      return tally && { alarms: tally.alarms / tally.sims, meanCycles: tally.meanCycles };
    });
    return summary(name, rule, false, rates);
  });
  return [...ours, ...others];
}

function ratesOf(
  families: readonly Family[],
  rateOf: (id: string) => Omit<FamilyRate, 'family'> | undefined,
): readonly FamilyRate[] {
  return families.flatMap((family) => {
    const rate = rateOf(family.id);
    return rate === undefined ? [] : [{ family, ...rate }];
  });
}

function summary(name: string, rule: string, isOurs: boolean, rates: readonly FamilyRate[]): RuleSummary[] {
  const clean = rates.filter(({ family }) => family.kind === 'leak-free');
  const leaking = rates.filter(({ family }) => family.kind === 'leak');
  if (clean.length === 0 || leaking.length === 0) return [];
  return [
    {
      name,
      rule,
      isOurs,
      falseAlarms: overFamilies(clean, (a, b) => b - a),
      power: overFamilies(leaking, (a, b) => a - b),
      meanCycles: meanOver(rates, ({ meanCycles }) => meanCycles),
    },
  ];
}

function overFamilies(rates: readonly FamilyRate[], worstFirst: (a: number, b: number) => number): Rates {
  const [worst] = rates.toSorted((a, b) => worstFirst(a.alarms, b.alarms));
  return {
    mean: meanOver(rates, ({ alarms }) => alarms),
    worst: worst?.alarms ?? Number.NaN,
    worstFamily: worst?.family.id ?? '',
  };
}

export function meanOver<Item>(items: readonly Item[], read: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0) / items.length;
}
