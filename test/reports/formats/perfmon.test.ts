import { parse } from 'csv-parse/sync';
import { test } from 'tap';
import { perfmonReport } from '../../../reports/formats/perfmon.ts';
import type { TimedSample } from '../../../reports/reported-run.ts';
import { seriesOfRun } from '../fixtures.ts';
import { makeReported, STARTED_MS, sampleAt, textOf, timed } from './reported.ts';

async function logOf(samples: readonly TimedSample[], series = seriesOfRun()): Promise<string> {
  return await textOf(perfmonReport.render(makeReported({ series }, samples)));
}
const rowsOf = (log: string): Record<string, string>[] => parse(log, { columns: true });
const TIME = '(PDH-CSV 4.0) (Coordinated Universal Time)(0)';
const HEAP = '\\\\mapileak\\mapileak(off-1)\\Busy Heap Bytes';

test('the header is that of a PDH-CSV 4.0 log, and every field has quotes', async (t) => {
  const log = await logOf([timed(sampleAt(0))]);
  const [header, ...lines] = log.split('\r\n');
  t.match(header, /^"\(PDH-CSV 4\.0\) \([^)]+\)\(-?\d+\)"(,"\\\\[^\\"]+\\[^\\"]+\([^)"]+\)\\[^\\"]+")+$/);
  t.equal(lines.at(-1), '', 'the last line ends, too');
  t.same(
    lines.slice(0, -1).filter((line) => !/^"\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\.\d{3}"(,"[^"]*")+$/.test(line)),
    [],
  );
  t.notMatch(log, '\u{feff}', 'relog wants no byte order mark');
});

test('what Windows counts itself has the name that it has there', async (t) => {
  const columns = Object.keys(rowsOf(await logOf([timed(sampleAt(0))]))[0] ?? {});
  for (const counter of [
    'Process(off-1)\\Private Bytes',
    'Process(on-2)\\Handle Count',
    'mapileak(control-4)\\Heaps',
  ]) {
    t.ok(columns.includes(`\\\\mapileak\\${counter}`), counter);
  }
});

test('a row has what each host held last; one that has not begun or has ended holds nothing', async (t) => {
  const of = (replicate: string, cycle: number, endedAtMs: number | null = null): TimedSample =>
    timed(sampleAt(cycle, { replicate }), endedAtMs);
  const rows = rowsOf(
    await logOf([
      of('off-1', 0, STARTED_MS + 200),
      of('on-1', 10),
      of('off-1', 20, STARTED_MS + 200),
      of('on-1', 30),
    ]),
  );
  t.same(
    rows.map((row) => [row[TIME], row[HEAP], row['\\\\mapileak\\mapileak(on-1)\\Cycles']]),
    [
      ['11/22/2026 14:02:12.000', '1204224', ' '],
      ['11/22/2026 14:02:12.100', '1204224', '10'],
      ['11/22/2026 14:02:12.200', '1286144', '10'],
      ['11/22/2026 14:02:12.300', ' ', '30'],
    ],
  );
});

test('samples of one ms share a row, and time never goes back', async (t) => {
  const early = { ...timed(sampleAt(2, { replicate: 'on-1' })), atMs: STARTED_MS - 500 };
  const rows = rowsOf(await logOf([timed(sampleAt(0)), early, timed(sampleAt(5))]));
  t.same(
    rows.map((row) => row[TIME]),
    ['11/22/2026 14:02:12.000', '11/22/2026 14:02:12.050'],
  );
});

test('a long run has a row an interval, the last sample among them', async (t) => {
  const cycles = Array.from({ length: 30_000 }, (_, cycle) => cycle);
  const run = makeReported(
    { series: seriesOfRun(30_000, ['heapBytes']), durationMs: 300_000 },
    cycles.map((cycle) => timed(sampleAt(cycle))),
  );
  const rows = rowsOf(await textOf(perfmonReport.render(run)));
  t.ok(rows.length > 10_000 && rows.length <= 20_001, `${rows.length} rows`);
  t.equal(rows.at(-1)?.['\\\\mapileak\\mapileak(off-1)\\Cycles'], '29999');
});

test('without events that tell when a host began, its time counts from the start of the run', async (t) => {
  const rows = rowsOf(await logOf([{ ...timed(sampleAt(3)), atMs: null }]));
  t.equal(rows[0]?.[TIME], '11/22/2026 14:02:11.030');
});
