import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { sampleSchema } from '../../harness/contract/sample.ts';
import { readBackup } from '../../harness/execute/flag-backup.ts';
import { readFlightRecord } from '../../harness/execute/flight-recorder.ts';
import { RowCheck } from '../../harness/execute/rows/row-check.ts';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { NODE } from './command.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
/** How long a session host may take to notice that it is alone, on a machine that is busy with tests. */
const ALONE_MS = 20_000;

/** From when on the time until a kill counts: the start of the program, or of a session host that takes samples. */
type Since = 'start' | 'host';

/**
 * Who is killed, and when: hosts first where both are. `call`: the program itself, as it enters the n-th call of that name,
 * or after some time if it never does.
 */
export type Kill =
  | { readonly who: 'parent' | 'both'; readonly since: Since; readonly afterMs: number }
  | { readonly who: 'host'; readonly since: Since; readonly hostAfterMs: number; readonly afterMs: number }
  | { readonly who: 'call'; readonly call: string; readonly n: number; readonly afterMs: number };

/** Kills at random instants, the same ones for the same seed. */
export function* randomKills(seed: number, withinMs: number, canTrace: boolean): Generator<Kill, never> {
  const generator = xoroshiro128plus(seed);
  const draw = (least: number, most: number): number => uniformInt(generator, least, most);
  for (;;) {
    const kind = draw(1, 10);
    const since = draw(1, 3) === 1 ? 'start' : 'host';
    if (kind > 8 && canTrace) {
      const [call, most] = CALLS[draw(0, CALLS.length - 1)] ?? CALLS[0];
      yield { who: 'call', call, n: draw(1, most), afterMs: 2 * withinMs };
    } else if (kind === 7) {
      const hostAfterMs = draw(0, withinMs);
      yield { who: 'host', since, hostAfterMs, afterMs: hostAfterMs + draw(1, withinMs) };
    } else {
      yield { who: kind <= 6 ? 'parent' : 'both', since, afterMs: draw(0, withinMs) };
    }
  }
}

/** Calls by which files come to be, and about how many of each the program makes in a round. */
const CALLS = [
  ['fdatasync', 40],
  ['rename', 16],
  ['fsync', 8],
  ['ftruncate', 3],
] as const;

/** A soak that is killed again and again. */
export interface Victim {
  readonly run: string;
  readonly registry: string;
  /** What begins it; `--out` and `--resume` are added. */
  readonly args: readonly string[];
}

export interface KilledRun {
  /** null if it was killed. */
  readonly code: number | null;
  readonly stderr: string;
  /** Session hosts that still lived when they should have noticed. */
  readonly orphans: readonly number[];
}

