import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FuzzReport } from './report.ts';

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));
/** An input for which a reader takes for ever is found by this alone. */
const LONGEST_MS_PER_INPUT = 50;
const LONGEST_START_MS = 120_000;

/** A target, and how many inputs it is fed. */
export interface Task {
  readonly name: string;
  readonly runs: number;
}

/** Fuzzes targets in a process of their own, whose JavaScript heap is bounded. @throws Error if it dies, or hangs */
export async function runTargets(tasks: readonly Task[], seed: number): Promise<readonly FuzzReport[]> {
  const told = tasks.map(({ name, runs }) => `${name}:${runs}`).join(',');
  const args = ['--max-old-space-size=256', CHILD, told, String(seed)];
  const timeout = LONGEST_START_MS + tasks.reduce((sum, { runs }) => sum + runs * LONGEST_MS_PER_INPUT, 0);
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const reports = stdout
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line): FuzzReport => JSON.parse(line));
      if (error === null) return resolve(reports);
      const how = error.killed === true ? `hung for ${timeout} ms` : `died: ${stderr.slice(-4000)}`;
      reject(new Error(`the reader of ${tasks[reports.length]?.name} ${how} (seed ${seed})`));
    });
  });
}
