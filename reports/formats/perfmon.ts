import {
  RESOURCE_NAMES,
  RESOURCES,
  type Readings,
  type ResourceName,
} from '../../harness/contract/resources.ts';
import type { RunSeries } from '../../harness/contract/series.ts';
import type { Report } from '../report.ts';
import type { ReportedRun } from '../reported-run.ts';

/** The first column of a log in UTC, with the name that Windows has for it and its bias in minutes. */
const TIME_COLUMN = '(PDH-CSV 4.0) (Coordinated Universal Time)(0)';
/** Counter paths begin with a machine; run folders do not know theirs. */
const MACHINE = '\\\\mapileak';
/** As PerfMon and relog write what was not read. */
const NOT_READ = ' ';
/** PerfMon draws a thousand points; more rows than these only make it slow. */
const MOST_ROWS = 20_000;

/** What Windows counts itself has its name there, so that logs of both can be laid over one another. */
const PROCESS_COUNTERS: Partial<Readonly<Record<ResourceName, string>>> = {
  handles: 'Handle Count',
  privateBytes: 'Private Bytes',
  threads: 'Thread Count',
  virtualBytes: 'Virtual Bytes',
  workingSetBytes: 'Working Set',
};

/**
 * A counter log that PerfMon opens (Add, Log files) and relog converts: PDH-CSV 4.0, as both write it. All
 * fields in quotes, CRLF, `MM/DD/YYYY HH:MM:SS.mmm`, a counter path a column. A row has what each living
 * session host held last; its times grow.
 */
export const perfmonReport: Report<ReportedRun> = {
  name: 'perfmon',
  fileName: 'perfmon.csv',
  forEveryone: true,
  render: perfmonLog,
};

async function* perfmonLog(run: ReportedRun): AsyncGenerator<string> {
  const hosts = hostsOf(run.series);
  const held = new Map<string, Held>();
  const everyMs = rowIntervalMs(run, hosts);
  const startedMs = Date.parse(run.plan.createdAt);
  const rowAt = (atMs: number): string =>
    csvRow([logTime(atMs), ...hosts.flatMap((host) => valuesAt(atMs, host, held.get(host.replicate)))]);

  yield csvRow([TIME_COLUMN, ...hosts.flatMap(({ counters }) => counters.map(({ path }) => path))]);
  let atMs: number | null = null;
  let shownMs = Number.NEGATIVE_INFINITY;
  for await (const { atMs: takenMs, hostEndedAtMs, sample } of run.samples()) {
    // When hosts began is known to some ms; rows must not go back in time for that.
    const nextMs: number = Math.max(Math.round(takenMs ?? startedMs + sample.elapsedMs), atMs ?? 0);
    if (atMs !== null && nextMs > atMs && atMs - shownMs >= everyMs) {
      yield rowAt(atMs);
      shownMs = atMs;
    }
    const readings = { ...held.get(sample.replicate)?.readings, ...sample.readings };
    held.set(sample.replicate, { cycle: sample.cycle, readings, hostEndedAtMs });
    atMs = nextMs;
  }
  if (atMs !== null) yield rowAt(atMs);
}

interface Counter {
  readonly of: ResourceName | 'cycle';
  /** `\\mapileak\Process(off-1)\Private Bytes`. */
  readonly path: string;
}

/** A session host, which is an instance of the objects in the log. */
interface Host {
  readonly replicate: string;
  readonly counters: readonly Counter[];
  readonly samples: number;
}

/** What was read of a host last. */
interface Held {
  readonly cycle: number;
  readonly readings: Readings;
  readonly hostEndedAtMs: number | null;
}

function hostsOf(series: RunSeries): readonly Host[] {
  const read = [...series].flatMap(([resource, all]) => all.map((each) => ({ ...each, resource })));
  return [...new Set(read.map(({ replicate }) => replicate))].map((replicate) => {
    const own = read.filter((each) => each.replicate === replicate);
    return {
      replicate,
      counters: [
        { of: 'cycle', path: counterPath('mapileak', replicate, 'Cycles') },
        ...RESOURCE_NAMES.filter((name) => own.some(({ resource }) => resource === name)).map((resource) => ({
          of: resource,
          path: resourcePath(replicate, resource),
        })),
      ],
      samples: Math.max(...own.map(({ cycles }) => cycles.length)),
    };
  });
}

function resourcePath(replicate: string, resource: ResourceName): string {
  const known = PROCESS_COUNTERS[resource];
  if (known !== undefined) return counterPath('Process', replicate, known);
  return counterPath('mapileak', replicate, capitalised(RESOURCES[resource].label));
}

function counterPath(object: string, instance: string, counter: string): string {
  return `${MACHINE}\\${object}(${instance})\\${counter}`;
}

/** `busy heap bytes` to `Busy Heap Bytes`, as PerfMon's counters are written. */
function capitalised(label: string): string {
  return label.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

function valuesAt(atMs: number, { counters }: Host, held: Held | undefined): readonly string[] {
  const isLiving = held !== undefined && (held.hostEndedAtMs === null || atMs <= held.hostEndedAtMs);
  return counters.map(({ of }) => {
    const value = isLiving ? (of === 'cycle' ? held.cycle : held.readings[of]) : undefined;
    return value === undefined ? NOT_READ : String(value);
  });
}

/** Time between two rows: 0 if every sample can have one. */
function rowIntervalMs({ durationMs }: ReportedRun, hosts: readonly Host[]): number {
  const samples = hosts.reduce((sum, host) => sum + host.samples, 0);
  return samples <= MOST_ROWS ? 0 : durationMs / MOST_ROWS;
}

/** `11/22/2026 14:02:11.123`, in the zone that the header names. */
function logTime(atMs: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(.*)Z$/.exec(new Date(atMs).toISOString()) ?? [];
  return `${month}/${day}/${year} ${time}`;
}

function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}
