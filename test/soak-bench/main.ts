import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatCount } from '../../reports/format.ts';
import { judgeFootprints, MEASURES } from './judge-footprints.ts';
import { type Footprint, simulate } from './simulate.ts';

/**
 * What a week of soak costs its parent process and its disk: `npm run bench:soak`, or
 * `node dist/test/soak-bench/main.js --samples 10000000 --processes 3 --place /dev/shm`.
 */
const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '10000000' },
    processes: { type: 'string', default: '6' },
    checkpoints: { type: 'string', default: '168' },
    /** Rows are waited for until they are on the disk: a folder in memory keeps that from being what is measured. */
    place: { type: 'string', default: tmpdir() },
    /** Of one simulated soak in this process, which tells its parent. */
    seed: { type: 'string' },
  },
});
const [samples, checkpoints] = [Number(values.samples), Number(values.checkpoints)];

if (values.seed === undefined) await judgeSoaks();
else {
  await simulate({ samples, checkpoints, place: values.place, seed: Number(values.seed) }, (footprint) => {
    process.send?.(footprint);
  });
  process.disconnect?.();
}

async function judgeSoaks(): Promise<void> {
  const seeds = Array.from({ length: Number(values.processes) }, (_, index) => index + 1);
  const processes = await Promise.all(seeds.map(simulated));
  for (const [index, points] of processes.entries()) {
    print(`Process ${index + 1}: ${formatCount(points.at(-1)?.samples ?? 0)} samples`);
    print('  samples     rounds   heap used  external        RSS  run folder  merged.json');
    for (const point of points.filter((_, at) => at === 0 || (at + 1) % Math.ceil(points.length / 8) === 0)) {
      print(`  ${line(point)}`);
    }
    const last = points.at(-1);
    if (last !== undefined) print(`  ${formatCount(Math.round(last.samples / last.seconds))} samples/s`);
    print(`  largest folder: ${mib(Math.max(...points.map(({ folderBytes }) => folderBytes)))}`);
  }
  for (const measure of MEASURES) {
    const { reason, verdict } = judgeFootprints(processes, measure);
    print(`${measure}: ${verdict}: ${reason.replaceAll('cycle', 'sample').replaceAll('logon', 'sample')}`);
  }
}

async function simulated(seed: number): Promise<readonly Footprint[]> {
  const points: Footprint[] = [];
  const args = process.argv.slice(2);
  const child = fork(fileURLToPath(import.meta.url), [...args, '--seed', String(seed)]);
  child.on('message', (point: Footprint) => {
    points.push(point);
    process.stderr.write(`${seed}: ${line(point)} ${Math.round(point.seconds)} s\n`);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the simulated soak ended with ${code}`);
  return points;
}

function line({
  external,
  folderBytes,
  heapUsed,
  mergedBytes,
  rounds,
  rss,
  samples: count,
}: Footprint): string {
  const sizes = [heapUsed, external, rss, folderBytes, mergedBytes].map((bytes) => mib(bytes).padStart(10));
  return [formatCount(count).padStart(10), formatCount(rounds).padStart(8), ...sizes].join(' ');
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
