import { test } from 'tap';
import { exitCodeOf, meets } from '../../../harness/analyse/expectation.ts';
import { EXIT } from '../../../harness/contract/errors.ts';
import { EXPECTATIONS } from '../../../harness/contract/plan.ts';
import { type ArmResult, type Result, VERDICTS } from '../../../harness/contract/result.ts';
import { casesOf } from '../../../reports/formats/cases.ts';
import { casesOfClaims } from '../../../reports/formats/claim-cases.ts';
import { junitReport } from '../../../reports/formats/junit.ts';
import { markdownReport } from '../../../reports/formats/markdown.ts';
import { prometheusReport } from '../../../reports/formats/prometheus.ts';
import { tapReport } from '../../../reports/formats/tap.ts';
import { makeClaimsInput } from '../claims-fixture.ts';
import { armResult, makeResult, rate, resourceResult } from '../fixtures.ts';
import { makeReported, textOf } from './reported.ts';

const outcomes = (change: Parameters<typeof makeReported>[0]) =>
  casesOf(makeReported(change)).map(({ name, outcome }) => [name, outcome.outcome]);

test('cases say whether the run was whole, how each arm was judged, and whether it is as expected', async (t) => {
  t.same(outcomes({}), [
    ['measured as planned', 'passed'],
    ['self-test of the instrument', 'passed'],
    ['arm off', 'passed'],
    ['arm on', 'passed'],
    ['arm control', 'passed'],
    ['expected fixed', 'passed'],
  ]);
  t.same(outcomes({ expectation: null }).at(-1), ['verdict', 'passed'], 'a leak is a finding, not a failure');
});

test('a run that broke off, and an arm whose flag was not in force, are errors', async (t) => {
  const invalid = { verdict: 'invalid', reason: 'the flag read back 1' } as const;
  const result = makeResult({ complete: false, verdict: 'invalid', arms: [armResult('off', invalid)] });
  t.same(outcomes({ result, expectation: { expected: 'fixed', met: 'undecided' } }), [
    ['measured as planned', 'error'],
    ['self-test of the instrument', 'passed'],
    ['arm off', 'error'],
    ['expected fixed', 'error'],
  ]);
});

test('of a soak it is told how far it had come, and that it was not over', async (t) => {
  const soak = { rounds: 1, cycles: 4000, checkpointAt: null, goesOn: false };
  const found = (complete: boolean) =>
    casesOf(makeReported({ soak, result: makeResult({ complete }) }))[0]?.found;
  t.equal(found(false), 'the soak was not over when this was written: 1 round had ended');
  t.equal(found(true), 'the soak is over: 1 round');
});

test('a checkpoint of a soak that goes on is no error, and one that was cut off is', async (t) => {
  const of = (goesOn: boolean, complete = false) => {
    const soak = { rounds: 3, cycles: 4000, checkpointAt: null, goesOn };
    return makeReported({ soak, result: makeResult({ complete }) });
  };
  const told = 'the soak goes on: 3 rounds have ended';
  t.match(casesOf(of(true))[0], {
    name: 'measured as planned',
    outcome: { outcome: 'skipped', why: told },
    found: told,
  });
  t.equal(casesOf(of(false))[0]?.outcome.outcome, 'error');
  t.equal(casesOf(of(true, true))[0]?.outcome.outcome, 'passed', 'what is over is over');
  const texts = (run: ReturnType<typeof of>) =>
    Promise.all(
      [junitReport, tapReport, markdownReport, prometheusReport].map((report) => textOf(report.render(run))),
    );
  const [junit = '', tap = '', markdown = '', prometheus = ''] = await texts(of(true));
  t.match(junit, /errors="0" skipped="1"/);
  t.match(junit, /<skipped message="the soak goes on: 3 rounds have ended"\/>/);
  t.match(tap, /^ok 1 - measured as planned # SKIP the soak goes on: 3 rounds have ended$/m);
  t.match(markdown, /The soak goes on: 3 rounds have ended\./);
  t.match(prometheus, /^mapileak_soak_goes_on\{[^}]*\} 1$/m);
  for (const text of [junit, markdown]) t.notMatch(text, /not complete/);
  const [cutJunit = '', cutTap = '', cutMarkdown = '', cutPrometheus = ''] = await texts(of(false));
  t.match(cutJunit, /errors="1" skipped="0"/);
  t.match(cutTap, /^not ok 1 - measured as planned$/m);
  t.match(cutMarkdown, /The run is not complete/);
  t.match(cutPrometheus, /^mapileak_soak_goes_on\{[^}]*\} 0$/m);
});

