import { test } from 'tap';
import { Parser } from 'tap-parser';
import { z } from 'zod';
import { claimsTapReport, tapReport } from '../../../reports/formats/tap.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { visible } from '../../../reports/text.ts';
import { makeClaimsInput } from '../claims-fixture.ts';
import { armResult, makeEnvironment, makeResult } from '../fixtures.ts';
import { HOSTILE } from './hostile.ts';
import { makeReported, textOf } from './reported.ts';

const assertSchema = z.object({
  ok: z.boolean(),
  name: z.string(),
  skip: z.union([z.string(), z.boolean()]).default(false),
  diag: z.record(z.string(), z.unknown()),
});
const tapOf = (change: Partial<ReportedRun> = {}): Promise<string> =>
  textOf(tapReport.render(makeReported(change)));

/** Test points as tap's own parser reads them; what it does not understand is an error. */
function pointsOf(tap: string) {
  const points: z.infer<typeof assertSchema>[] = [];
  const odd: unknown[] = [];
  let plan = 0;
  const parser = new Parser({ strict: true });
  parser.on('assert', (result) => points.push(assertSchema.parse(result)));
  parser.on('extra', (text) => odd.push(text));
  parser.on('plan', ({ end }) => {
    plan = end ?? 0;
  });
  parser.end(tap);
  if (odd.length > 0 || plan !== points.length) throw new Error(`not TAP: ${JSON.stringify(odd)} of ${plan}`);
  return points;
}

test('the report says which version it is, and tap reads every point of it', async (t) => {
  const tap = await tapOf();
  t.match(tap, /^TAP version 14\n1\.\.6\n/);
  t.same(
    pointsOf(tap).map(({ ok, name }) => `${ok ? 'ok' : 'not ok'} ${name}`),
    [
      'ok measured as planned',
      'ok self-test of the instrument',
      'ok arm off',
      'ok arm on',
      'ok arm control',
      'ok expected fixed',
    ],
  );
});

test('rates stand in the diagnostics of an arm, as numbers', async (t) => {
  const off = pointsOf(await tapOf()).find(({ name }) => name === 'arm off');
  t.match(off?.diag, {
    verdict: 'leak',
    cycles: 3840,
    perCycle: { heapBytes: { verdict: 'leak', unit: 'bytes', estimate: 4096.01, confidence: 0.95 } },
  });
});

test('what is inconclusive is skipped with its reason, what contradicts is not ok', async (t) => {
  const arms = [armResult('off', { verdict: 'inconclusive', reason: 'too noisy # of 2' })];
  const result = makeResult({ verdict: 'inconclusive', arms });
  const [, , arm, last] = pointsOf(
    await tapOf({ result, expectation: { expected: 'leak', met: 'not-met' } }),
  );
  t.match(arm, { ok: true, skip: 'too noisy # of 2' });
  t.match(last, { ok: false, diag: { severity: 'fail', why: /^expected leak/ } });
});

test('no text from outside makes or ends a test point', async (t) => {
  const changed: string[] = [];
  for (const reason of HOSTILE) {
    const arms = [armResult('off', { verdict: 'inconclusive', reason })];
    const libraries = [{ path: reason, bytes: 1, sha256: null, version: null, unreadable: null }];
    const result = makeResult({ arms, warnings: [reason], reason, scenario: reason });
    const points = pointsOf(await tapOf({ result, environment: makeEnvironment({ libraries }) }));
    const found = points[2]?.diag['found'];
    if (points.length !== 4 || found !== visible(`inconclusive: ${reason}`)) changed.push(reason);
  }
  t.same(changed, []);
});

test('each claim is a test point', async (t) => {
  const points = pointsOf(await textOf(claimsTapReport.render(makeClaimsInput())));
  t.same(
    points.map(({ name, ok, skip }) => [name, ok, skip !== false]),
    [
      ['claim mapi32', true, false],
      ['claim cdo', true, true],
      ['claim cure', false, false],
      ['claim reload', true, true],
    ],
  );
});
