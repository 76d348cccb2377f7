import type { ClaimName, ClaimVerdict, Evidence, ExperimentName } from '../../contract/claims.ts';
import type { Result } from '../../contract/result.ts';
import { exactVerdict, growthElsewhere, type Seen, seenIn } from './seen.ts';

/** What was found of one claim, and in which figures. */
export interface Found {
  readonly verdict: Exclude<ClaimVerdict, 'not-tested'>;
  readonly observed: string;
}

/** The results of the runs by the names of the experiments; one that never was is not there. */
export type ExperimentResults = ReadonlyMap<ExperimentName, Result>;

/**
 * Judges a claim by the verdicts of the arms that it rests on. What is there only beside something else (no leak
 * without impersonation, a leak by reloading) is proven by both: where everything leaks or nothing does, it is not.
 */
export function judgeClaim(
  claim: ClaimName,
  evidence: readonly Evidence[],
  results: ExperimentResults,
): Found {
  const seen = (experiment: ExperimentName, arm: 'off' | 'on'): Seen => seenIn(results.get(experiment), arm);
  const resultsOfEvidence = evidence.map(({ experiment }) => [experiment, results.get(experiment)] as const);
  switch (claim) {
    case 'mapi32':
      return leaks(seen('mapi32', 'off'));
    case 'cdo':
      return leaks(seen('cdo', 'off'));
    case 'impersonation':
      return leaksNotWithout(seen('mapi32', 'off'), seen('no-impersonation', 'off'), 'without impersonation');
    case 'many-mailboxes':
      return leaksNotWithout(seen('mapi32', 'off'), seen('same-mailbox', 'off'), 'with one mailbox');
    case 'cure':
      return allOf(resultsOfEvidence.map(([experiment, result]) => isCured(experiment, result)));
    case 'no-restart':
      return allOf(resultsOfEvidence.map(([, result]) => differsWithoutRestart(result)));
    case 'before-hotfix':
      return allOf(resultsOfEvidence.map(([, result]) => ignoresFlag(result)));
    case 'same-computer':
      return leaksElsewhere(evidence, seen);
    case 'reload':
      return leaksBecause(seen('reload', 'on'), seen('mapi32', 'on'), 'when it stays loaded');
    case 'other-stores':
      return allOf(resultsOfEvidence.map(([, result]) => makesNoDifference(result)));
  }
}

/** Growth is expected, and its proven absence is the contrary. */
function leaks({ growth, text }: Seen): Found {
  switch (growth) {
    case 'leak':
      return { verdict: 'confirmed', observed: text };
    case 'no-leak':
      return { verdict: 'refuted', observed: text };
    case 'open':
      return { verdict: 'inconclusive', observed: text };
  }
}

/** Growth goes with a condition: it is there with it, and not without. */
function leaksNotWithout(withIt: Seen, without: Seen, condition: string): Found {
  const observed = `${withIt.text}; ${condition}, ${without.text}`;
  if (withIt.growth === 'no-leak') {
    return { verdict: 'inconclusive', observed: `${observed}; where nothing leaks, this says nothing` };
  }
  if (withIt.growth === 'open' || without.growth === 'open') return { verdict: 'inconclusive', observed };
  switch (growthElsewhere(withIt, without)) {
    case 'gone': {
      const rest = without.growth === 'leak' ? '; what is left grows for another reason' : '';
      return { verdict: 'confirmed', observed: `${observed}${rest}` };
    }
    case 'alike':
      return { verdict: 'refuted', observed };
    case 'open':
      return { verdict: 'inconclusive', observed: `${observed}; a part of it goes with the condition` };
  }
}

/** Growth comes from a condition: without it there is none. */
function leaksBecause(withIt: Seen, without: Seen, otherwise: string): Found {
  const observed = `${withIt.text}; ${otherwise}, ${without.text}`;
  if (withIt.growth === 'no-leak') return { verdict: 'refuted', observed };
  if (withIt.growth === 'open' || without.growth === 'open') return { verdict: 'inconclusive', observed };
  if (growthElsewhere(withIt, without) === 'gone') return { verdict: 'confirmed', observed };
  return { verdict: 'inconclusive', observed: `${observed}; so that may be one leak` };
}

