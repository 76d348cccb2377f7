import { Worker } from 'node:worker_threads';
import type { Run } from '../../analyse/analyse.ts';
import type { Result } from '../../contract/result.ts';

/** Judges what was measured so far. */
export type Judge = (run: Run) => Promise<Result>;

/** What goes to the thread that judges, and what comes back. */
export interface JudgeTask {
  readonly number: number;
  readonly run: Run;
}
export type JudgeReply =
  | { readonly number: number; readonly result: Result }
  | { readonly number: number; readonly fault: string };

const CLOSED = (): Error => new Error('the server was closed');

interface Waiting {
  resolve(result: Result): void;
  reject(error: Error): void;
}

/**
 * Judges in a thread of its own, as a long run takes seconds: pages are answered meanwhile. Nothing native is loaded
 * there.
 */
export class JudgeThread {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private number = 0;
  private isClosed = false;

  readonly judge: Judge = async (run) =>
    await new Promise<Result>((resolve, reject) => {
      // Who still looks at a run when the server goes must not start a thread that nobody ends.
      if (this.isClosed) return reject(CLOSED());
      this.number += 1;
      const task: JudgeTask = { number: this.number, run };
      this.waiting.set(this.number, { resolve, reject });
      this.started().postMessage(task);
    });

  close(): void {
    this.isClosed = true;
    this.worker?.terminate().catch(() => {});
    this.failAll(CLOSED());
  }

  private started(): Worker {
    if (this.worker !== null) return this.worker;
    // It needs none of the flags and loaders that this process was started with, be they in its environment.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const worker = new Worker(new URL('./judge-worker.js', import.meta.url), { execArgv: [], env });
    worker.unref();
    worker.on('message', (reply: JudgeReply) => this.hear(reply));
    worker.on('error', (error) => {
      this.worker = null;
      this.failAll(error);
    });
    this.worker = worker;
    return worker;
  }

  private hear(reply: JudgeReply): void {
    const waiting = this.waiting.get(reply.number);
    this.waiting.delete(reply.number);
    if ('result' in reply) waiting?.resolve(reply.result);
    else waiting?.reject(new Error(reply.fault));
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.worker = null;
  }
}
