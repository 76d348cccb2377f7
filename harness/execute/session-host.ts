import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { FailureCount } from './failure-count.ts';
import { type Instrument, openInstrument } from './host-instrument.ts';
import { type FromHost, type ToHost, toHostSchema } from './messages.ts';

/**
 * The session host: the process whose memory is measured. It opens one scenario, runs blocks of cycles when it
 * is told to, samples at the end of each, and does nothing else: no logging, no files, no timers. Messages are
 * heard between cycles only, since a cycle is synchronous from the first native call to the last.
 */

/** How long cycles may run on before the event loop turns; both engines free call-time objects only then. */
const SLICE_MS = 20;
/** How long a rest may last without a sign of life. */
const NAP_MS = 50;

type Block = Extract<ToHost, { say: 'block' }>;

class SessionHost {
  private readonly instrument: Instrument;
  private readonly failures = new FailureCount();
  private startedAt: number | null = null;
  private stopRequested = false;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  requestStop(): void {
    this.stopRequested = true;
  }

  /** An empty block only samples: that is how the base line is taken. */
  async run(block: Block): Promise<FromHost> {
    if (block.mailboxes.length > 0) this.startedAt ??= performance.now();
    const cycles = await this.runCycles(block);
    this.assertQuiescent();
    globalThis.gc?.();
    if (block.walk === 'wanted') await this.rest();
    const { sampler } = this.instrument;
    const elapsedMs = this.elapsedMs();
    const { readings, walk } = sampler.sample(block.firstCycle + cycles, elapsedMs, block.walk);
    this.instrument.recorder.mark('between cycles');
    return {
      say: 'block-done',
      cycles,
      failures: [...this.failures.drain()],
      elapsedMs,
      readings,
      walk,
      unsupported: [...sampler.unsupported],
    };
  }

  close(): void {
    this.instrument.cycles.close();
    this.instrument.erasePassword();
    this.instrument.recorder.close();
  }

  /** Waits until the budget allows a heap walk, showing all the while that the host is alive. */
  private async rest(): Promise<void> {
    const { recorder, sampler } = this.instrument;
    for (;;) {
      const leftMs = sampler.restMs(this.elapsedMs());
      if (leftMs === 0 || this.stopRequested) return;
      await new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, NAP_MS)));
      recorder.mark('between cycles');
    }
  }

  private elapsedMs(): number {
    return this.startedAt === null ? 0 : performance.now() - this.startedAt;
  }

  private async runCycles(block: Block): Promise<number> {
    let sliceEnds = performance.now() + SLICE_MS;
    let done = 0;
    for (const mailbox of block.mailboxes) {
      if (this.stopRequested) break;
      this.runCycle(mailbox, block.firstCycle + done);
      done += 1;
      if (performance.now() >= sliceEnds) {
        await new Promise(setImmediate);
        sliceEnds = performance.now() + SLICE_MS;
      }
    }
    return done;
  }

  private runCycle(mailbox: Block['mailboxes'][number], cycle: number): void {
    const { cycles, recorder } = this.instrument;
    recorder.startCycle(cycle);
    try {
      cycles.cycle(mailbox);
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      this.count(error, mailbox.mailbox, cycle);
    }
    recorder.mark('between cycles');
  }

  private count(failure: CallFailure, mailbox: string, cycle: number): void {
    const { failureClass } = this.failures.add(failure, mailbox, cycle);
    if (failure.code === 'ERROR_LOGON_FAILURE') {
      throw new HarnessError(
        'CREDENTIALS',
        `user of mailbox ${mailbox} in cycle ${cycle}: ${failure.message}`,
        'Check the password; the run stopped at the first refusal so that no account is locked out.',
      );
    }
    if (failureClass === 'environment') {
      throw new HarnessError(
        'MAPI_ENVIRONMENT',
        `no cycle can work here: ${failure.message}`,
        failure.code === 'FAKE_TOKEN'
          ? 'Use --impersonation self, or leave --impersonation out.'
          : 'Run `mapileak doctor`: it names the MAPI provider that is loaded, and what is wrong with it.',
      );
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

function say(message: FromHost): void {
  process.send?.(message);
}

function failedMessage(error: unknown): FromHost {
  if (error instanceof HarnessError) {
    return { say: 'failed', code: error.code, message: error.message, remedy: error.remedy };
  }
  if (error instanceof CallFailure) {
    return {
      say: 'failed',
      code: 'MAPI_ENVIRONMENT',
      message: error.message,
      remedy:
        'Check that this MAPI provider works here at all, for instance with `mapileak run --cycles 10`.',
    };
  }
  const where = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  return { say: 'failed', code: 'INTERNAL', message: where, remedy: 'Report this with the run folder.' };
}

function fail(error: unknown): void {
  process.exitCode = 70;
  process.send?.(failedMessage(error), () => process.exit());
}

function main(): void {
  let host: SessionHost | undefined;

  const hear = async (message: ToHost): Promise<void> => {
    switch (message.say) {
      case 'open': {
        const instrument = await openInstrument(message);
        host = new SessionHost(instrument);
        say({ say: 'ready', ...instrument.ready });
        break;
      }
      case 'block':
        if (host !== undefined) say(await host.run(message));
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
