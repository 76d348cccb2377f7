import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import { HarnessError } from '../contract/errors.ts';
import type { InsideSampler } from '../sample/inside.ts';
import { ExhaustionWatch } from './exhaustion-watch.ts';
import { FailureCount } from './failure-count.ts';
import { failedMessage, requireHope, tryFailureOf } from './host-failure.ts';
import { type Instrument, openInstrument } from './host-instrument.ts';
import { type FromHost, type ToHost, toHostSchema } from './messages.ts';
import { PasswordReceiver } from './sealed-password.ts';

/**
 * The session host: the process whose memory is measured. It opens one scenario, runs blocks of cycles when it
 * is told to, samples at the end of each, and does nothing else: no logging, no files, no timers. Messages are
 * heard between cycles only, since a cycle is synchronous from the first native call to the last.
 */

/** How long cycles may run on before the event loop turns; both engines free call-time objects only then. */
const SLICE_MS = 20;
/** Cycles that are worth a full collection. */
const LONG_BLOCK_CYCLES = 8;
/** How long a rest may last without a sign of life. */
const NAP_MS = 50;

type Block = Extract<ToHost, { say: 'block' }>;
type Discard = Extract<ToHost, { say: 'discard' }>;
type Try = Extract<ToHost, { say: 'try' }>;

class SessionHost {
  private readonly instrument: Instrument;
  private readonly failures = new FailureCount();
  private readonly exhaustion = new ExhaustionWatch();
  private unsupported: InsideSampler['unsupported'] = [];
  private startedAt: number | null = null;
  private stopRequested = false;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  requestStop(): void {
    this.stopRequested = true;
  }

  /** A block without mailboxes runs no cycle: that is how the base line is taken, and how idle time is measured. */
  async run(block: Block): Promise<FromHost> {
    if (block.mailboxes.length > 0) this.startedAt ??= performance.now();
    const cycles = await this.runCycles(block.mailboxes, block.cycleMs, (mailbox, i) => {
      this.runCycle(mailbox, block.firstCycle + i);
      return this.exhaustion.found === null;
    });
    this.assertQuiescent();
    const failures = [...this.failures.drain()];
    const exhaustion = this.exhaustion.found;
    if (exhaustion !== null) {
      await delivered({
        say: 'exhausted',
        ...exhaustion,
        work: { cycles, failures, elapsedMs: this.elapsedMs() },
      });
    }
    const { sampler } = this.instrument;
    if (exhaustion === null) await this.rest(leftOf(block.restMs));
    // A full collection takes ten times as long as a logon; but only it frees what Node allocates for messages.
    const isLong = cycles === 0 || cycles >= LONG_BLOCK_CYCLES || block.walk === 'wanted';
    if (isLong) globalThis.gc?.();
    // Before the first cycle no time passes, and no budget grows.
    if (exhaustion === null && block.walk === 'wanted' && this.startedAt !== null) {
      await this.rest(() => sampler.restMs(this.elapsedMs()));
    }
    const elapsedMs = this.elapsedMs();
    const walkNow = exhaustion === null ? block.walk : 'last';
    const { readings, walk } = sampler.sample(block.firstCycle + cycles, elapsedMs, walkNow, block.census);
    this.instrument.recorder.mark('between cycles');
    // What cannot be read for want of memory was read until then, and stays supported.
    if (!this.exhaustion.isSuspected) this.unsupported = sampler.unsupported;
    const unsupported = [...this.unsupported];
    return { say: 'block-done', cycles, failures, elapsedMs, readings, walk, unsupported };
  }

  /** Cycles that count nowhere: not in time, not as failures, and not towards the end of the process's means. */
  async discard({ cycleMs, mailboxes }: Discard): Promise<FromHost> {
    await this.runCycles(mailboxes, cycleMs, (mailbox, i) => {
      const failure = this.cycle(mailbox, i);
      if (failure !== null) requireHope(failure, `mailbox ${mailbox.mailbox} in throw-away cycle ${i}`);
      return true;
    });
    this.assertQuiescent();
    return { say: 'discarded' };
  }

  /** One cycle that nobody measures. */
  tryMailbox({ cycle, mailbox }: Try): FromHost {
    const failure = this.cycle(mailbox, cycle);
    this.assertQuiescent();
    return { say: 'tried', failure: failure === null ? null : tryFailureOf(failure) };
  }

  close(): void {
    const { cycles, recorder } = this.instrument;
    this.instrument.erasePassword();
    cycles.close();
    this.instrument.leaveMapi();
    recorder.close();
  }

