import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import type { Result } from '../../harness/contract/result.ts';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { NODE, QUICK, resultOf, type Workplace, workplace } from '../support/command.ts';
import { heardChild } from '../support/heard-child.ts';
import { NIGHTLY } from '../support/nightly.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
const skip =
  (spawnSync('strace', ['-V']).status !== 0 && 'there is no strace here') || (!NIGHTLY && 'at night');

const COMPARE = [
  ...['compare', ...QUICK, '--no-control', '--arms', 'off,on', '--mailbox-count', '5', '--json'],
  ...['--cycles', '512', '--block', '64', '--replicates', '3'],
];

/** As long as each row of a run that is begun so takes until it is on the disk. */
async function onSlowDisk(place: Workplace, delayMs: number, args: readonly string[]) {
  const files = ['samples.ndjson', 'events.ndjson'].flatMap((name) => ['-P', join(place.run, name)]);
  const slow = ['-e', 'trace=fdatasync', '-e', `inject=fdatasync:delay_enter=${1000 * delayMs}`];
  const command = [...NODE, MAIN, ...args, '--out', place.run];
  const child = spawn('strace', ['-f', '-qq', '-o', '/dev/null', ...files, ...slow, ...command], {
    cwd: place.folder,
    env: { ...process.env, MAPILEAK_REGISTRY: place.registry },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const startedAt = performance.now();
  const ended = await heardChild(child).ended;
  return { ...ended, seconds: (performance.now() - startedAt) / 1000 };
}

async function rowsOf(t: Test, place: Workplace): Promise<number> {
  let rows = 0;
  const count = (): void => {
    rows += 1;
  };
  t.strictSame(await readRows(place.run, { add: count, addEvent: count }), [], 'every row is whole');
  return rows;
}

test('a disk that takes 300 ms for each row makes a run longer and changes no verdict', {
  skip,
}, async (t) => {
  const [slow, quick] = [workplace(t), workplace(t)];
  const ended = await onSlowDisk(slow, 300, COMPARE);
  const was = await quick.mapileak([...COMPARE, '--out', quick.run]);
  t.equal(ended.code, was.code, ended.stderr);
  const [is, wanted] = [resultOf(ended), resultOf(was)];
  t.equal(is.verdict, wanted.verdict);
  t.strictSame(armsOf(is), armsOf(wanted));
  t.strictSame(is.warnings, wanted.warnings, 'nothing is said of hosts');
  const rows = await rowsOf(t, slow);
  t.ok(ended.seconds >= rows * 0.3, `${rows} rows in ${Math.round(ended.seconds)} s`);
});

test('a host is not called hung for a row that takes longer than the hang timeout', { skip }, async (t) => {
  const place = workplace(t);
  const length = ['--cycles', '10', '--block', '5', '--replicates', '1', '--hang-timeout', '1'];
  const args = ['run', ...QUICK, '--no-control', '--mailbox-count', '5', ...length];
  const { code, stderr } = await onSlowDisk(place, 1500, args);
  t.equal(code, 3, stderr);
  await rowsOf(t, place);
  t.strictSame(
    place.events().filter(({ event }) => event === 'host-lost'),
    [],
  );
});

const armsOf = ({ arms }: Result) =>
  arms.map(({ arm, cycles, failures, lostHosts, replicates, verdict }) => {
    return { arm, cycles, failures, lostHosts, replicates, verdict };
  });
