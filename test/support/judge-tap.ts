import { type FinalResults, Parser } from 'tap-parser';

/** How a test program ended: its exit code, or the signal that ended it. */
export type ProgramEnd = number | string | null;

/** What counts of one test file. */
export interface Judgement {
  readonly passed: number;
  /** At least 1 unless the file ran to its end and everything that it said is well. */
  readonly failed: number;
  readonly skipped: number;
  /** Why the file is a failure, or null. */
  readonly problem: string | null;
}

/**
 * Judges a test file by what it printed and how it ended. Silence is no success: a program that dies before its first
 * word may well exit with 0.
 */
export function judgeTap(tap: string, ended: ProgramEnd): Judgement {
  const totals = totalsOf(tap);
  const { passed, failed, skipped } = totals ?? { passed: 0, failed: 0, skipped: 0 };
  const problem = problemOf(tap, ended, totals);
  return { passed, failed: problem === null ? 0 : Math.max(failed, 1), skipped, problem };
}

type Totals = Pick<Judgement, 'passed' | 'failed' | 'skipped'>;

function problemOf(tap: string, ended: ProgramEnd, totals: Totals | null): string | null {
  if (totals !== null && totals.failed > 0) return 'assertions failed';
  if (ended !== 0) return `ended with ${ended}`;
  if (totals === null) return 'it printed no totals';
  if (totals.passed + totals.skipped === 0) return 'it tested nothing';
  return isWell(tap) ? null : 'its TAP is incomplete, or not ok';
}

/** tap ends with `# { total: 12, pass: 10, fail: 1, skip: 1 }`; counts that are 0 are left out. */
function totalsOf(tap: string): Totals | null {
  const line = tap.match(/^# \{ total: .*\}\s*$/gm)?.at(-1);
  if (line === undefined) return null;
  const count = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(line)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') };
}

/** Whether all planned tests were run and none of them failed. */
function isWell(tap: string): boolean {
  const results: FinalResults[] = [];
  new Parser((final) => results.push(final)).end(tap);
  return results.length === 1 && results.every(({ ok }) => ok);
}
