import { test } from 'tap';
import { z } from 'zod';
import { resultSchema } from '../../../harness/contract/result.ts';
import { claimsJsonReport, jsonReport } from '../../../reports/formats/json.ts';
import { ndjsonReport } from '../../../reports/formats/ndjson.ts';
import { makeClaimsInput } from '../claims-fixture.ts';
import { makeInput, makeResult } from '../fixtures.ts';
import { HOSTILE } from './hostile.ts';
import { makeReported, sampleAt, textOf, timed } from './reported.ts';

const rowSchema = z.object({
  run: z.literal('2026-11-22T14:02:11.000Z logon-logoff 20050128'),
  row: z.string(),
});

test('result.json is the result, whatever is in it', async (t) => {
  const result = makeResult({ warnings: [...HOSTILE] });
  t.same(resultSchema.parse(JSON.parse(await textOf(jsonReport.render(makeInput({ result }))))), result);
  const claims = makeClaimsInput();
  t.same(JSON.parse(await textOf(claimsJsonReport.render(claims))), claims.result);
});

test('every line is an object that says of which run it is, and of what kind', async (t) => {
  const result = makeResult({ warnings: [...HOSTILE] });
  const text = await textOf(ndjsonReport.render(makeReported({ result })));
  t.ok(text.endsWith('\n'));
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const kinds = new Map<string, number>();
  for (const each of rows) {
    const { row } = rowSchema.parse(each);
    kinds.set(row, (kinds.get(row) ?? 0) + 1);
  }
  t.same(Object.fromEntries(kinds), {
    run: 1,
    plan: 1,
    environment: 1,
    arm: 3,
    growth: 21,
    comparison: 1,
    difference: 4,
    warning: HOSTILE.length,
    sample: 2,
  });
  t.match(rows[0], { verdict: 'fixed', expectation: { expected: 'fixed', met: 'met' }, durationMs: 52_900 });
});

test('a sample has its time, and everything that was read', async (t) => {
  const text = await textOf(ndjsonReport.render(makeReported({}, [timed(sampleAt(40))])));
  t.match(JSON.parse(text.trimEnd().split('\n').at(-1) ?? ''), {
    row: 'sample',
    at: '2026-11-22T14:02:12.400Z',
    replicate: 'off-1',
    cycle: 40,
    readings: { heapBytes: 1_368_064, handles: 148 },
  });
});
