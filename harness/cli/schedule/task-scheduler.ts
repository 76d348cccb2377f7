import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { HarnessError } from '../../contract/errors.ts';
import { type Job, markedName } from '../../plan/schedule/job.ts';
import { scheduledTasks, TASK_FOLDER, tasksOf } from '../../plan/schedule/task-xml.ts';
import { refusedBy, runProgram } from './program.ts';
import type { Installed, Piece, Scheduler } from './scheduler.ts';

const SCHTASKS = 'schtasks.exe';
const ELEVATED = 'Give it in a command prompt that was started as administrator.';

/** Tasks in a folder of ours, by schtasks.exe. */
export class TaskScheduler implements Scheduler {
  readonly kind = 'task-scheduler';

  pieces(job: Job): readonly Piece[] {
    return scheduledTasks(job, accountName(), firstDayOf(new Date())).map(({ path, xml }) => ({
      place: path,
      text: xml,
    }));
  }

  notes({ system }: Job): readonly string[] {
    return system
      ? []
      : [
          'The task runs whether or not its user is logged on, with no password kept: without that user’s rights on shares.',
        ];
  }

  async installed(): Promise<readonly Installed[]> {
    const said = await runProgram(SCHTASKS, ['/Query', '/FO', 'CSV', '/NH']);
    // Without a task at all schtasks fails.
    if (said.code !== 0) return [];
    const rows: string[][] = parse(said.stdout, { relax_column_count: true, relax_quotes: true });
    const paths = new Set(rows.map(([path = '']) => path).filter((path) => path.startsWith(TASK_FOLDER)));
    const pieces = new Map<string, Piece[]>();
    for (const place of paths) {
      const text = await this.xmlOf(place);
      const name = text === null ? null : markedName(text);
      if (text !== null && name !== null) pieces.set(name, [...(pieces.get(name) ?? []), { place, text }]);
    }
    return [...pieces].map(([name, each]) => ({ name, pieces: each }));
  }

  async install(job: Job): Promise<void> {
    await this.refuseForeign(job.name);
    await this.remove(job.name);
    for (const { place, text } of this.pieces(job)) await this.create(place, text);
  }

  async remove(name: string): Promise<void> {
    for (const path of tasksOf(name)) {
      const xml = await this.xmlOf(path);
      if (xml === null || markedName(xml) !== name) continue;
      const said = await runProgram(SCHTASKS, ['/Delete', '/TN', path, '/F']);
      if (said.code !== 0) throw refusedBy(`schtasks /Delete /TN ${path}`, said, ELEVATED);
    }
  }

  private async xmlOf(path: string): Promise<string | null> {
    const said = await runProgram(SCHTASKS, ['/Query', '/TN', path, '/XML']);
    return said.code === 0 ? said.stdout.toString().replaceAll('\0', '') : null;
  }

  private async refuseForeign(name: string): Promise<void> {
    for (const path of tasksOf(name)) {
      const xml = await this.xmlOf(path);
      if (xml === null || markedName(xml) === name) continue;
      throw new HarnessError(
        'SCHEDULER',
        `the task ${path} is there, and was not written by mapileak schedule`,
        'Choose another --name, or delete the task.',
      );
    }
  }

  private async create(path: string, xml: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'mapileak-'));
    try {
      const file = join(folder, 'task.xml');
      await writeFile(file, utf16(xml), { mode: 0o600 });
      const said = await runProgram(SCHTASKS, ['/Create', '/TN', path, '/XML', file]);
      if (said.code !== 0) throw refusedBy(`schtasks /Create /TN ${path}`, said, ELEVATED);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** UTF-16 with its byte order mark, as the XML says and schtasks wants it. */
export const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

function accountName(): string {
  const domain = process.env['USERDOMAIN'];
  const user = userInfo().username;
  return domain === undefined ? user : `${domain}\\${user}`;
}

/** Today by the local clock. */
function firstDayOf(now: Date): string {
  const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${now.getFullYear()}-${month}-${day}`;
}
