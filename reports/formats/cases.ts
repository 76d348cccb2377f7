import type { Expectation } from '../../harness/contract/plan.ts';
import type { ArmResult } from '../../harness/contract/result.ts';
import type { ThresholdResult } from '../../harness/contract/thresholds.ts';
import { formatCounted } from '../format.ts';
import type { ExpectationOutcome, ReportedRun } from '../reported-run.ts';
import { soakGoesOn } from '../soak-goes-on.ts';
import { PART_VERDICT_WORDING, VERDICT_WORDING } from '../wording.ts';

/**
 * How a case ended, so that a run fails in a build server exactly where its exit code says so: `failed` is
 * exit 1, `skipped` exit 3, `error` exits 4 to 6. That a soak goes on is no error: `skipped`.
 */
export type CaseOutcome =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed' | 'skipped' | 'error'; readonly why: string };

/** What JUnit and TAP call a test. */
export interface Case {
  /** The same in every run of one plan: build servers keep a history by it. */
  readonly name: string;
  readonly outcome: CaseOutcome;
  /** What was found, in one sentence. */
  readonly found: string;
  readonly arm: ArmResult | null;
}

const PASSED: CaseOutcome = { outcome: 'passed' };
const failed = (why: string): CaseOutcome => ({ outcome: 'failed', why });
const skipped = (why: string): CaseOutcome => ({ outcome: 'skipped', why });
const inError = (why: string): CaseOutcome => ({ outcome: 'error', why });

/** Whether the run was whole, its self-test, its arms, what was expected of it, or its verdict, and its thresholds. */
export function casesOf(run: ReportedRun): readonly Case[] {
  const { expectation, result } = run;
  const { arms, complete, reason, selfTest, verdict } = result;
  const found = `${VERDICT_WORDING[verdict].word}: ${reason}`;
  const goesOn = soakGoesOn(run);
  const whole = goesOn ?? wholeness(run);
  return [
    {
      name: 'measured as planned',
      outcome: complete ? PASSED : goesOn === null ? inError(whole) : skipped(goesOn),
      found: whole,
      arm: null,
    },
    ...(selfTest.outcome === 'not-made'
      ? []
      : [
          {
            name: 'self-test of the instrument',
            outcome:
              selfTest.outcome === 'passed' ? PASSED : skipped(`the self-test failed: ${selfTest.reason}`),
            found: selfTest.reason,
            arm: null,
          },
        ]),
    ...arms.map((arm) => ({
      name: `arm ${arm.arm}`,
      outcome: outcomeOfArm(arm, expectation),
      found: `${PART_VERDICT_WORDING[arm.verdict].word}: ${arm.reason}`,
      arm,
    })),
    {
      name: expectation === null ? 'verdict' : `expected ${expectation.expected}`,
      outcome: outcomeOfRun(run, found),
      found,
      arm: null,
    },
    ...result.thresholds.map((threshold) => ({
      name: `threshold ${threshold.text}`,
      outcome: outcomeOfThreshold(threshold),
      found: `${threshold.outcome}: ${threshold.reason}`,
      arm: null,
    })),
  ];
}

function outcomeOfThreshold({ outcome, reason }: ThresholdResult): CaseOutcome {
  switch (outcome) {
    case 'passed':
      return PASSED;
    case 'failed':
      return failed(reason);
    case 'inconclusive':
      return skipped(reason);
  }
}

function wholeness({ plan, result: { complete }, soak }: ReportedRun): string {
  if (plan.attached !== undefined) {
    return complete
      ? 'the program was watched until it ended, or its watching was'
      : 'the watching broke off: no process was seen to its end';
  }
  if (soak !== undefined) {
    const rounds = formatCounted(soak.rounds, 'round');
    if (soak.rounds === 0) return 'no round of the soak had come to its end when this was written';
    return complete
      ? `the soak is over: ${rounds}`
      : `the soak was not over when this was written: ${rounds} had ended`;
  }
  return complete ? 'every cycle was run' : 'the run ended before all its cycles were run';
}

function outcomeOfArm(arm: ArmResult, expectation: ExpectationOutcome | null): CaseOutcome {
  const { reason, verdict } = arm;
  switch (verdict) {
    case 'invalid':
      return inError(reason);
    case 'inconclusive':
      return skipped(reason);
    case 'leak':
    case 'no-leak': {
      if (arm.arm === 'control') {
        return verdict === 'leak' ? skipped(`the instrument itself grows: ${reason}`) : PASSED;
      }
      if (expectation?.met !== 'not-met') return PASSED;
      const wanted = wantedOf(arm.arm, expectation.expected);
      return wanted === null || wanted === verdict ? PASSED : failed(`expected ${wanted}: ${reason}`);
    }
  }
}

/** What an expectation wants of one arm, or null where it says nothing of it. */
function wantedOf(arm: ArmResult['arm'], expected: Expectation): 'leak' | 'no-leak' | null {
  switch (expected) {
    case 'leak':
    case 'no-leak':
      return expected;
    case 'fixed':
      return arm === 'off' ? 'leak' : arm === 'on' ? 'no-leak' : null;
    case 'not-fixed':
      return arm === 'off' || arm === 'on' ? 'leak' : null;
  }
}

function outcomeOfRun({ expectation, result }: ReportedRun, found: string): CaseOutcome {
  const { reason, verdict } = result;
  if (verdict === 'invalid') return inError(reason);
  if (expectation === null) return verdict === 'inconclusive' ? skipped(reason) : PASSED;
  switch (expectation.met) {
    case 'met':
      return PASSED;
    case 'not-met':
      return failed(`expected ${expectation.expected}; ${found}`);
    case 'undecided':
      return skipped(`expected ${expectation.expected}; ${found}`);
  }
}
