import type { ArmName } from '../../contract/arms.ts';
import type { Unit } from '../../contract/resources.ts';

/** What the server tells a page about a run, as data of server-sent events. Both sides import it as types alone. */
export interface LiveState {
  /** Whether rows still come: then the page goes on listening. */
  readonly isLive: boolean;
  /** Text of the page's cells by their names (`data-cell`), ready to be shown. */
  readonly cells: Readonly<Record<string, string>>;
  /** How cells are coloured: `good`, `bad`, `mixed`, `open`, or nothing. */
  readonly tones: Readonly<Record<string, string>>;
  /** Parts of the page (`data-part`) that are shown now. */
  readonly parts: readonly string[];
  /** The same for those who listen, in one or two sentences. */
  readonly announcement: string;
}

/** Growth of one replicate since its first sample, thinned so that no peak is lost. */
export interface LiveSeries {
  readonly replicate: string;
  readonly arm: ArmName;
  readonly cycles: readonly number[];
  readonly growth: readonly number[];
}

export interface LiveChart {
  readonly resource: string;
  readonly label: string;
  readonly unit: Unit;
  readonly series: readonly LiveSeries[];
}

/** All charts of a run: the event `charts` replaces what was drawn. */
export type LiveCharts = readonly LiveChart[];

/** The event `points`: what came since, to be put at the end of what was drawn. */
export type LivePoints = readonly (LiveSeries & { readonly resource: string })[];
