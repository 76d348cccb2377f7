import type { LiveChart, LivePoints, LiveSeries } from '../live/message.ts';

/** Series with a common axis, as uPlot takes them: cycles, then a column for each series; null where it has no point. */
export interface Columns {
  readonly cycles: readonly number[];
  readonly growth: readonly (readonly (number | null)[])[];
}

/** Puts series with cycles of their own onto one axis. */
export function columnsOf(series: readonly LiveSeries[]): Columns {
  const cycles = [...new Set(series.flatMap((each) => each.cycles))].sort((a, b) => a - b);
  const places = new Map(cycles.map((cycle, place) => [cycle, place]));
  const growth = series.map((each) => {
    const column: (number | null)[] = cycles.map(() => null);
    for (const [at, cycle] of each.cycles.entries()) {
      const place = places.get(cycle);
      if (place !== undefined) column[place] = each.growth[at] ?? null;
    }
    return column;
  });
  return { cycles, growth };
}

/** A chart with points put at the ends of its lines. */
export function withPoints(chart: LiveChart, points: LivePoints): LiveChart {
  const own = points.filter(({ resource }) => resource === chart.resource);
  if (own.length === 0) return chart;
  const series = chart.series.map((each) => {
    const more = own.filter(({ replicate }) => replicate === each.replicate);
    return {
      ...each,
      cycles: [...each.cycles, ...more.flatMap(({ cycles }) => cycles)],
      growth: [...each.growth, ...more.flatMap(({ growth }) => growth)],
    };
  });
  return { ...chart, series };
}

/** What each arm has come to at an index of the common axis, or at the end of its lines: `off 1 to 3`. */
export interface ArmLevel {
  readonly arm: string;
  readonly low: number;
  readonly high: number;
  readonly replicates: number;
}

/** @param cycle null for the ends of the lines */
export function levelsAt(series: readonly LiveSeries[], cycle: number | null): readonly ArmLevel[] {
  const byArm = new Map<string, number[]>();
  for (const each of series) {
    const at = cycle === null ? each.growth.length - 1 : each.cycles.findLastIndex((own) => own <= cycle);
    const level = each.growth[at];
    if (level !== undefined) byArm.set(each.arm, [...(byArm.get(each.arm) ?? []), level]);
  }
  return [...byArm].map(([arm, levels]) => ({
    arm,
    low: Math.min(...levels),
    high: Math.max(...levels),
    replicates: levels.length,
  }));
}

/** The least and the most of an axis; of a line that stands still, with the line in its middle. */
export function spanAround(low: number, high: number): readonly [number, number] | null {
  return low === high ? [low - 1, high + 1] : null;
}
