import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FinalResults, Parser } from 'tap-parser';
import type { WindowsArch } from '../../packaging/windows-arch.ts';
import { COMPILED_TESTS, dosPath } from './places.ts';
import { wineEnvironment } from './prefix.ts';
import type { TestFile } from './test-files.ts';

const LIMIT_MS = 240_000;

/** How one test file ended. */
export interface TestOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** What it said, if anything failed. */
  readonly output: string;
}

/** What the tests of a bitness run with. */
export interface Bench {
  readonly arch: WindowsArch;
  /** node.exe */
  readonly node: string;
  /** The folder with koffi's binary. */
  readonly modules: string;
}

/** Runs a test file to its end. Output goes through files: Node for Windows cannot write to pipes under Wine. */
export async function runTest(bench: Bench, file: TestFile): Promise<TestOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'mapileak-wine-'));
  const [stdout = '', stderr = ''] = ['stdout', 'stderr'].map((name) => join(folder, name));
  const started = performance.now();
  try {
    const ended = await run(bench, file, stdout, stderr);
    const said = readFileSync(stdout, 'utf8');
    const counts = countsOf(said);
    // A file that ended badly without a failed assertion has crashed, or said nothing that can be counted.
    const broken = (ended === 0 && (await isComplete(said))) || counts.failed > 0 ? 0 : 1;
    const failed = counts.failed + broken;
    return {
      ...counts,
      failed,
      seconds: (performance.now() - started) / 1000,
      output: failed === 0 ? '' : `${said}${readFileSync(stderr, 'utf8')}ended: ${ended}\n`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  bench: Bench,
  file: TestFile,
  stdout: string,
  stderr: string,
): Promise<number | string | null> {
  const outputs = [stdout, stderr].map((path) => openSync(path, 'w'));
  try {
    const [program = '', ...args] = commandOf(bench, file);
    const child = spawn(program, args, {
      cwd: tmpdir(),
      stdio: ['ignore', ...outputs],
      env: {
        ...wineEnvironment(bench.arch),
        TAP_TIMEOUT: String(LIMIT_MS / 1000),
        MAPILEAK_WINE_ARCH: bench.arch,
        ...(file.runsOn === 'windows' ? { NODE_PATH: dosPath(bench.modules) } : {}),
      },
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const ended = await new Promise<number | string | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(signal ?? code));
    });
    clearTimeout(limit);
    return ended;
  } finally {
    for (const output of outputs) closeSync(output);
  }
}

function commandOf({ node }: Bench, { name, runsOn }: TestFile): readonly string[] {
  const path = join(COMPILED_TESTS, name);
  // See ProcessHeaps.walk: V8's helper threads would wait for a heap that is being walked.
  return runsOn === 'linux' ? [process.execPath, path] : ['wine', node, '--single-threaded', dosPath(path)];
}

/** tap ends with `# { total: 12, pass: 10, fail: 1, skip: 1 }`; counts that are 0 are left out. */
function countsOf(tap: string): Pick<TestOutcome, 'passed' | 'failed' | 'skipped'> {
  const totals = /^# \{ total: .*$/m.exec(tap)?.[0] ?? '';
  const count = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(totals)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') };
}

/** Whether all planned tests were run and none of them failed. */
async function isComplete(tap: string): Promise<boolean> {
  const parser = new Parser();
  const done = new Promise<FinalResults>((resolve) => parser.on('complete', resolve));
  parser.end(tap);
  return (await done).ok;
}
