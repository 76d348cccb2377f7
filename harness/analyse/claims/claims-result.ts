import {
  CLAIMS,
  type ClaimResult,
  type ClaimsPlan,
  type ClaimsResult,
  type ExperimentName,
  type PlannedClaim,
} from '../../contract/claims.ts';
import { EXIT, type ExitCode } from '../../contract/errors.ts';
import { SCHEMA_VERSION } from '../../contract/plan.ts';
import { countText, listText } from '../words.ts';
import { type ExperimentResults, judgeClaim } from './judge-claim.ts';

/** Everything that was measured, drawn together. Pure: the same runs always give the same result. */
export function claimsResultOf(plan: ClaimsPlan, results: ExperimentResults): ClaimsResult {
  const experiments = plan.experiments.flatMap(({ experiment }) => {
    const result = results.get(experiment);
    if (result === undefined) return [];
    const { complete, reason, scenario, verdict } = result;
    return [{ experiment, folder: experiment, scenario, verdict, reason, complete }];
  });
  const measured = [...results.values()];
  return {
    schema: SCHEMA_VERSION,
    createdAt: plan.createdAt,
    standInDials: plan.standInDials,
    standIn: measured.length === 0 ? null : measured.some(({ standIn }) => standIn),
    claims: plan.claims.map((planned) => claimResultOf(planned, plan, results)),
    experiments,
    warnings: experiments.flatMap(({ experiment }) => warningsOf(experiment, results)),
  };
}

function claimResultOf(planned: PlannedClaim, plan: ClaimsPlan, results: ExperimentResults): ClaimResult {
  const { claim } = planned;
  const said = { claim, ...CLAIMS[claim] };
  if (!planned.tested) return { ...said, verdict: 'not-tested', observed: planned.why, runs: [] };
  const experiments = planned.evidence.map(({ experiment }) => experiment);
  const missing = experiments.filter((experiment) => !results.has(experiment));
  const errors = errorsOf(plan, experiments);
  const runs = experiments.filter((experiment) => results.has(experiment));
  // A claim that rests on two runs is not half tested.
  if (missing.length > 0) {
    const why = errors.length > 0 ? errors.join('; ') : 'the command ended before this was measured';
    return { ...said, verdict: 'not-tested', observed: why, runs: [] };
  }
  const { verdict, observed } = judgeClaim(claim, planned.evidence, results);
  // What a run showed until it broke off is not what it was planned to show.
  const held = errors.length > 0 ? 'inconclusive' : verdict;
  return { ...said, verdict: held, observed: [observed, ...errors].join('; '), runs };
}

function errorsOf({ experiments }: ClaimsPlan, names: readonly ExperimentName[]): readonly string[] {
  return experiments.flatMap(({ experiment, error }) =>
    names.includes(experiment) && error !== null ? [`${experiment}: ${error}`] : [],
  );
}

function warningsOf(experiment: ExperimentName, results: ExperimentResults): readonly string[] {
  const result = results.get(experiment);
  if (result === undefined) return [];
  const ranOut = result.arms.flatMap(({ arm, exhausted }) =>
    exhausted.length === 0
      ? []
      : [`${arm}: ${countText(exhausted.length, 'replicates')} ran out: ${codesOf(exhausted)}`],
  );
  return [...ranOut, ...result.warnings].map((warning) => `${experiment}: ${warning}`);
}

const codesOf = (exhausted: readonly { readonly code: string }[]): string =>
  listText([...new Set(exhausted.map(({ code }) => code))]);

/** 0 when every tested claim holds, 1 when one is refuted, 3 when one is inconclusive, 4 when none could be tested. */
export function exitCodeOfClaims({ claims }: ClaimsResult): ExitCode {
  const verdicts = new Set(claims.map(({ verdict }) => verdict));
  if (verdicts.has('refuted')) return EXIT.expectationNotMet;
  if (verdicts.has('inconclusive')) return EXIT.inconclusive;
  return verdicts.has('confirmed') ? EXIT.ok : EXIT.environment;
}
