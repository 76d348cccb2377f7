import { parse } from 'csv-parse/sync';
import { test } from 'tap';
import { RESOURCE_NAMES } from '../../../harness/contract/resources.ts';
import { csvRatesReport } from '../../../reports/formats/csv/rates.ts';
import { csvReport } from '../../../reports/formats/csv/samples.ts';
import { csvHeader, csvRow } from '../../../reports/formats/csv/table.ts';
import { visible } from '../../../reports/text.ts';
import { makeInput, makeResult, rate, resourceResult } from '../fixtures.ts';
import { HOSTILE } from './hostile.ts';
import { makeReported, sampleAt, textOf, timed } from './reported.ts';

/** Rows by column, as a library reads them; rows of unequal length are an error. */
const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true });

test('a table begins with a byte order mark, and its lines end as RFC 4180 says', async (t) => {
  const csv = csvHeader(['a', 'b']) + csvRow([1, null]) + csvRow(['x, "y"', -0.5]);
  t.equal(csv, '\u{feff}a,b\r\n1,\r\n"x, ""y""",-0.5\r\n');
  t.same(rowsOf(csv), [
    { a: '1', b: '' },
    { a: 'x, "y"', b: '-0.5' },
  ]);
});

test('what a spreadsheet would take for a formula has an apostrophe in front, numbers have none', async (t) => {
  const texts = HOSTILE.map(visible);
  const read = rowsOf(csvHeader(['text', 'number']) + texts.map((each) => csvRow([each, -1])).join(''));
  const wanted = texts.map((text) => ({
    text: /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text,
    number: '-1',
  }));
  t.same(read, wanted);
});

test('what is not a number is an empty cell, never NaN', async (t) => {
  t.equal(csvRow([Number.NaN, Number.POSITIVE_INFINITY, undefined, 0]), ',,,0\r\n');
});

test('samples.csv has a row a sample and a column a resource, with its name and unit', async (t) => {
  const outside = {
    schema: 1,
    kind: 'outside',
    replicate: 'off-1',
    arm: 'off',
    elapsedMs: 5,
    cycle: 0,
    readings: { workingSetBytes: 7 },
  } as const;
  const walked = sampleAt(40, {
    failedCycles: 2,
    walk: { covered: 'all', heaps: 3, busyBlocks: 9, walkMs: 1.5, groups: [] },
  });
  const run = makeReported({}, [timed(sampleAt(0)), timed(outside), timed(walked)]);
  const rows = rowsOf(await textOf(csvReport.render(run)));
  t.equal(rows.length, 3);
  t.equal(Object.keys(rows[0] ?? {}).length, 9 + RESOURCE_NAMES.length);
  t.match(rows[2], {
    'time (UTC)': '2026-11-22 14:02:12.400',
    replicate: 'off-1',
    phase: 'sweep',
    cycle: '40',
    'failed cycles': '2',
    taken: 'inside',
    'heap walk (ms)': '1.5',
    'busy heap bytes (heapBytes)': '1368064',
    'handles (handles, count)': '148',
    'virtual size (virtualBytes, bytes)': '',
  });
  t.match(rows[1], { taken: 'outside', phase: '', 'working set (workingSetBytes, bytes)': '7' });
});

test('many samples are many pieces, and no row is lost between them', async (t) => {
  const cycles = Array.from({ length: 3000 }, (_, cycle) => cycle);
  const run = makeReported(
    {},
    cycles.map((cycle) => timed(sampleAt(cycle))),
  );
  const rows = rowsOf(await textOf(csvReport.render(run)));
  t.same(
    rows.map(({ cycle }) => Number(cycle)),
    cycles,
  );
});

test('rates.csv has every rate with its interval, of arms and of their difference', async (t) => {
  const rows = rowsOf(await textOf(csvRatesReport.render(makeInput())));
  const off = rows.find(
    ({ arm, resource, what }) => what === 'growth' && arm === 'off' && resource === 'heapBytes',
  );
  t.match(off, {
    scenario: 'logon-logoff',
    label: 'busy heap bytes',
    unit: 'bytes',
    verdict: 'leak',
    'estimate per cycle': '4096.01',
    'low per cycle': '4095.59',
    confidence: '0.95',
    cycles: '3840',
    'failed cycles': '14',
  });
  const difference = rows.find(({ resource, what }) => what === 'difference' && resource === 'heaps');
  t.match(difference, { arm: 'off', 'minus arm': 'on', 'estimate per cycle': '1' });
  const unread = rows.find(({ resource }) => resource === 'gdiObjects');
  t.match(unread, { verdict: 'unsupported', 'estimate per cycle': '', reason: 'there is no GDI on Linux' });
});

test('a reason with commas, quotes and lines stays in its cell', async (t) => {
  const reason = 'grew, "evenly"\nby a lot';
  const resources = { heapBytes: resourceResult('heapBytes', rate(1, 0.1), { reason }) };
  const [arm] = makeResult().arms;
  if (arm === undefined) throw new Error('the fixture has no arm');
  const result = makeResult({ arms: [{ ...arm, resources }], differences: [] });
  t.equal(
    rowsOf(await textOf(csvRatesReport.render(makeInput({ result }))))[0]?.['reason'],
    'grew, "evenly" by a lot',
  );
});