/** Starts it, or goes on with it, and kills. One that ends before is left alone. */
export async function runAndKill(victim: Victim, kill: Kill | null): Promise<KilledRun> {
  // Before it has a plan there is nothing to go on with.
  const isBegun = existsSync(join(victim.run, RUN_FILES.plan));
  if (!isBegun) rmSync(victim.run, { recursive: true, force: true });
  const args = isBegun ? ['soak', '--resume', victim.run, '--quiet'] : [...victim.args, '--out', victim.run];
  const command = [...NODE, MAIN, ...args];
  const traced = kill?.who === 'call' ? [...tracing(kill.call, kill.n), ...command] : command;
  const child = spawn(traced[0] ?? '', traced.slice(1), {
    env: { ...process.env, MAPILEAK_REGISTRY: victim.registry },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = ending(child);
  if (kill !== null)
    await strike(
      kill,
      victim,
      child,
      ended.then(() => true),
    );
  const { code, stderr } = await ended;
  return { code, stderr, orphans: await orphansOf(victim.registry) };
}

async function strike(
  kill: Kill,
  victim: Victim,
  child: ChildProcess,
  isEnded: Promise<boolean>,
): Promise<void> {
  const within = async (ms: number): Promise<boolean> =>
    await Promise.race([isEnded, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);
  const killHosts = (): void => {
    for (const pid of hostsOf(victim.registry)) killed(pid);
  };
  if (kill.who === 'call') {
    await within(kill.afterMs);
    // The tracer would leave what it traces alive.
    for (const pid of childrenOf(child.pid ?? 0)) killed(pid);
  } else {
    const hostsBefore = hostsStarted(victim.run);
    while (kill.since === 'host' && hostsStarted(victim.run) <= hostsBefore) if (await within(20)) break;
    const hostAfterMs = kill.who === 'host' ? kill.hostAfterMs : 0;
    await within(hostAfterMs);
    if (kill.who === 'host') killHosts();
    await within(kill.afterMs - hostAfterMs);
    if (kill.who === 'both') killHosts();
  }
  killed(child.pid ?? 0);
}

/** How many session hosts that take samples the run has started so far. */
function hostsStarted(run: string): number {
  const file = join(run, RUN_FILES.events);
  return existsSync(file) ? readFileSync(file, 'utf8').split('"host-started"').length - 1 : 0;
}

const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

/** The program itself is counted, and not the hosts: they make none of these calls. */
const tracing = (call: string, n: number): readonly string[] => [
  ...['strace', '-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', `trace=${call}`],
  ...['-e', `inject=${call}:signal=KILL:when=${n}`],
];

/** What was on disk when the soak was last looked at, and what must hold from then on. */
export class Ledger {
  readonly rows = { events: 0, samples: 0 };
  private readonly run: string;
  private readonly before = { events: Buffer.alloc(0), samples: Buffer.alloc(0) };
  private readonly checks = { events: new RowCheck('events'), samples: new RowCheck('samples') };
  private readonly measured = new Map<string, number>();

  constructor(run: string) {
    this.run = run;
  }

  /** @returns what is wrong, one sentence each */
  look(): readonly string[] {
    return [...this.grown('events'), ...this.grown('samples'), ...this.unacknowledged()];
  }

  private grown(name: 'events' | 'samples'): readonly string[] {
    const file = join(this.run, RUN_FILES[name]);
    const all = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const before = this.before[name];
    const wrong: string[] = [];
    if (!all.subarray(0, before.length).equals(before)) wrong.push(`${name} that were there are not`);
    const whole = all.subarray(0, all.lastIndexOf(0x0a) + 1);
    for (const line of whole.subarray(before.length).toString('utf8').split('\n').slice(0, -1)) {
      const checked = this.checks[name].check(line);
      if (checked.kind !== 'row') wrong.push(`${name}: ${line.slice(0, 80)}`);
      else if (name === 'samples') wrong.push(...this.repeated(checked.content));
      this.rows[name] += 1;
    }
    wrong.push(...this.checks[name].remarks());
    this.before[name] = Buffer.from(whole);
    return wrong;
  }

  private repeated(row: unknown): readonly string[] {
    const sample = sampleSchema.parse(row);
    if (sample.kind !== 'quiescent') return [];
    const { cycle, phase, replicate } = sample;
    const key = `${replicate} ${phase}`;
    const last = this.measured.get(key) ?? -1;
    this.measured.set(key, Math.max(last, cycle));
    return cycle > last ? [] : [`${key} ${cycle} is there twice`];
  }

  /** A host begins a block only when the sample before it is on disk. */
  private unacknowledged(): readonly string[] {
    const hosts = join(this.run, RUN_FILES.hosts);
    if (!existsSync(hosts)) return [];
    const flights = readdirSync(hosts).filter(
      (name) => name.endsWith('.flight') && !name.startsWith('probe'),
    );
    return flights.flatMap((name) => {
      const record = readFlightRecord(join(hosts, name));
      // It makes marks before its first cycle, too.
      if (record === null || record.cycle === 0) return [];
      const replicate = name.replace(/\.flight$/, '');
      const begun = Math.floor(record.cycle / BLOCK) * BLOCK;
      const last = this.measured.get(`${replicate} sweep`) ?? -1;
      return last >= begun
        ? []
        : [`${replicate} ran cycle ${record.cycle}, and its last sample is of ${last}`];
    });
  }
}

/** Cycles between two samples of a {@link Victim}. */
export const BLOCK = 5;

/** What is wrong with a flag that was 1: it neither stands as it was nor is going to be put back by the next start. */
export function flagLost(registry: string): readonly string[] {
  const backup = readBackup(`${registry}.flag-backup.json`);
  if (backup === null) {
    const stands = readFileSync(registry, 'utf8').includes('"CleanUpMAPIHeap"=dword:00000001');
    return stands ? [] : ['the flag was left changed'];
  }
  const saved = backup.state.flatMap(({ values }) => values);
  const isSaved = saved.some(({ name, value }) => name === 'CleanUpMAPIHeap' && value?.data === '01000000');
  return isSaved ? [] : ['the flag was saved as it was not'];
}

async function ending(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, stderr };
}

/** Session hosts of this registry that live now: those that no row names, too. */
function hostsOf(registry: string): readonly number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('session-host.js')) return false;
      return readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .includes(`MAPILEAK_REGISTRY=${registry}`);
    } catch {
      return false;
    }
  });
}

async function orphansOf(registry: string): Promise<readonly number[]> {
  const until = performance.now() + ALONE_MS;
  while (hostsOf(registry).length > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return hostsOf(registry);
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
