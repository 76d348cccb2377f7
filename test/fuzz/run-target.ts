import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FuzzReport } from './report.ts';

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));
/** An input for which a reader takes for ever is found by this alone. */
const LONGEST_MS_PER_INPUT = 50;
const LONGEST_START_MS = 120_000;

/** Fuzzes one target in a process of its own, whose JavaScript heap is bounded. @throws Error if it dies, or hangs */
export async function runTarget(name: string, runs: number, seed: number): Promise<FuzzReport> {
  const args = ['--max-old-space-size=256', CHILD, name, String(runs), String(seed)];
  const timeout = LONGEST_START_MS + runs * LONGEST_MS_PER_INPUT;
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) return resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
      const how = error.killed === true ? `hung for ${timeout} ms` : `died: ${stderr.slice(-4000)}`;
      reject(new Error(`the reader of ${name} ${how} (seed ${seed})`));
    });
  });
}
