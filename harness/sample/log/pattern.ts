import { createContext, Script } from 'node:vm';
import { HarnessError } from '../../contract/errors.ts';

/** How long a pattern may think about a line before it is given up. */
const LINE_LIMIT_MS = 100;
/** So often; then it is the pattern that is at fault, and not a line. */
const MOST_GIVEN_UP = 5;

export interface Matches {
  readonly matching: number;
  /** Lines on which the pattern did not come to an end; they do not count. */
  readonly givenUp: readonly string[];
}

/**
 * Counts the lines that match a regular expression. One that runs into catastrophic backtracking would never come back:
 * it runs in a script with a time limit, which V8 breaks off in the midst of a match.
 */
export class LinePattern {
  private readonly context: { lines: readonly string[]; at: number; matching: number };
  private readonly script = new Script(
    'for (; at < lines.length; at += 1) if (pattern.test(lines[at])) matching += 1;',
  );
  private givenUp = 0;

  constructor(source: string, flags: string) {
    const globals = { lines: [], at: 0, matching: 0, pattern: new RegExp(source, flags) };
    createContext(globals);
    this.context = globals;
  }

  /** @throws HarnessError USAGE if the pattern takes too long again and again */
  count(lines: readonly string[]): Matches {
    const { context } = this;
    Object.assign(context, { lines, at: 0, matching: 0 });
    const givenUp: string[] = [];
    while (context.at < lines.length) {
      const before = context.at;
      if (this.runsThrough()) break;
      // Many lines may take their time together; only one that takes all of it alone is given up.
      if (context.at > before) continue;
      givenUp.push(lines[context.at] ?? '');
      context.at += 1;
      this.givenUp += 1;
      if (this.givenUp >= MOST_GIVEN_UP) throw hangs();
    }
    return { matching: context.matching, givenUp };
  }

  private runsThrough(): boolean {
    try {
      this.script.runInContext(this.context, { timeout: LINE_LIMIT_MS });
      return true;
    } catch (error) {
      if (isTimeout(error)) return false;
      throw error;
    }
  }
}

/** The error is one of the script's own world, where `Error` is another one. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

const hangs = (): HarnessError =>
  new HarnessError(
    'USAGE',
    `--cycle-pattern took longer than ${LINE_LIMIT_MS} ms on ${MOST_GIVEN_UP} lines`,
    'Write it without nested repetition, such as (a+)+; what was sampled up to here is kept.',
  );