/** The article says "may": that nothing leaks refutes nothing. */
function leaksElsewhere(
  evidence: readonly Evidence[],
  seen: (experiment: ExperimentName, arm: 'on') => Seen,
): Found {
  const [remote] = evidence;
  if (remote === undefined) return { verdict: 'inconclusive', observed: 'not measured' };
  const found = seen(remote.experiment, 'on');
  const here = evidence.length > 1 ? seen('mapi32', 'on') : null;
  const because = here === null ? leaks(found) : leaksBecause(found, here, 'on the same computer');
  if (because.verdict !== 'refuted') return because;
  return { verdict: 'inconclusive', observed: `${because.observed}; the article says only that it may leak` };
}

const PROGRAM: Partial<Readonly<Record<ExperimentName, string>>> = { mapi32: 'MAPI32', cdo: 'CDO' };

function isCured(experiment: ExperimentName, result: Result | undefined): Found {
  const program = PROGRAM[experiment] ?? experiment;
  if (result === undefined) return { verdict: 'inconclusive', observed: `${program}: not measured` };
  const observed = `${program} ${result.verdict}: ${result.reason}`;
  switch (exactVerdict(result)) {
    case 'fixed':
      return { verdict: 'confirmed', observed };
    case 'reduced':
    case 'not-fixed':
    case 'worse':
      return { verdict: 'refuted', observed };
    case 'no-leak':
      return { verdict: 'inconclusive', observed: `${observed}; there was nothing to cure` };
    case 'inconclusive':
    case 'invalid':
      return { verdict: 'inconclusive', observed };
  }
}

/** After one process of each setting alone, the second might owe its behaviour to anything that came between. */
const FEWEST_TURNS = 2;

function differsWithoutRestart(result: Result | undefined): Found {
  if (result === undefined) return { verdict: 'inconclusive', observed: 'not measured' };
  const turns = Math.min(
    ...result.arms.filter(({ arm }) => arm !== 'control').map(({ replicates }) => replicates),
  );
  if (turns < FEWEST_TURNS)
    return { verdict: 'inconclusive', observed: `fewer than ${FEWEST_TURNS} processes of each setting` };
  const verdict = exactVerdict(result);
  const observed = `${verdict}, with ${turns} processes each in turns; the computer ran on`;
  switch (verdict) {
    case 'fixed':
    case 'reduced':
      return { verdict: 'confirmed', observed };
    case 'not-fixed':
    case 'worse':
    case 'no-leak':
    case 'inconclusive':
    case 'invalid':
      return {
        verdict: 'inconclusive',
        observed: `${verdict}: the value was not seen to cure anything`,
      };
  }
}

/** Where nothing leaks there is nothing that the flag could be seen to be ignored by. */
function ignoresFlag(result: Result | undefined): Found {
  const found = makesNoDifference(result);
  if (result?.verdict !== 'no-leak') return found;
  return { verdict: 'inconclusive', observed: `${found.observed}; where nothing leaks, this says nothing` };
}

/** A leak that the flag does nothing about. */
function makesNoDifference(result: Result | undefined): Found {
  const off = seenIn(result, 'off');
  const on = seenIn(result, 'on');
  const observed = `${off.text}; ${on.text}`;
  if (result === undefined) return { verdict: 'inconclusive', observed };
  switch (exactVerdict(result)) {
    case 'not-fixed':
      return { verdict: 'confirmed', observed };
    case 'fixed':
    case 'reduced':
    case 'no-leak':
      return { verdict: 'refuted', observed };
    case 'worse':
    case 'inconclusive':
    case 'invalid':
      return { verdict: 'inconclusive', observed };
  }
}

/** One refutation refutes; otherwise each part has to be confirmed. */
function allOf(parts: readonly Found[]): Found {
  const observed = parts.map((part) => part.observed).join('; ');
  if (parts.some(({ verdict }) => verdict === 'refuted')) return { verdict: 'refuted', observed };
  const confirmed = parts.length > 0 && parts.every(({ verdict }) => verdict === 'confirmed');
  return { verdict: confirmed ? 'confirmed' : 'inconclusive', observed };
}
