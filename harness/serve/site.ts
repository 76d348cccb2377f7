import { CLAIMS_FILES } from '../execute/claims-folder.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { type CompareRuns, diffAnswer, TWO_ARE_NEEDED } from './diff-answer.ts';
import { arePlain, openBelow } from './files/open.ts';
import { type Answer, json, page, plain } from './http/answer.ts';
import { type Asset, readAssets } from './http/assets.ts';
import { type RunPath, routeOf, runAddress } from './http/routes.ts';
import type { LiveRun } from './live/live-run.ts';
import { listPage } from './pages/list-page.ts';
import { messagePage } from './pages/message-page.ts';
import { runPage } from './pages/run-page.ts';
import { LiveRuns } from './runs/live-runs.ts';
import { RunList, type RunsFolder } from './runs/run-list.ts';

/** A page does not wait longer for a large folder: it is shown with what was read, and kept up to date. */
const FIRST_LOOK_MS = 1500;
/** Pages that listen at the same time, all runs together. */
const MOST_LISTENERS = 64;

export interface SiteOptions extends RunsFolder {
  /** The folder as the user named it. */
  readonly shownAs: string;
  readonly compare: CompareRuns;
}

/** What is at which address. It reads run folders and never writes. */
export class Site {
  private readonly options: SiteOptions;
  private readonly list: RunList;
  private readonly live = new LiveRuns();
  private readonly assets: ReadonlyMap<string, Asset> = readAssets();

  constructor(options: SiteOptions) {
    this.options = options;
    this.list = new RunList(options);
  }

  close(): void {
    this.live.close();
  }

  async answer(target: string): Promise<Answer> {
    const route = routeOf(target);
    switch (route.to) {
      case 'list':
        return page(listPage(await this.list.read(), this.options.shownAs));
      case 'asset':
        return this.asset(route.name);
      case 'slash':
        return (await this.list.folderOf(route.run)) === null
          ? NOT_FOUND
          : { redirect: runAddress(route.run) };
      case 'report':
        return await this.file(route.run, RUN_FILES.report, 'report');
      case 'result':
        return await this.file(route.run, RUN_FILES.result, 'json');
      case 'run':
      case 'series':
      case 'events':
        return await this.run(route.run, route.to);
      case 'diff':
        return await this.diff(route.runs, route.force);
      case 'nothing':
        return NOT_FOUND;
    }
  }

  private asset(name: string): Answer {
    const found = this.assets.get(name);
    return found === undefined ? NOT_FOUND : { kind: found.kind, status: 200, body: found.content };
  }

  private async file(run: RunPath, name: string, kind: 'report' | 'json'): Promise<Answer> {
    const folder = await this.list.folderOf(run);
    const file = folder === null ? null : await openBelow(folder, name);
    return file === null ? NOT_FOUND : { kind, status: 200, stream: file.createReadStream() };
  }

  private async run(run: RunPath, to: 'run' | 'series' | 'events'): Promise<Answer> {
    const folder = await this.list.folderOf(run);
    if (folder === null || !(await isReadable(folder))) return NOT_FOUND;
    const live = await this.live.get(folder).catch(() => null);
    if (live === null) return await this.withoutPlan(run, folder);
    await readOnce(live);
    switch (to) {
      case 'run':
        return page(runPage(run, live.view()));
      case 'series':
        return json(live.charts());
      case 'events':
        return this.live.listeners < MOST_LISTENERS
          ? { events: live }
          : plain(503, 'Too many pages listen already: close some.');
    }
  }

  private async diff(runs: readonly RunPath[], force: boolean): Promise<Answer> {
    if (runs.length !== 2) return TWO_ARE_NEEDED;
    const names = runs.map((run) => run.join('/'));
    // The list is the newest first; a difference is B minus A, later minus earlier.
    const { runs: all } = await this.list.read();
    const listed = all.filter(({ path }) => names.includes(path.join('/'))).toReversed();
    const sides = await Promise.all(
      listed.map(async ({ path }) => ({ run: path, folder: await this.list.folderOf(path) })),
    );
    const [a, b] = sides.flatMap(({ folder, run }) => (folder === null ? [] : [{ folder, run }]));
    const areReadable = await Promise.all([a, b].map((side) => isReadable(side?.folder)));
    return a === undefined || b === undefined || areReadable.includes(false)
      ? NOT_FOUND
      : await diffAnswer(a, b, this.options.compare, force);
  }

  /** A folder of claims holds runs and is none; a broken run has no plan. */
  private async withoutPlan(run: RunPath, folder: string): Promise<Answer> {
    if (await isThere(folder, CLAIMS_FILES.plan))
      return { redirect: (await isThere(folder, CLAIMS_FILES.report)) ? CLAIMS_FILES.report : '/' };
    const { runs } = await this.list.read();
    const listed = runs.find(({ path }) => path.join('/') === run.join('/'));
    if (listed === undefined) return NOT_FOUND;
    return page(messagePage('This run cannot be read', listed.entry.problem ?? 'Its plan is missing.'));
  }
}

const NOT_FOUND: Answer = page(
  messagePage('Not found', 'There is nothing at this address: the run may have been renamed or removed.'),
  404,
);

/** What a folder that was copied from elsewhere holds in the place of rows may lead anywhere. */
async function isReadable(folder: string | undefined): Promise<boolean> {
  const { environment, events, plan, result, samples } = RUN_FILES;
  return folder !== undefined && (await arePlain(folder, [plan, environment, events, samples, result]));
}

async function isThere(folder: string, name: string): Promise<boolean> {
  const file = await openBelow(folder, name);
  await file?.close();
  return file !== null;
}

async function readOnce(live: LiveRun): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FIRST_LOOK_MS);
  });
  await Promise.race([live.ready, late]).finally(() => clearTimeout(timer));
}
