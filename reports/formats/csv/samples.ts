import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../../../harness/contract/resources.ts';
import type { Report } from '../../report.ts';
import type { ReportedRun, TimedSample } from '../../reported-run.ts';
import { type Cell, csvHeader, csvRows } from './table.ts';

const ROWS_AT_ONCE = 256;

/** `busy heap bytes (heapBytes)`, with its unit where the label has none: `handles (handles, count)`. */
function columnOf(resource: ResourceName): string {
  const { label, unit } = RESOURCES[resource];
  return /bytes/.test(label) ? `${label} (${resource})` : `${label} (${resource}, ${unit})`;
}

const COLUMNS = [
  'time (UTC)',
  'replicate',
  'arm',
  'phase',
  'cycle',
  'failed cycles',
  'elapsed (ms)',
  'taken',
  'heap walk (ms)',
  ...RESOURCE_NAMES.map(columnOf),
] as const;

/**
 * What was measured: a row for each sample, a column for each resource. Where none was read the cell is
 * empty.
 */
export const csvReport: Report<ReportedRun> = {
  name: 'csv',
  fileName: 'samples.csv',
  forEveryone: false,
  render: samplesCsv,
};

async function* samplesCsv({ samples }: ReportedRun): AsyncGenerator<string> {
  yield csvHeader(COLUMNS);
  let rows: (readonly Cell[])[] = [];
  for await (const each of samples()) {
    rows.push(cellsOf(each));
    if (rows.length < ROWS_AT_ONCE) continue;
    yield csvRows(rows);
    rows = [];
  }
  if (rows.length > 0) yield csvRows(rows);
}

function cellsOf({ atMs, sample }: TimedSample): readonly Cell[] {
  const { arm, cycle, elapsedMs, readings, replicate } = sample;
  const inside = sample.kind === 'quiescent' ? sample : null;
  const walkMs = inside?.walk.covered === 'all' ? inside.walk.walkMs : null;
  return [
    atMs === null ? null : spreadsheetTime(atMs),
    replicate,
    arm,
    inside?.phase,
    cycle,
    inside?.failedCycles,
    elapsedMs,
    inside === null ? 'outside' : 'inside',
    walkMs,
    ...RESOURCE_NAMES.map((resource) => readings[resource]),
  ];
}

/** `2026-11-22 14:02:11.123`: ISO 8601 as Excel, too, takes for a time. */
function spreadsheetTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').replace('Z', '');
}
