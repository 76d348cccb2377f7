import { userInfo } from 'node:os';
import { cronBlock, cronJobsIn, withCronJob, withoutCronJob } from '../../plan/schedule/cron.ts';
import type { Job } from '../../plan/schedule/job.ts';
import { refusedBy, runProgram } from './program.ts';
import type { Installed, Piece, Scheduler } from './scheduler.ts';

const CRONTAB = 'crontab';
const MAY_IT = 'Ask whether this user may have a crontab (/etc/cron.allow, /etc/cron.deny).';

/** The crontab of who installs it. Others' lines in it are bytes that are given back as they came. */
export class CronScheduler implements Scheduler {
  readonly kind = 'cron';

  pieces(job: Job): readonly Piece[] {
    return [{ place: this.place(), text: cronBlock(job) }];
  }

  notes({ system }: Job): readonly string[] {
    return [
      'cron does not make up for a start that was missed while the machine was off.',
      ...(system
        ? [`--system changes nothing for cron: the crontab is that of ${userInfo().username}.`]
        : []),
    ];
  }

  async installed(): Promise<readonly Installed[]> {
    const crontab = await this.read();
    return cronJobsIn(crontab).map(({ name, block }) => ({
      name,
      pieces: [{ place: this.place(), text: textOf(block) }],
    }));
  }

  async install(job: Job): Promise<void> {
    await this.write(withCronJob(await this.read(), job.name, bytesOf(cronBlock(job))));
  }

  async remove(name: string): Promise<void> {
    const rest = withoutCronJob(await this.read(), name);
    if (rest !== null) await this.write(rest);
  }

  private place(): string {
    return `crontab of ${userInfo().username}`;
  }

  /** One character a byte, whatever its encoding. */
  private async read(): Promise<string> {
    const said = await runProgram(CRONTAB, ['-l']);
    if (said.code === 0) return said.stdout.toString('latin1');
    if (/no crontab for/i.test(said.stderr)) return '';
    throw refusedBy('crontab -l', said, MAY_IT);
  }

  private async write(crontab: string): Promise<void> {
    // There was none, and there is nothing left in it: none it is again.
    const said =
      crontab === ''
        ? await runProgram(CRONTAB, ['-r'])
        : await runProgram(CRONTAB, ['-'], Buffer.from(crontab, 'latin1'));
    if (said.code !== 0) throw refusedBy('crontab -', said, MAY_IT);
  }
}

const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();
