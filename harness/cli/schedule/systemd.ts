import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../../contract/errors.ts';
import { writeWholeFile } from '../../contract/whole-file.ts';
import { type Job, markedName } from '../../plan/schedule/job.ts';
import { systemdUnits, timersOf, unitsOf } from '../../plan/schedule/systemd.ts';
import { refusedBy, runProgram } from './program.ts';
import type { Installed, Piece, Scheduler } from './scheduler.ts';

const UNIT_OF_OURS = /^mapileak-.+\.(?:service|timer)$/;

/** Units of the user, or of the machine. */
export class SystemdScheduler implements Scheduler {
  readonly kind = 'systemd';
  private readonly folder: string;
  private readonly scope: readonly string[];

  constructor(system: boolean) {
    const configuration = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
    this.folder = system ? '/etc/systemd/system' : join(configuration, 'systemd', 'user');
    this.scope = system ? [] : ['--user'];
  }

  pieces(job: Job): readonly Piece[] {
    return systemdUnits(job).map(({ file, text }) => ({ place: join(this.folder, file), text }));
  }

  notes({ system }: Job): readonly string[] {
    return system
      ? []
      : [
          'Units of a user start only while that user is logged on, unless `loginctl enable-linger` was given.',
        ];
  }

  async installed(): Promise<readonly Installed[]> {
    const files = await readdir(this.folder).catch(noneIfAbsent);
    const pieces = new Map<string, Piece[]>();
    for (const file of files.filter((each) => UNIT_OF_OURS.test(each)).toSorted()) {
      const place = join(this.folder, file);
      const text = await readFile(place, 'utf8').catch(() => '');
      const name = markedName(firstLineOf(text));
      if (name !== null) pieces.set(name, [...(pieces.get(name) ?? []), { place, text }]);
    }
    return [...pieces].map(([name, each]) => ({ name, pieces: each }));
  }

  async install(job: Job): Promise<void> {
    const before = await this.piecesOf(job.name);
    await this.refuseForeign(job.name, before);
    await this.remove(job.name);
    try {
      await this.write(this.pieces(job));
      await this.control('daemon-reload');
      await this.control('enable', '--now', ...(await this.timers(job.name)));
    } catch (error) {
      // Half of a job would look installed, and start or not: none is left of it.
      await this.drop(await this.piecesOf(job.name)).catch(() => {});
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    const pieces = await this.piecesOf(name);
    if (pieces.length === 0) return;
    await this.control('disable', '--now', ...(await this.timers(name)));
    await this.drop(pieces);
    await this.control('daemon-reload');
  }

  private async piecesOf(name: string): Promise<readonly Piece[]> {
    const own = new Set(unitsOf(name).map((file) => join(this.folder, file)));
    const found = (await this.installed()).find((each) => each.name === name)?.pieces ?? [];
    return found.filter(({ place }) => own.has(place));
  }

  private async timers(name: string): Promise<readonly string[]> {
    const places = new Set((await this.piecesOf(name)).map(({ place }) => place));
    return timersOf(name).filter((timer) => places.has(join(this.folder, timer)));
  }

  private async refuseForeign(name: string, ours: readonly Piece[]): Promise<void> {
    const there = await readdir(this.folder).catch(noneIfAbsent);
    const own = new Set(ours.map(({ place }) => place));
    const foreign = unitsOf(name).find((file) => there.includes(file) && !own.has(join(this.folder, file)));
    if (foreign === undefined) return;
    throw new HarnessError(
      'SCHEDULER',
      `${join(this.folder, foreign)} is there, and was not written by mapileak schedule`,
      'Choose another --name, or move the file away.',
    );
  }

  private async write(pieces: readonly Piece[]): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      for (const { place, text } of pieces) await writeWholeFile(place, text, { mode: 0o644 });
    } catch (error) {
      throw notWritten(this.folder, error);
    }
  }

  private async drop(pieces: readonly Piece[]): Promise<void> {
    try {
      for (const { place } of pieces) await rm(place, { force: true });
    } catch (error) {
      throw notWritten(this.folder, error);
    }
  }

  private async control(...args: readonly string[]): Promise<void> {
    const said = await runProgram('systemctl', [...this.scope, ...args]);
    if (said.code === 0) return;
    throw refusedBy(
      `systemctl ${[...this.scope, ...args].join(' ')}`,
      said,
      'Give it as a user whom systemd serves (root with --system), or use --kind cron.',
    );
  }
}

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? '';

function noneIfAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw new HarnessError(
    'SCHEDULER',
    `the folder of units cannot be read: ${error.message}`,
    'Look at its rights.',
  );
}

const notWritten = (folder: string, error: unknown): HarnessError =>
  new HarnessError(
    'SCHEDULER',
    `the units in ${folder} could not be changed: ${messageOf(error)}`,
    'Give the command as a user who may write there; --system wants root.',
    { cause: error },
  );
