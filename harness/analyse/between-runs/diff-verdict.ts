import { EXIT, type ExitCode } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import type { DiffArm, DiffExpectation, DiffVerdict, RunDiff } from '../../contract/run-diff.ts';
import { leakingGates } from '../resource-results.ts';
import { overallReason } from './diff-words.ts';

type Overall = Pick<RunDiff, 'verdict' | 'reason'>;

/** Draws the arms together. A run whose instrument is in doubt compares with nothing. */
export function overallDiff(a: Result, b: Result, arms: readonly DiffArm[]): Overall {
  const doubt = doubtOf('A', a) ?? doubtOf('B', b);
  return doubt ?? { verdict: verdictOf(arms.map(({ verdict }) => verdict)), reason: overallReason(arms) };
}

function doubtOf(name: 'A' | 'B', { arms, reason, selfTest, verdict }: Result): Overall | null {
  if (verdict === 'invalid') return { verdict, reason: `run ${name} is invalid: ${reason}` };
  const control = arms.find(({ arm }) => arm === 'control');
  if (control !== undefined && leakingGates(control.resources).length > 0) {
    const what = `the control arm of run ${name}, which logs on nowhere, ${control.reason}`;
    return { verdict: 'inconclusive', reason: `${what}: the instrument itself grows` };
  }
  if (selfTest.outcome !== 'failed') return null;
  return { verdict: 'inconclusive', reason: `the self-test of run ${name} failed: ${selfTest.reason}` };
}

function verdictOf(verdicts: readonly DiffArm['verdict'][]): DiffVerdict {
  const isLess = verdicts.some((each) => each === 'less' || each === 'mixed');
  const isMore = verdicts.some((each) => each === 'more' || each === 'mixed');
  if (isLess && isMore) return 'mixed';
  if (isLess) return 'less';
  if (isMore) return 'more';
  return verdicts.length > 0 && verdicts.every((each) => each === 'same') ? 'same' : 'inconclusive';
}

/** How the command ends: without an expectation any conclusive comparison is a success. */
export function exitCodeOfDiff(
  { verdict }: Pick<RunDiff, 'verdict'>,
  expect: DiffExpectation | null,
): ExitCode {
  if (verdict === 'invalid') return EXIT.environment;
  if (verdict === 'inconclusive') return EXIT.inconclusive;
  if (expect === null) return EXIT.ok;
  const isMet = expect === 'not-more' ? verdict === 'less' || verdict === 'same' : verdict === expect;
  return isMet ? EXIT.ok : EXIT.expectationNotMet;
}
