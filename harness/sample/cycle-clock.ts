import type { LogTail, LogTurn } from './log/log-tail.ts';
import type { LinePattern } from './log/pattern.ts';

/** What befell the counting since it was last asked. */
export interface CycleNote {
  readonly what: LogTurn['what'] | 'line-cut' | 'line-given-up';
  readonly detail: string;
}

export interface Cycles {
  /** Since counting began. */
  readonly cycles: number;
  readonly notes: readonly CycleNote[];
}

/** Counts the cycles of a program from outside. */
export interface CycleClock {
  /** From now on cycles count. */
  start(): readonly CycleNote[];
  /** @param elapsedMs since then */
  count(elapsedMs: number): Cycles;
  close(): void;
}

/** A timer may go off a little early: what was meant to be the end of a cycle is one. */
const EARLY_MS = 1;

/** A cycle is a stretch of time. */
export function timeClock(everyMs: number): CycleClock {
  return {
    start: () => [],
    count: (elapsedMs) => ({ cycles: Math.floor((elapsedMs + EARLY_MS) / everyMs), notes: [] }),
    close: () => {},
  };
}

/** A cycle is a new line that matches. */
export function logClock(tail: LogTail, pattern: LinePattern): CycleClock {
  let cycles = 0;
  let saidCut = false;
  return {
    start: () => tail.start(),
    count() {
      const { cut, lines, turns } = tail.read();
      const { givenUp, matching } = pattern.count(lines);
      cycles += matching;
      const notes: CycleNote[] = [...turns];
      if (cut > 0 && !saidCut) {
        saidCut = true;
        notes.push({
          what: 'line-cut',
          detail: 'a line is longer than 4,096 characters: its rest is not looked at',
        });
      }
      for (const line of givenUp)
        notes.push({
          what: 'line-given-up',
          detail: `the pattern took too long on a line of ${line.length} characters, which does not count`,
        });
      return { cycles, notes };
    },
    close: () => tail.close(),
  };
}
