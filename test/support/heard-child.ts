import type { ChildProcess } from 'node:child_process';
import type { Ended } from './command.ts';

/** A program that is followed by what it says. */
export interface HeardChild {
  readonly ended: Promise<Ended>;
  /** Resolves when it has said something on stderr, or has ended. */
  says(what: RegExp): Promise<void>;
}

/** @param child with pipes for stdout and stderr */
export function heardChild(child: ChildProcess): HeardChild {
  let [stderr, stdout, isOver] = ['', '', false];
  let told: () => void = () => {};
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    told();
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => {
      isOver = true;
      told();
      resolve({ code, stderr, stdout });
    }),
  );
  return {
    ended,
    says: async (what) => {
      while (!isOver && !what.test(stderr)) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
  };
}
