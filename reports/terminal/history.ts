import pc from 'picocolors';
import stringWidth from 'string-width';
import { isInstrument } from '../../harness/contract/arms.ts';
import type { HistoryEntry } from '../../harness/contract/history.ts';
import type { HistoryReport, HistorySeries, Night } from '../../harness/contract/history-report.ts';
import { RESOURCE_NAMES, RESOURCES } from '../../harness/contract/resources.ts';
import type { Rate } from '../../harness/contract/result.ts';
import { formatMoment, formatRate } from '../format.ts';
import {
  beginningSentence,
  historyHeadline,
  nightSentence,
  outcomeWording,
  STATUS_WORDING,
  seriesCycleUnit,
  seriesTitle,
  type Track,
  tracksOf,
} from '../history-wording.ts';
import { NARROWEST, type Screen } from '../screen.ts';
import { sparkline } from '../sparkline.ts';
import { type Paint, paintWith } from './rates-table.ts';
import { layOut, padEnd, type Row } from './table.ts';
import { keepIntervals, screenText, wrap } from './text.ts';

/**
 * What a user reads of `mapileak history`: whether anything changed, then each series. Ends with a line
 * break.
 */
export function renderHistory(report: HistoryReport, screen: Screen, page: string | null): string {
  const width = Math.max(NARROWEST, screen.width);
  const colours = pc.createColors(screen.colour);
  const paint = paintWith(colours);
  const text = (words: string, indent = 0): string[] =>
    wrap(keepIntervals(screenText(words, screen)), width, indent);
  const { text: headline, tone } = historyHeadline(report);
  const [start = ''] = headline.split(':', 1);
  const verdict = text(headline).map((line, at) =>
    at === 0 && line.startsWith(start) ? paint(tone, start) + line.slice(start.length) : line,
  );
  const series = report.series.flatMap((each) => [
    [...text(seriesTitle(each, report.series)).map(colours.bold), ...trendLines(each, width, screen)],
    nightsTable(each, width, screen, paint),
    [
      ...text(beginningSentence(each) ?? '', 2),
      ...each.nights.filter(isNews).flatMap((night) => text(nightSentence(night) ?? '', 2)),
    ],
  ]);
  const others = report.others.flatMap((entry) => text(`Not compared: ${otherWording(entry)}`, 2));
  return [
    verdict,
    ...series,
    others,
    report.series.length === 0 ? [] : text(report.rule).map(colours.dim),
    page === null ? [] : text(`Page: ${page}`, 2),
  ]
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => `${paragraph.join('\n')}\n`)
    .join('\n');
}

/** That a run still differs is said of the newest alone. */
const isNews = ({ status }: Night, at: number, nights: readonly Night[]): boolean =>
  status !== 'still' || at === nights.length - 1;

/** A run of which too little is known. */
const otherWording = ({ problem, run, state }: HistoryEntry): string =>
  `${run}: ${state}${problem === null ? '' : `, ${problem}`}`;

/** One line a rate: its name, its sparkline, and where it began and ended. */
function trendLines(series: HistorySeries, width: number, screen: Screen): readonly string[] {
  const tracks = tracksOf(series);
  const names = tracks.map(({ arm, resource }) => `${arm}, ${RESOURCES[resource].label}`);
  const nameWidth = Math.max(0, ...names.map((name) => stringWidth(name)));
  return tracks.flatMap((track, at) => {
    const name = padEnd(names[at] ?? '', nameWidth);
    const ends = `${endsOf(track)} per ${seriesCycleUnit(series)}`;
    const room = width - 2 - nameWidth - 4 - stringWidth(ends);
    const shown = track.rates.slice(-Math.max(8, Math.min(track.rates.length, room)));
    const line = sparkline(
      shown.map((rate) => rate?.estimate ?? null),
      track.margin,
      screen,
    );
    const whole = `  ${name}  ${line}  ${ends}`;
    if (stringWidth(whole) <= width) return [whole];
    return [name.trimEnd(), `  ${line}`, `  ${ends}`].flatMap((part) =>
      wrap(part, width - 2, 2).map((each) => `  ${each}`),
    );
  });
}

/** `4,096.0 -> 8,000.0 bytes`: the oldest and the newest rate that are shown. */
function endsOf({ rates, resource }: Track): string {
  const there = rates.filter((rate) => rate !== null);
  const show = (rate: Rate | undefined): string =>
    rate === undefined ? '-' : formatRate(rate, RESOURCES[resource].unit).estimate;
  const [first, last] = [show(there[0]), show(there.at(-1))];
  return first === last ? last : `${first} -> ${last}`;
}

interface Column {
  readonly heading: string;
  readonly cell: (night: Night) => string;
}

/** In the widest of three sets of columns that fits. */
function nightsTable(series: HistorySeries, width: number, screen: Screen, paint: Paint): readonly string[] {
  const started: Column = {
    heading: 'started (UTC)',
    cell: ({ entry }) =>
      entry.startedAt === null ? '-' : formatMoment(entry.startedAt).replace(/ UTC$/, ''),
  };
  const verdict: Column = {
    heading: 'verdict',
    cell: ({ entry }) => {
      const { tone, word } = outcomeWording(entry);
      return paint(tone, word);
    },
  };
  const status: Column = {
    heading: 'compared',
    cell: (night) => {
      const { tone, word } = STATUS_WORDING[night.status];
      return tone === null ? word : paint(tone, word);
    },
  };
  const run: Column = {
    heading: 'run',
    cell: ({ entry, gone }) => screenText(entry.run, screen) + (gone ? ' (gone)' : ''),
  };
  const rates = headlineColumns(series);
  const choices = [
    [started, verdict, ...rates, status, run],
    [started, verdict, ...rates, status],
    [started, verdict, status],
  ];
  const rule = screen.unicode ? '─' : '-';
  const tables = choices.map((columns) =>
    layOut(
      columns.map(({ heading }) => heading),
      series.nights.map((night): Row => columns.map(({ cell }) => [cell(night)])),
      rule,
    ),
  );
  const fitting = tables.find((table) => table.width <= width);
  if (fitting !== undefined) return fitting.lines;
  return series.nights.flatMap((night) => [
    ...wrap(`${started.cell(night)} ${verdict.cell(night)}, ${status.cell(night)}`, width, 2),
  ]);
}

/** The first resource in bytes, or else the first, of each arm under test. */
function headlineColumns({ nights }: HistorySeries): readonly Column[] {
  const arms = [...new Set(nights.flatMap(({ entry }) => entry.arms.map(({ arm }) => arm)))];
  return arms
    .filter((arm) => !isInstrument(arm))
    .flatMap((arm): Column[] => {
      const resultOf = (night: Night) => night.entry.arms.find((each) => each.arm === arm)?.resources;
      const measured = RESOURCE_NAMES.filter((name) =>
        nights.some((night) => resultOf(night)?.[name]?.perCycle),
      );
      const resource = measured.find((name) => RESOURCES[name].unit === 'bytes') ?? measured[0];
      if (resource === undefined) return [];
      const { label, unit } = RESOURCES[resource];
      return [
        {
          heading: `${arm}, ${label}`,
          cell: (night) => {
            const rate = resultOf(night)?.[resource]?.perCycle ?? null;
            return rate === null ? '-' : formatRate(rate, unit).estimate;
          },
        },
      ];
    });
}
