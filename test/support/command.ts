import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { eventSchema, type RunEvent, type RunEventName } from '../../harness/contract/event.ts';
import { type Result, resultSchema } from '../../harness/contract/result.ts';
import { temporaryFolder } from './temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

/**
 * The runner of the tests has every Node that is started load modules of its own, and so on for its children: they take twice as
 * long to start, and keep their environment in memory.
 */
export const NODE: readonly [string, ...string[]] =
  process.platform === 'win32'
    ? [process.execPath]
    : ['/usr/bin/env', '-u', 'NODE_OPTIONS', process.execPath];

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the built command, with a registry and a run folder of its own. */
export interface Workplace {
  readonly folder: string;
  readonly run: string;
  readonly registry: string;
  /** Starts the command. */
  start(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
    how?: { detached?: boolean; stdio?: readonly ['pipe', 'pipe', 'pipe'] },
  ): Running;
  /** Runs the command to its end. */
  mapileak(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Events that are in the run folder by now. */
  events(): readonly RunEvent[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/**
 * Fast enough for a test: no waiting for a server, walks as often as one likes, and no cycles but those
 * asked for.
 */
export const QUICK = [
  ...['--no-self-test', '--no-dither', '--no-explain'],
  ...['--stand-in', 'RoundTripMicroseconds=0', '--walk-budget', '20', '--quiet'],
];

export function workplace(t: Test): Workplace {
  const folder = temporaryFolder(t);
  const run = join(folder, 'run');
  const registry = join(folder, 'registry.txt');
  const start = (
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    how = {},
  ): Running => {
    const [program, ...before] = NODE;
    const child = spawn(program, [...before, MAIN, ...args], {
      cwd: folder,
      env: { ...process.env, MAPILEAK_REGISTRY: registry, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...how,
    });
    t.teardown(() => child.kill('SIGKILL'));
    return { child, ended: ending(child) };
  };
  return {
    folder,
    run,
    registry,
    start,
    mapileak: (args, environment) => start(args, environment).ended,
    events: () => eventsIn(join(run, 'events.ndjson')),
  };
}

/** result.json as a command printed it. */
export function resultOf({ stdout, stderr }: Ended): Result {
  if (stdout === '') throw new Error(`no result: ${stderr}`);
  return resultSchema.parse(JSON.parse(stdout));
}

/** Waits until an event of this name, for which `also` holds, is in the run folder. */
export async function eventOf<N extends RunEventName>(
  place: Pick<Workplace, 'events'>,
  name: N,
  also: (event: Extract<RunEvent, { event: N }>) => boolean = () => true,
): Promise<Extract<RunEvent, { event: N }>> {
  const isWanted = (event: RunEvent): event is Extract<RunEvent, { event: N }> => event.event === name;
  for (let attempt = 0; attempt < 2400; attempt++) {
    const found = place.events().filter(isWanted).find(also);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no event ${name} in a minute`);
}

/** Whole rows of an events.ndjson that may still be written. */
export function eventsIn(file: string): readonly RunEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => eventSchema.parse(JSON.parse(line)));
}

async function ending(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}
