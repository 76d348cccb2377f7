import pidusage from 'pidusage';
import { messageOf } from '../contract/errors.ts';
import type { Readings } from '../contract/resources.ts';

/** How often the host is looked at from outside: on Windows pidusage starts a program for each look. */
const INTERVAL_MS = process.platform === 'win32' ? 15_000 : 1000;
const LONGEST_REASON = 200;
/** How long one look may take. */
const TIMEOUT_MS = 10_000;

export interface OutsideObserver {
  onReadings(readings: Readings): void;
  /** Called at most once; the sampler gives up after it. */
  onUnsupported(reason: string): void;
}

/**
 * Looks at a process from outside now and then (pidusage). The working set is context, never evidence: it
 * rises and falls with what else the machine does. A look that fails never ends a run.
 */
export function watchFromOutside(pid: number, observer: OutsideObserver): { stop(): void } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const memory = await withTimeout(pidusage(pid)).then(
      (usage) => usage.memory,
      (error: unknown) => {
        // pidusage may lose the race with a host that is ending; only a live one counts.
        if (!stopped && isAlive(pid)) giveUp(readable(messageOf(error)));
        return null;
      },
    );
    if (stopped || memory === null) return;
    if (memory === 0) return giveUp('pidusage reads 0 here');
    observer.onReadings({ workingSetBytes: memory });
    timer = setTimeout(tryLook, INTERVAL_MS);
  };
  const giveUp = (reason: string): void => {
    stopped = true;
    observer.onUnsupported(reason);
  };

  const tryLook = (): void => {
    look().catch(() => {
      // The observer could not take it, for want of disk space say; whoever measures meets that too.
      stopped = true;
    });
  };
  tryLook();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      pidusage.clear();
    },
  };
}

async function withTimeout<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from pidusage in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a program says of its failure may be UTF-16 that was read as something else, and long. */
export function readable(message: string): string {
  const text = message.replace(/\p{Cc}+/gu, (controls) => (controls.includes('\n') ? ' ' : ''));
  const short = text.trim().slice(0, LONGEST_REASON);
  return short === '' ? 'pidusage failed without a word' : short;
}

/** Signal 0 only asks whether the process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
