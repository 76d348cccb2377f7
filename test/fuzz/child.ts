import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { FuzzReport } from './report.ts';
import type { Target } from './target.ts';
import { TARGETS } from './targets.ts';

/** Some targets in a process of its own: node child.js NAME:RUNS,NAME:RUNS SEED. Each line on stdout is a report. */

/** The modules are loaded and compiled, and the heap has grown to what it needs anyway. */
const WARM_UP_RUNS = 50;

const [tasks = '', seed = ''] = process.argv.slice(2);
/** In memory where there is such a place: a hundred thousand files are written to it. */
const MEMORY = '/dev/shm';
const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'mapileak-fuzz-'));
try {
  for (const task of tasks.split(',')) {
    const [name = '', runs = ''] = task.split(':');
    const make = TARGETS.get(name);
    if (make === undefined) throw new Error(`there is no target ${name}`);
    const own = join(folder, name);
    mkdirSync(own);
    await make(own).property(async (target) => {
      try {
        process.stdout.write(`${JSON.stringify(await fuzz(name, target, Number(runs), Number(seed)))}\n`);
      } finally {
        target.close?.();
      }
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1e6;
}

type FoundFault = Pick<fc.RunDetails<unknown>, 'counterexample' | 'counterexamplePath' | 'errorInstance'>;

/** The error before the input, which may be long. */
function told(found: FoundFault): string {
  const { counterexample, counterexamplePath, errorInstance } = found;
  const error =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  const input = inspect(counterexample, {
    depth: 12,
    maxArrayLength: 200,
    maxStringLength: 400,
    breakLength: 200,
  });
  return `${error.slice(0, 3000)}\npath ${counterexamplePath}\n${input.slice(0, 3000)}`;
}

async function fuzz<T>(name: string, target: Target<T>, numRuns: number, seed: number): Promise<FuzzReport> {
  let slowestMs = 0;
  let read = 0;
  const property = fc.asyncProperty(target.inputs, async (input) => {
    const startedAt = performance.now();
    if (await target.feed(input)) read += 1;
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  });
  await fc.assert(property, { numRuns: Math.min(WARM_UP_RUNS, numRuns), seed: seed + 1 });
  const before = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  [slowestMs, read] = [0, 0];
  const found = await fc.check(property, { numRuns, seed });
  const { maxRSS } = process.resourceUsage();
  return {
    name,
    seed,
    runs: found.numRuns,
    read,
    cpuSeconds: cpuSecondsSince(cpuBefore),
    slowestMs,
    // The largest that it ever was, in KiB.
    grownBytes: Math.max(0, maxRSS * 1024 - before),
    failure: found.failed ? told(found) : null,
  };
}
