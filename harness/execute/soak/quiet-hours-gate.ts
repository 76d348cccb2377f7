import type { QuietHours } from '../../contract/soak.ts';
import { minutesUntilQuiet, quietMinutesLeft, wakingMinutes } from '../../plan/soak/quiet-hours.ts';
import type { RunFolder } from '../run-folder.ts';
import { restUntil } from './rest.ts';

const MINUTE_MS = 60_000;
/** The local clock may be put forward or back while one waits by it. */
const LOOK_AGAIN_MS = 30_000;
const FOR_EVER = (): number => Number.POSITIVE_INFINITY;

/** The clock that quiet hours go by, and time that passes. */
export interface DayClock {
  /** Minutes since midnight, with their fraction. */
  minuteOfDay(): number;
  /** Rests for so many milliseconds, or until the wish to stop. @returns how long that was */
  rest(ms: number, stop: AbortSignal): Promise<number>;
}

/** Keeps cycles out of the quiet hours. The only place that goes by the wall clock, as those hours do. */
export class QuietHoursGate {
  private readonly quiet: QuietHours | null;
  private readonly folder: Pick<RunFolder, 'addEvent'>;
  private readonly stop: AbortSignal;
  private readonly onWait: () => void;
  private readonly clock: DayClock;

  /** @param onWait told once when it begins to wait */
  constructor(
    quiet: QuietHours | null,
    folder: Pick<RunFolder, 'addEvent'>,
    stop: AbortSignal,
    onWait: () => void = () => {},
    clock: DayClock = LOCAL_CLOCK,
  ) {
    this.onWait = onWait;
    this.quiet = quiet;
    this.folder = folder;
    this.stop = stop;
    this.clock = clock;
  }

  /**
   * A pause in the midst of a round looks like growth by time, so none is begun that would reach into the quiet hours, unless
   * every one does. Nor does anybody wait for longer than the soak is to last.
   * @param roundMs how long a round takes
   * @param leftMs how long it is until no round is begun any more
   */
  async beforeRound(roundMs: number, leftMs: () => number): Promise<void> {
    const { quiet } = this;
    if (quiet === null) return;
    const roundMinutes = roundMs / MINUTE_MS;
    const fits = roundMinutes < wakingMinutes(quiet);
    await this.waitWhile((minute) => {
      const until = minutesUntilQuiet(quiet, minute);
      return until === 0 || (fits && until < roundMinutes);
    }, leftMs);
  }

  /** Waits in the quiet hours. */
  async beforeTurn(): Promise<void> {
    const { quiet } = this;
    if (quiet !== null) await this.waitWhile((minute) => quietMinutesLeft(quiet, minute) > 0, FOR_EVER);
  }

  private async waitWhile(isQuiet: (minute: number) => boolean, leftMs: () => number): Promise<void> {
    const waits = (): boolean => !this.stop.aborted && leftMs() > 0 && isQuiet(this.clock.minuteOfDay());
    let waitedMs = 0;
    if (waits()) this.onWait();
    while (waits()) waitedMs += await this.clock.rest(Math.min(LOOK_AGAIN_MS, leftMs()), this.stop);
    if (waitedMs > 0) this.folder.addEvent({ event: 'waiting', why: 'quiet-hours', ms: waitedMs });
  }
}

const LOCAL_CLOCK: DayClock = {
  minuteOfDay: () => {
    const now = new Date();
    return 60 * now.getHours() + now.getMinutes() + now.getSeconds() / 60;
  },
  rest: (ms, stop) => restUntil(performance.now() + ms, stop),
};
