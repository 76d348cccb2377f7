import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../../harness/analyse/statistics/summary.ts';
import { FFI_ENGINES } from '../../harness/contract/plan.ts';
import { resultSchema } from '../../harness/contract/result.ts';
import { linuxStandIn } from '../../native-bindings/stand-in/paths.ts';
import { reportBench } from './report.ts';

/** Measures what the documents claim of the instrument itself. Figures are of this machine; compare within a run. */

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const MAIN = here('../../harness/cli/main.js');
const C_SOURCE = here('../../../test/bench/session-loop.c');
const ROUNDS = 5;
const LOOP_CYCLES = 200_000;

const folder = mkdtempSync(join(tmpdir(), 'mapileak-bench-'));
const environment = { ...process.env, MAPILEAK_REGISTRY: join(folder, 'registry.txt') };

try {
  stopWaitingForServer();
  print(
    'Cycle of three MAPI calls (MAPILogonEx, Logoff, Release), without impersonation, against the same loop in C',
  );
  cycleOverhead();
  print('\nGrowth of the control arm per cycle after warm-up: what the instrument itself leaves behind');
  for (const ffi of FFI_ENGINES) controlFloor(ffi);
  print('\nPeak memory of the parent over 1,000,000 cycles');
  await parentMemory();
  print('\nreport.html of thirty days at one sample a second, 2,592,000 samples');
  for (const line of reportBench()) print(line);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Calls are timed, not the server that the stand-in pretends to wait for. */
function stopWaitingForServer(): void {
  const registry = `mapileak registry 1

[HKEY_LOCAL_MACHINE\\SOFTWARE\\mapileak\\stand-in]
"RoundTripMicroseconds"=dword:00000000
`;
  writeFileSync(environment.MAPILEAK_REGISTRY, registry);
}

function cycleOverhead(): void {
  const loop = join(folder, 'session-loop');
  execFileSync('cc', ['-std=gnu11', '-O2', '-o', loop, C_SOURCE, '-ldl']);
  const { mapi32 } = linuxStandIn();
  const c: number[] = [];
  const js = new Map(FFI_ENGINES.map((ffi) => [ffi, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    c.push(Number(execFileSync(loop, [mapi32, String(LOOP_CYCLES)], { env: environment })));
    for (const ffi of FFI_ENGINES) {
      const args = [here('js-loop.js'), ffi, String(LOOP_CYCLES), join(folder, 'record')];
      js.get(ffi)?.push(Number(execFileSync(process.execPath, args, { env: environment })));
    }
  }
  const inC = median(c);
  print(`  C         ${microseconds(inC)} us a cycle`);
  for (const [ffi, times] of js) {
    const time = median(times);
    print(
      `  ${ffi.padEnd(9)} ${microseconds(time)} us a cycle, ${microseconds(time - inC)} us more than C (${(time / inC).toFixed(1)} times)`,
    );
  }
}

function controlFloor(ffi: string): void {
  const args = [
    'run',
    '--arms',
    'on',
    '--no-self-test',
    '--ffi',
    ffi,
    '--cycles',
    '300000',
    '--block',
    '5000',
    '--quiet',
    '--json',
  ];
  const out = ['--out', join(folder, `floor-${ffi}`)];
  const output = execFileSync(process.execPath, [MAIN, ...args, ...out], {
    env: environment,
    maxBuffer: 1e8,
  });
  const control = resultSchema.parse(JSON.parse(output.toString())).arms.find(({ arm }) => arm === 'control');
  for (const resource of ['heapBytes', 'mallocBytes', 'heaps', 'handles']) {
    const rate = control?.resources[resource]?.perCycle;
    const figure = rate
      ? `${rate.estimate.toFixed(4)} [${rate.low.toFixed(4)}, ${rate.high.toFixed(4)}]`
      : 'not measured';
    print(`  ${ffi.padEnd(9)} ${resource.padEnd(12)} ${figure}`);
  }
}

async function parentMemory(): Promise<void> {
  const args = [
    'run',
    '--arms',
    'on',
    '--no-control',
    '--replicates',
    '1',
    '--cycles',
    '1000000',
    '--block',
    '1000',
  ];
  const out = [
    '--quiet',
    '--json',
    '--out',
    join(folder, 'million'),
    '--stand-in',
    'RoundTripMicroseconds=0',
  ];
  const child = spawn(process.execPath, [MAIN, ...args, ...out], { env: environment, stdio: 'ignore' });
  let peakKb = 0;
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, peakOf(child.pid ?? 0));
  }, 100);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  print(`  ${(peakKb / 1024).toFixed(0)} MB resident at most (exit ${code})`);
}

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // it has ended
  }
}

function microseconds(nanoseconds: number): string {
  return (nanoseconds / 1000).toFixed(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
