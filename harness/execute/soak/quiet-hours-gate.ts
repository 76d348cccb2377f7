import type { QuietHours } from '../../contract/soak.ts';
import { minutesUntilQuiet, quietMinutesLeft, wakingMinutes } from '../../plan/soak/quiet-hours.ts';
import type { RunFolder } from '../run-folder.ts';
import { restUntil } from './rest.ts';

const MINUTE_MS = 60_000;
/** The local clock may be put forward or back while one waits by it. */
const LOOK_AGAIN_MS = 30_000;

/** Keeps cycles out of the quiet hours. The only place that goes by the wall clock, as those hours do. */
export class QuietHoursGate {
  private readonly quiet: QuietHours | null;
  private readonly folder: Pick<RunFolder, 'addEvent'>;
  private readonly stop: AbortSignal;
  private readonly minuteOfDay: () => number;

  /** @param minuteOfDay by the local clock, with its fraction */
  constructor(
    quiet: QuietHours | null,
    folder: Pick<RunFolder, 'addEvent'>,
    stop: AbortSignal,
    minuteOfDay: () => number = localMinute,
  ) {
    this.quiet = quiet;
    this.folder = folder;
    this.stop = stop;
    this.minuteOfDay = minuteOfDay;
  }

  /**
   * A pause in the midst of a round looks like growth by time, so none is begun that would reach into the quiet hours, unless
   * every one does.
   * @param roundMs how long a round takes
   */
  async beforeRound(roundMs: number): Promise<void> {
    const { quiet } = this;
    if (quiet === null) return;
    const roundMinutes = roundMs / MINUTE_MS;
    const fits = roundMinutes < wakingMinutes(quiet);
    await this.waitWhile((minute) => {
      const until = minutesUntilQuiet(quiet, minute);
      return until === 0 || (fits && until < roundMinutes);
    });
  }

  /** Waits in the quiet hours. */
  async beforeTurn(): Promise<void> {
    const { quiet } = this;
    if (quiet !== null) await this.waitWhile((minute) => quietMinutesLeft(quiet, minute) > 0);
  }

  private async waitWhile(isQuiet: (minute: number) => boolean): Promise<void> {
    let waitedMs = 0;
    while (!this.stop.aborted && isQuiet(this.minuteOfDay())) {
      waitedMs += await restUntil(performance.now() + LOOK_AGAIN_MS, this.stop);
    }
    if (waitedMs > 0) this.folder.addEvent({ event: 'waiting', why: 'quiet-hours', ms: waitedMs });
  }
}

function localMinute(): number {
  const now = new Date();
  return 60 * now.getHours() + now.getMinutes() + now.getSeconds() / 60;
}
