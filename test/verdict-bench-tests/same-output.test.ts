import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = fileURLToPath(new URL('../verdict-bench/main.js', import.meta.url));
const FILE = 'verdict-benchmark.md';

/** Runs the benchmark in a folder of its own and reads back every file it wrote. */
function runBenchmark(t: Test, ...args: readonly string[]): Readonly<Record<string, string>> {
  const cwd = temporaryFolder(t);
  const all = [MAIN, '--sims', '3', '--family', 'N05,N09,L01,L06', '--write', FILE, ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, { cwd, encoding: 'utf8' });
  t.equal(stderr, '');
  t.ok(status === 0 || status === 1, `ends with ${status}`);
  const pictures = readdirSync(join(cwd, 'verdict-benchmark')).toSorted();
  t.strictSame(pictures, ['families.svg', 'rules.svg', 'verdicts.svg']);
  const files = [FILE, ...pictures.map((name) => join('verdict-benchmark', name))];
  const read = files.map((name) => [name, readFileSync(join(cwd, name), 'utf8')] as const);
  return { stdout, ...Object.fromEntries(read) };
}

test('the same seed gives the same files to the byte, however many threads there are', async (t) => {
  const first = runBenchmark(t, '--workers', '1');
  t.strictSame(runBenchmark(t, '--workers', '2'), first);
  const other = runBenchmark(t, '--workers', '2', '--seed', '2');
  t.not(other[FILE], first[FILE], 'another seed gives others');
});

test('the document shows the pictures that are there, and how it was made', async (t) => {
  const { [FILE]: markdown = '' } = runBenchmark(t);
  t.match(markdown, '--sims 3 --family N05,N09,L01,L06 --write verdict-benchmark.md');
  for (const picture of ['families', 'rules', 'verdicts']) {
    t.match(markdown, `(verdict-benchmark/${picture}.svg)`);
  }
  t.match(markdown, '| L06 |');
  t.notMatch(markdown, '| L07 |');
  t.notMatch(markdown, /NaN|undefined|Infinity/);
});

test('a mode or family that does not exist is refused with what does', async (t) => {
  for (const [option, value, remedy] of [
    ['--mode', 'never', 'until-settled'],
    ['--family', 'N99', 'N01 to N36'],
    ['--sims', '0', 'whole number'],
    ['--sim', '--sim', '--help'],
  ] as const) {
    const { status, stderr, stdout } = spawnSync(process.execPath, [MAIN, option, value], {
      encoding: 'utf8',
    });
    t.equal(status, 2);
    t.match(stderr, value);
    t.match(stderr, remedy);
    t.equal(stdout, '');
  }
});