  /** Rests for as long as anything is left, showing all the while that the host is alive. */
  private async rest(leftMs: () => number): Promise<void> {
    for (let left = leftMs(); left > 0 && !this.stopRequested; left = leftMs()) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, NAP_MS)));
      this.instrument.recorder.mark('between cycles');
    }
  }

  private elapsedMs(): number {
    return this.startedAt === null ? 0 : performance.now() - this.startedAt;
  }

  /**
   * Runs one cycle after the other, until there is a wish to stop or one says that it was the last. Returns how many.
   * @param cycleMs how long one and the rest after it take at least
   * @param runOne is told how many came before, and says whether another may follow
   */
  private async runCycles(
    mailboxes: readonly Mailbox[],
    cycleMs: number,
    runOne: (mailbox: Mailbox, before: number) => boolean,
  ): Promise<number> {
    let sliceEnds = performance.now() + SLICE_MS;
    let done = 0;
    for (const mailbox of mailboxes) {
      if (this.stopRequested) break;
      const restOfCycle = leftOf(cycleMs);
      const goesOn = runOne(mailbox, done);
      done += 1;
      if (!goesOn) break;
      if (cycleMs > 0) await this.rest(restOfCycle);
      if (performance.now() >= sliceEnds) {
        await new Promise(setImmediate);
        sliceEnds = performance.now() + SLICE_MS;
      }
    }
    return done;
  }

  private runCycle(mailbox: Mailbox, cycle: number): void {
    const failure = this.cycle(mailbox, cycle);
    const counted = failure === null ? null : this.failures.add(failure, mailbox.mailbox, cycle);
    if (failure !== null) requireHope(failure, `mailbox ${mailbox.mailbox} in cycle ${cycle}`);
    this.exhaustion.cycleEnded(cycle, counted);
  }

  /** One cycle and what is planted after it; what failed in it, or null. */
  private cycle(mailbox: Mailbox, cycle: number): CallFailure | null {
    const { cycles, plant, recorder } = this.instrument;
    recorder.startCycle(cycle);
    try {
      try {
        cycles.cycle(mailbox);
      } finally {
        plant();
      }
      return null;
    } catch (error) {
      if (error instanceof CallFailure) return error;
      throw error;
    } finally {
      recorder.mark('between cycles');
    }
  }

  /** What is live here is ours to give back; sampling with it open would charge it to MAPI. */
  private assertQuiescent(): void {
    const { heldThroughout, live, tokens } = this.instrument;
    const open = live.describe(heldThroughout);
    const carries = tokens.threadHasToken() ? 'the thread still impersonates' : '';
    if (open === '' && carries === '') return;
    throw new HarnessError(
      'SCENARIO',
      `the scenario has left something open at the end of a block: ${[open, carries].filter(Boolean).join('; ')}`,
      'A cycle must give back all that it takes, or it would be counted against MAPI: see docs/scenarios.md.',
    );
  }
}

/** How much is left of a time that begins now. */
function leftOf(ms: number): () => number {
  const until = performance.now() + ms;
  return () => until - performance.now();
}

function say(message: FromHost): void {
  process.send?.(message);
}

/** Resolves when the message is on its way, whatever becomes of this process then. */
async function delivered(message: FromHost): Promise<void> {
  await new Promise<void>((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

function fail(error: unknown): void {
  process.exitCode = 70;
  process.send?.(failedMessage(error), () => process.exit());
}

function main(): void {
  let host: SessionHost | undefined;
  let receiver: PasswordReceiver | null = null;

  const hear = async (message: ToHost): Promise<void> => {
    switch (message.say) {
      case 'agree':
        receiver = new PasswordReceiver();
        say({ say: 'agreed', key: receiver.publicKey });
        break;
      case 'open': {
        const instrument = await openInstrument(message, receiver);
        receiver = null;
        host = new SessionHost(instrument);
        say({ say: 'ready', ...instrument.ready });
        break;
      }
      case 'block':
        if (host !== undefined) say(await host.run(message));
        break;
      case 'discard':
        if (host !== undefined) say(await host.discard(message));
        break;
      case 'try':
        if (host !== undefined) say(host.tryMailbox(message));
        break;
      case 'stop':
        host?.requestStop();
        break;
      case 'close':
        host?.close();
        process.send?.({ say: 'closed' } satisfies FromHost, () => process.disconnect());
        break;
    }
  };

  // Ctrl-C reaches the whole terminal group; when this process stops is the parent's decision.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  process.on('SIGHUP', () => {});
  if (process.platform === 'win32') process.on('SIGBREAK', () => {});
  // A host without its parent would measure for nobody.
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => {
    const parsed = toHostSchema.safeParse(message);
    if (parsed.success) hear(parsed.data).catch(fail);
    else fail(new Error(`unknown message from the parent: ${parsed.error.message}`));
  });
}

main();
