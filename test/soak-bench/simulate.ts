import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FolderCollector } from '../../harness/cli/folder-collector.ts';
import { createSlopeWatch } from '../../harness/cli/referee.ts';
import { withReports } from '../../harness/cli/report-files/open-reports.ts';
import { roundsOf } from '../../harness/cli/soak/checkpoints.ts';
import type { ArmName } from '../../harness/contract/arms.ts';
import type { Plan } from '../../harness/contract/plan.ts';
import type { QuiescentSample } from '../../harness/contract/sample.ts';
import { nextSample } from '../../harness/contract/sampling.ts';
import type { Soak } from '../../harness/contract/soak.ts';
import { RunFolder } from '../../harness/execute/run-folder.ts';
import { FROM_THE_START } from '../../harness/execute/soak/rounds.ts';
import { makeEnvironment } from '../reports/fixtures.ts';
import { type Noise, noiseOf } from '../support/noise.ts';
import { cyclesOf, SOAK, soakPlan } from '../support/soak-rounds.ts';
import { memorySettler } from './settle-memory.ts';

/** What a simulated soak is made of. */
export interface Simulation {
  /** Samples of all hosts together. */
  readonly samples: number;
  /** How often it is judged: once for each hour of a week. */
  readonly checkpoints: number;
  readonly seed: number;
  /** Where its run folder is made, and removed. */
  readonly place: string;
}

/** The process that writes and judges the soak, and its folder, at a checkpoint. */
export interface Footprint {
  readonly samples: number;
  readonly rounds: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  readonly folderBytes: number;
  readonly mergedBytes: number;
  readonly seconds: number;
}

const ARMS: readonly ArmName[] = ['off', 'on', 'control'];
const OUTSIDE_EVERY = 8;
const PROCESS_HEAP = {
  name: 'process heap',
  heaps: 1,
  busyBytes: 100_000,
  busyBlocks: 900,
  committedBytes: 200_000,
};

/**
 * A soak with synthetic session hosts in the place of processes: what they tell goes through the run folder, its
 * rotation, the collector and the checkpoints of a real one. Time is compressed: nothing is waited for.
 */
export async function simulate(
  { checkpoints, place, samples, seed }: Simulation,
  tell: (footprint: Footprint) => void,
): Promise<void> {
  const path = join(mkdtempSync(join(place, 'mapileak-soak-')), 'run');
  const soak: Soak = { ...SOAK, until: { by: 'duration', durationMs: 7 * 24 * 3_600_000 } };
  const settle = await memorySettler();
  const plan = soakPlan({ arms: ['off', 'on'], control: true, seed, soak });
  try {
    await withReports([], process.stdout, async (reports) => {
      const folder = RunFolder.create(path);
      folder.writePlan(plan);
      folder.writeEnvironment(makeEnvironment());
      const heard = new FolderCollector(plan);
      const judging = { plan, heard, leftOut: [], reports };
      const parts = roundsOf(judging, soak, FROM_THE_START)(folder, () => undefined);
      // As for the line of progress, which hears every row, too.
      const watch = createSlopeWatch(plan);
      folder.tellTo(watch);
      const hosts = new SyntheticHosts(plan, folder, seed);
      const startedAt = performance.now();
      folder.addEvent({ event: 'run-started', pid: process.pid });
      let judged = 0;
      for (let round = 1; hosts.samples < samples; round += 1) {
        hosts.runRound(round);
        folder.addEvent({ event: 'round-finished', round, cycles: 2 * round * cyclesOf(plan) });
        parts.rotate();
        if (hosts.samples < ((judged + 1) * samples) / checkpoints) continue;
        judged += 1;
        await parts.holdCheckpoint(round);
        watch.slopes(plan.arms);
        await settle();
        const { external, heapUsed, rss } = process.memoryUsage();
        const seconds = (performance.now() - startedAt) / 1000;
        tell({ samples: hosts.samples, rounds: round, heapUsed, external, rss, seconds, ...sizesOf(path) });
      }
      folder.addEvent({ event: 'run-finished', outcome: 'complete' });
      folder.close();
    });
  } finally {
    rmSync(join(path, '..'), { recursive: true, force: true });
  }
}

function sizesOf(path: string): Pick<Footprint, 'folderBytes' | 'mergedBytes'> {
  let [folderBytes, mergedBytes] = [0, 0];
  for (const name of readdirSync(path)) {
    const { size } = statSync(join(path, name));
    folderBytes += size;
    if (name === 'merged.json') mergedBytes = size;
  }
  return { folderBytes, mergedBytes };
}

/** Tells what session hosts would: three arms side by side, a host in a hundred rounds lost, a logon in 400 failed. */
class SyntheticHosts {
  samples = 0;
  private readonly plan: Plan;
  private readonly folder: RunFolder;
  private readonly noise: Noise;

  constructor(plan: Plan, folder: RunFolder, seed: number) {
    this.plan = plan;
    this.folder = folder;
    this.noise = noiseOf(seed);
  }

  runRound(round: number): void {
    const { folder, noise, plan } = this;
    for (const arm of plan.arms) {
      folder.addEvent({
        event: 'flag-written',
        arm,
        wanted: arm === 'off' ? 0 : 1,
        readBack: arm === 'off' ? 0 : 1,
      });
    }
    const levels = ARMS.map(() => 5_000_000 + noise.normal(20_000));
    for (const arm of ARMS) {
      folder.addEvent({ event: 'host-started', replicate: `${arm}-${round}`, arm, pid: 1000 + round });
    }
    const end = cyclesOf(plan);
    for (let cycle = 0; cycle <= end; cycle = nextSample(cycle, plan)) {
      for (const [index, arm] of ARMS.entries()) this.sample(arm, round, cycle, levels[index] ?? 0);
    }
    for (const arm of ARMS) {
      const host = { replicate: `${arm}-${round}`, arm };
      const lastActivity = { call: 'MAPILogonEx', cycle: end - 1, mailbox: `user${round % 500}` };
      if (noise.uniform() < 0.01)
        folder.addEvent({ event: 'host-lost', ...host, how: 'hung', detail: 'no call', lastActivity });
      else folder.addEvent({ event: 'host-finished', ...host, cycles: end });
    }
  }

  private sample(arm: ArmName, round: number, cycle: number, level: number): void {
    const { folder, noise } = this;
    const who = { schema: 1, replicate: `${arm}-${round}`, arm, cycle, elapsedMs: cycle * 80 } as const;
    const leak = arm === 'off' ? 4096 * cycle : 0;
    const bytes = Math.round(level + leak + noise.normal(4096));
    const heaps = 4 + (arm === 'off' ? cycle : 0);
    const provider = { heaps, busyBytes: bytes, busyBlocks: 1000 + cycle, committedBytes: 2 * bytes };
    const groups = [PROCESS_HEAP, { name: 'first seen while MAPI was initialised', ...provider }];
    const sample: QuiescentSample = {
      ...who,
      kind: 'quiescent',
      phase: 'sweep',
      failedCycles: Math.floor(cycle / 400),
      readings: {
        heapBytes: bytes,
        heaps,
        handles: 150,
        mallocBytes: bytes + 1_000_000,
        privateBytes: 4096 * Math.round((3 * bytes) / 4096),
        fileDescriptors: 20,
      },
      walk: { covered: 'all', heaps, busyBlocks: 3000 + cycle, walkMs: 0.4, groups },
    };
    folder.addSample(sample);
    this.samples += 1;
    if (cycle % OUTSIDE_EVERY !== 0) return;
    folder.addSample({ ...who, kind: 'outside', readings: { workingSetBytes: 6 * bytes } });
    this.samples += 1;
  }
}
