import { dirname, join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';

/** From when on the time until a kill counts: the start of the program, of a session host, or its first new sample. */
export type Since = 'start' | 'host' | 'sample';

/** Of which files and folders the calls are counted. */
export type Aim = 'any' | 'flag-backup' | 'registry' | 'merged' | 'samples' | 'events' | 'run';

/**
 * Who is killed, and when: hosts first where both are. `call`: the program itself, as it enters the n-th call of that name,
 * or after some time if it never does.
 */
export type Kill =
  | { readonly who: 'parent' | 'both'; readonly since: Since; readonly afterMs: number }
  | { readonly who: 'host'; readonly since: Since; readonly hostAfterMs: number; readonly afterMs: number }
  | {
      readonly who: 'call';
      readonly aim: Aim;
      readonly call: string;
      readonly n: number;
      readonly since: 'sample';
      readonly afterMs: number;
    };

/** Kills at random instants, the same ones for the same seed: of ten two in any call, one at the flag, one in a rotation. */
export function* randomKills(seed: number, withinMs: number, canTrace: boolean): Generator<Kill, never> {
  const generator = xoroshiro128plus(seed);
  const draw: Draw = (least, most) => uniformInt(generator, least, most);
  for (;;) {
    const kind = draw(1, 10);
    const calls = canTrace ? TRACED.get(kind) : undefined;
    yield calls === undefined ? inTime(kind, withinMs, draw) : inCall(calls, withinMs, draw);
  }
}

const SINCE: readonly Since[] = ['start', 'host', 'sample', 'sample'];

type Draw = (least: number, most: number) => number;

function inTime(kind: number, withinMs: number, draw: Draw): Kill {
  const since = SINCE[draw(0, SINCE.length - 1)] ?? 'sample';
  if (kind !== 5) return { who: kind < 5 ? 'parent' : 'both', since, afterMs: draw(0, withinMs) };
  const hostAfterMs = draw(0, withinMs);
  return { who: 'host', since, hostAfterMs, afterMs: hostAfterMs + draw(1, withinMs) };
}

function inCall(calls: Calls, withinMs: number, draw: Draw): Kill {
  const [aim, call, most] = calls[draw(0, calls.length - 1)] ?? calls[0];
  return { who: 'call', aim, call, n: draw(1, most), since: 'sample', afterMs: withinMs };
}

type Counted = readonly [aim: Aim, call: string, most: number];
type Calls = readonly [Counted, ...Counted[]];

/** Calls by which files come to be and go, and about how many of each the program makes in some rounds. */
const ANYWHERE: Calls = [
  ['any', 'fdatasync', 40],
  ['any', 'rename', 20],
  ['any', 'fsync', 12],
  ['any', 'unlink', 16],
  ['any', 'ftruncate', 3],
];
/** The backup has its name and nothing is written, or some of the values are. */
const AT_THE_FLAG: Calls = [
  ['flag-backup', 'fsync', 1],
  ['flag-backup', 'fsync', 1],
  ['registry', 'rename', 6],
];
const IN_A_ROTATION: Calls = [
  ['samples', 'rename', 2],
  ['events', 'rename', 2],
  ['merged', 'rename', 2],
  ['run', 'fsync', 5],
];

/** By kinds of kills, of which there are ten. */
const TRACED: ReadonlyMap<number, Calls> = new Map([
  [7, ANYWHERE],
  [8, ANYWHERE],
  [9, IN_A_ROTATION],
  [10, AT_THE_FLAG],
]);

/**
 * What starts a program that is killed in a call: without --seccomp-bpf, with which strace 6.1 injects nothing into the thread
 * that it has started. The program itself is counted, and not the hosts: they make none of these calls. */
export function tracing(
  { aim, call, n }: Extract<Kill, { who: 'call' }>,
  { registry, run }: { readonly registry: string; readonly run: string },
): readonly string[] {
  const paths: Record<Aim, readonly string[]> = {
    any: [],
    // When the backup has got its name there, and before anything is written, its folder is synced.
    'flag-backup': ['-P', dirname(registry)],
    registry: ['-P', registry],
    merged: ['-P', join(run, RUN_FILES.merged)],
    samples: ['-P', join(run, RUN_FILES.samples)],
    events: ['-P', join(run, RUN_FILES.events)],
    run: ['-P', run],
  };
  return [
    ...['strace', '-f', '-qq', '-o', '/dev/null', ...paths[aim]],
    ...['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${n}`],
  ];
}
