import type { ArmName } from '../../contract/arms.ts';
import type { MaybeAttached } from '../../contract/attached.ts';
import { RESOURCES, type ResourceName } from '../../contract/resources.ts';
import type { Sample } from '../../contract/sample.ts';
import { GrowthLine } from './growth-line.ts';
import type { LiveChart, LiveCharts, LivePoints, LiveSeries } from './message.ts';

/** What is drawn while a run goes on: what decides a verdict, and what a support engineer knows from PerfMon. */
const DRAWN: readonly ResourceName[] = ['heapBytes', 'heaps', 'handles', 'privateBytes'];
/** Of a program that is seen from outside, where no heap is. */
const DRAWN_FROM_OUTSIDE: readonly ResourceName[] = ['privateBytes', 'virtualBytes', 'handles', 'threads'];

export const drawnOf = ({ attached }: MaybeAttached): readonly ResourceName[] =>
  attached === undefined ? DRAWN : DRAWN_FROM_OUTSIDE;

/** Of all lines together: what keeps one telling of all charts below a few hundred KiB. */
const POINT_BUDGET = 16_000;
const MOST_POINTS_OF_LINE = 600;
const FEWEST_POINTS_OF_LINE = 40;

/** What came since somebody last took it. `charts`: draw everything anew. */
export type Drawn =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'points'; readonly points: LivePoints }
  | { readonly kind: 'charts'; readonly charts: LiveCharts };

interface OwnedLine {
  readonly resource: ResourceName;
  readonly replicate: string;
  readonly arm: ArmName;
  readonly line: GrowthLine;
  /** Points of the line that somebody has taken. */
  taken: number;
}

/** The lines of a run's charts. Of the sweeps alone, as in a report, and without the leak that the self-test plants. */
export class GrowthLines {
  private readonly lines = new Map<string, OwnedLine>();
  private isAnew = false;
  private readonly drawn: readonly ResourceName[];
  private readonly mostPoints: number;
  private readonly mostReplicates: number;
  private readonly replicates = new Set<string>();

  /**
   * @param replicates that the run is going to have
   * @param drawn a chart each
   * @param mostReplicates that are drawn: when one more comes, the first one goes
   */
  constructor(replicates: number, drawn = DRAWN, mostReplicates = Number.POSITIVE_INFINITY) {
    this.drawn = drawn;
    this.mostReplicates = mostReplicates;
    const share = Math.floor(POINT_BUDGET / (replicates * drawn.length));
    this.mostPoints = Math.min(MOST_POINTS_OF_LINE, Math.max(FEWEST_POINTS_OF_LINE, share));
  }

  add(sample: Sample): void {
    if (!isDrawn(sample)) return;
    for (const resource of this.drawn) {
      const value = sample.readings[resource];
      if (value === undefined) continue;
      const owned = this.lineOf(resource, sample);
      if (owned.line.add(sample.cycle, value)) this.isAnew = true;
    }
  }

  charts(): LiveCharts {
    return this.drawn.flatMap((resource): readonly LiveChart[] => {
      const series = [...this.lines.values()].filter((each) => each.resource === resource).map(seriesOf);
      const { label, unit } = RESOURCES[resource];
      return series.length === 0 ? [] : [{ resource, label, unit, series }];
    });
  }

  /** What is to be told to pages that have drawn what was taken before. */
  take(): Drawn {
    const isAnew = this.isAnew;
    this.isAnew = false;
    const fresh = [...this.lines.values()].filter(({ line, taken }) => taken < line.cycles.length);
    const points = fresh.map((each) => ({ resource: each.resource, ...seriesOf(each, each.taken) }));
    for (const each of this.lines.values()) each.taken = each.line.cycles.length;
    if (isAnew) return { kind: 'charts', charts: this.charts() };
    return points.length === 0 ? { kind: 'nothing' } : { kind: 'points', points };
  }

  private lineOf(resource: ResourceName, { arm, replicate }: Pick<Sample, 'arm' | 'replicate'>): OwnedLine {
    const key = `${resource} ${replicate}`;
    const found = this.lines.get(key);
    if (found !== undefined) return found;
    this.makeRoomFor(replicate);
    const created = { resource, replicate, arm, line: new GrowthLine(this.mostPoints), taken: 0 };
    this.lines.set(key, created);
    // A page cannot add a line to a chart that it has drawn.
    this.isAnew = true;
    return created;
  }

  private makeRoomFor(replicate: string): void {
    this.replicates.add(replicate);
    const [first] = this.replicates;
    if (this.replicates.size <= this.mostReplicates || first === undefined) return;
    this.replicates.delete(first);
    for (const [key, owned] of this.lines) if (owned.replicate === first) this.lines.delete(key);
  }
}

/** What is judged: `outside` samples of a run with cycles of its own never are. */
const isDrawn = (sample: Sample): boolean =>
  sample.kind === 'attached' ||
  (sample.kind === 'quiescent' && sample.phase === 'sweep' && sample.arm !== 'planted');

const seriesOf = ({ arm, line, replicate }: OwnedLine, from = 0): LiveSeries => ({
  replicate,
  arm,
  cycles: line.cycles.slice(from),
  growth: line.growth.slice(from),
});
