import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBackup } from '../../harness/execute/flag-backup.ts';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { NODE } from './command.ts';
import { type Kill, type Since, tracing } from './random-kills.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
/** How long a session host may take to notice that it is alone, on a machine that is busy with tests. */
const ALONE_MS = 20_000;

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
  /** Whether it ended by itself, or in a call, before its time was up. */
  readonly isEarly: boolean;
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
  const traced = kill?.who === 'call' ? [...tracing(kill, victim), ...command] : command;
  const child = spawn(traced[0] ?? '', traced.slice(1), {
    env: { ...process.env, MAPILEAK_REGISTRY: victim.registry },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = ending(child);
  const isEnded = ended.then(() => true);
  const isEarly = kill === null || (await strike(kill, victim, child, isEnded));
  const { code, stderr } = await ended;
  return { code, stderr, isEarly, orphans: await orphansOf(victim.registry) };
}

/** @returns whether there was nobody left to be killed when its time was up */
async function strike(
  kill: Kill,
  victim: Victim,
  child: ChildProcess,
  isEnded: Promise<boolean>,
): Promise<boolean> {
  const within = async (ms: number): Promise<boolean> =>
    await Promise.race([isEnded, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);
  const mark = MARKS[kill.since];
  if (mark !== null)
    await untilOther(
      () => mark(victim.run),
      () => within(20),
    );
  const hostAfterMs = kill.who === 'host' ? kill.hostAfterMs : 0;
  await within(hostAfterMs);
  if (kill.who === 'host') killHosts(victim);
  if (await within(kill.afterMs - hostAfterMs)) return true;
  if (kill.who === 'both') killHosts(victim);
  // A tracer would leave what it traces alive.
  if (kill.who === 'call') for (const pid of childrenOf(child.pid ?? 0)) killed(pid);
  killed(child.pid ?? 0);
  return false;
}

function killHosts({ registry }: Victim): void {
  for (const pid of hostsOf(registry)) killed(pid);
}

/** @param isOver waits for a moment, and says whether there is nothing more to wait for */
async function untilOther(mark: () => string | number, isOver: () => Promise<boolean>): Promise<void> {
  const before = mark();
  // Files of rows are begun anew, too: there may be less in them than before.
  while (mark() === before) if (await isOver()) return;
}

/** What is different once the run has started another session host that takes samples, or has another sample. */
const MARKS: Record<Since, ((run: string) => string | number) | null> = {
  start: null,
  host: (run) => {
    const file = join(run, RUN_FILES.events);
    return existsSync(file) ? readFileSync(file, 'utf8').split('"host-started"').length - 1 : 0;
  },
  sample: (run) => {
    const there = statSync(join(run, RUN_FILES.samples), { throwIfNoEntry: false });
    return there === undefined || there.size === 0 ? '' : `${there.ino} ${there.size}`;
  },
};

const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

/** What is wrong with a flag that was 1: it neither stands as it was nor is going to be put back by the next start. */
export function flagLost(registry: string): readonly string[] {
  const backup = readBackup(`${registry}.flag-backup.json`);
  if (backup === null) {
    return FLAG_IS_1.test(readFileSync(registry, 'utf8')) ? [] : ['the flag was left changed'];
  }
  const saved = backup.state.flatMap(({ values }) => values);
  const isSaved = saved.some(({ name, value }) => name === 'CleanUpMAPIHeap' && value?.data === '01000000');
  return isSaved ? [] : ['the flag was saved as it was not'];
}

/** Whether the flag is saved, and nothing of it is changed yet. */
export function isBetweenBackupAndWrite(registry: string): boolean {
  const isSaved = existsSync(`${registry}.flag-backup.json`);
  return isSaved && FLAG_IS_1.test(readFileSync(registry, 'utf8'));
}

const FLAG_IS_1 = /"CleanUpMAPIHeap"=dword:00000001/;

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
