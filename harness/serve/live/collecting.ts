import { MergedLog } from '../../analyse/merging/merged-log.ts';
import { createSeriesCollector, type SeriesCollector } from '../../analyse/series.ts';
import type { MergedRows } from '../../contract/merged.ts';
import type { Plan } from '../../contract/plan.ts';

/** What a run is judged by; that of a soak goes on from what its rows came to that are gone. */
export interface Collecting extends SeriesCollector {
  restore?(merged: MergedRows): void;
  endOfPart?(): void;
}

export const collecting = (plan: Plan): Collecting =>
  plan.soak === undefined ? createSeriesCollector() : new MergedLog(plan);