test('an arm fails where it contradicts what was expected of it', async (t) => {
  const arms = [armResult('off'), armResult('on', { verdict: 'leak', reason: 'grew' })];
  const result = makeResult({ verdict: 'not-fixed', arms });
  t.same(outcomes({ result, expectation: { expected: 'fixed', met: 'not-met' } }).slice(2), [
    ['arm off', 'passed'],
    ['arm on', 'failed'],
    ['expected fixed', 'failed'],
  ]);
});

test('a control arm that grows, and a self-test that failed, are reasons to skip', async (t) => {
  const selfTest = {
    outcome: 'failed',
    reason: 'not found',
    plantedBytesPerCycle: 128,
    found: null,
  } as const;
  const arms = [armResult('control', { verdict: 'leak', reason: 'grew' })];
  const found = outcomes({
    result: makeResult({ verdict: 'inconclusive', arms, selfTest }),
    expectation: null,
  });
  t.same(found.slice(1), [
    ['self-test of the instrument', 'skipped'],
    ['arm control', 'skipped'],
    ['verdict', 'skipped'],
  ]);
});

test('a build server fails a run exactly where its exit code says so', async (t) => {
  const parts = [
    'leak',
    'no-leak',
    'inconclusive',
    'invalid',
  ] as const satisfies readonly ArmResult['verdict'][];
  const gate = (verdict: ArmResult['verdict'], drifts: boolean) => ({
    heapBytes: resourceResult('heapBytes', rate(drifts ? 9 : 0, 1), {
      verdict: verdict === 'leak' ? 'leak' : 'no-leak',
    }),
  });
  const arm = (name: ArmResult['arm'], verdict: ArmResult['verdict']): ArmResult =>
    armResult(name, { verdict, resources: gate(verdict, name === 'control') });
  const results: Result[] = parts.flatMap((off) =>
    parts.flatMap((on) =>
      parts.flatMap((control) =>
        VERDICTS.map((verdict) =>
          makeResult({ verdict, arms: [arm('off', off), arm('on', on), arm('control', control)] }),
        ),
      ),
    ),
  );
  // A verdict that its own arms contradict is none that the analysis gives.
  const consistent = results.filter(
    ({ arms, verdict }) => arms.some((each) => each.verdict === 'invalid') === (verdict === 'invalid'),
  );
  const contradictions = consistent.flatMap((result) =>
    [null, ...EXPECTATIONS].flatMap((expected) => {
      const expectation = expected === null ? null : { expected, met: meets(result, expected) };
      const cases = casesOf(makeReported({ result, expectation }));
      const found = new Set(cases.map(({ outcome }) => outcome.outcome));
      const code = exitCodeOf(result, expected);
      const agrees =
        found.has('failed') === (code === EXIT.expectationNotMet) &&
        found.has('error') === (code === EXIT.environment) &&
        (found.has('skipped') || code !== EXIT.inconclusive);
      return agrees
        ? []
        : [{ verdict: result.verdict, expected, arms: result.arms.map(({ verdict }) => verdict) }];
    }),
  );
  t.ok(consistent.length > 100);
  t.same(contradictions, []);
});

test('a refuted claim fails, and one of which nothing was proven is skipped', async (t) => {
  t.same(
    casesOfClaims(makeClaimsInput().result).map(({ name, outcome }) => [name, outcome.outcome]),
    [
      ['claim mapi32', 'passed'],
      ['claim cdo', 'skipped'],
      ['claim cure', 'failed'],
      ['claim reload', 'skipped'],
    ],
  );
});

test('each threshold is a case, which fails, passes or is skipped as the exit code says', async (t) => {
  const of = (outcome: 'passed' | 'failed' | 'inconclusive') => ({
    text: `on.heapBytes.perCycle<${outcome.length}`,
    outcome,
    reason: 'so it was',
    value: 1,
    low: 0,
    high: 2,
  });
  const result = makeResult({ thresholds: [of('passed'), of('failed'), of('inconclusive')] });
  t.same(outcomes({ result }).slice(-3), [
    ['threshold on.heapBytes.perCycle<6', 'passed'],
    ['threshold on.heapBytes.perCycle<6', 'failed'],
    ['threshold on.heapBytes.perCycle<12', 'skipped'],
  ]);
});
