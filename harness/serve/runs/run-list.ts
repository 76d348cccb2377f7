import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { HistoryEntry } from '../../contract/history.ts';
import { readRun, runNamesIn } from '../../execute/list-runs.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import { folderBelow } from '../files/open.ts';
import type { RunPath } from '../http/routes.ts';
import type { RunStatus } from '../live/status.ts';
import { peekStatus } from './peek-status.ts';

/** A run as the list shows it. */
export interface ListedRun {
  readonly path: RunPath;
  readonly entry: HistoryEntry;
  readonly status: RunStatus;
  readonly hasReport: boolean;
}

/** What is found in a folder of runs. */
export interface Listing {
  /** The newest first. */
  readonly runs: readonly ListedRun[];
  /** Runs that are not shown: links that lead out of the folder, and names that mean something else in a path. */
  readonly leftOut: number;
}

interface Known {
  /** Sizes and times of what it was read from. */
  readonly stamp: string;
  readonly entry: HistoryEntry;
}

/** The folder whose runs are shown, or one run in it. */
export interface RunsFolder {
  /** A real path. */
  readonly root: string;
  /** The only run that is shown, where the folder of a run was named. */
  readonly only: string | null;
}

const READ_FROM = [RUN_FILES.plan, RUN_FILES.environment, RUN_FILES.events, RUN_FILES.result] as const;

/** Lists runs, the newest first, and reads again only what has changed. */
export class RunList {
  private readonly folder: RunsFolder;
  private known: ReadonlyMap<string, Known> = new Map();

  constructor(folder: RunsFolder) {
    this.folder = folder;
  }

  /** The real folder of a run that is shown here, or null. */
  async folderOf(run: RunPath): Promise<string | null> {
    const { only, root } = this.folder;
    return only === null || run[0] === only ? await folderBelow(root, run) : null;
  }

  async read(): Promise<Listing> {
    const listed: ListedRun[] = [];
    const known = new Map<string, Known>();
    const names = await this.names();
    for (const run of names) {
      const path = run.split('/');
      const folder = await this.folderOf(path);
      if (folder === null) continue;
      const each = await this.readOne(run, folder);
      known.set(run, each);
      const hasReport = await isThere(join(folder, RUN_FILES.report));
      listed.push({ path, entry: each.entry, status: await peekStatus(folder, each.entry), hasReport });
    }
    this.known = known;
    const runs = listed.toSorted((a, b) => compare(b.entry.startedAt ?? '', a.entry.startedAt ?? ''));
    return { runs, leftOut: names.length - runs.length };
  }

  private async names(): Promise<readonly string[]> {
    const { only, root } = this.folder;
    const below = await runNamesIn(only === null ? root : join(root, only));
    return only === null ? below : below.map((name) => (name === '.' ? only : `${only}/${name}`));
  }

  private async readOne(run: string, folder: string): Promise<Known> {
    const stamps = await Promise.all(READ_FROM.map((name) => stampOf(join(folder, name))));
    const stamp = stamps.join(' ');
    const known = this.known.get(run);
    if (known?.stamp === stamp) return known;
    const entry = await readRun(this.folder.root, run);
    // Where the folder lies is nothing that a page needs to tell.
    const problem = entry.problem?.replaceAll(join(this.folder.root, sep), '') ?? null;
    return { stamp, entry: { ...entry, problem } };
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const isThere = async (path: string): Promise<boolean> => (await stampOf(path)) !== '';

const stampOf = async (path: string): Promise<string> =>
  await stat(path).then(
    ({ mtimeMs, size }) => `${mtimeMs}:${size}`,
    () => '',
  );
