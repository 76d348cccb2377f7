import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WindowsArch } from '../../packaging/windows-arch.ts';
import { type Judgement, judgeTap, type ProgramEnd } from '../support/judge-tap.ts';
import { COMPILED_TESTS, dosPath } from './places.ts';
import { wineEnvironment } from './prefix.ts';
import type { TestFile } from './test-files.ts';

const LIMIT_MS = 240_000;

/** How one test file ended. */
export interface TestOutcome extends Judgement {
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
    const judged = judgeTap(said, ended);
    const all = `${said}${readFileSync(stderr, 'utf8')}ended: ${ended}\n`;
    return {
      ...judged,
      seconds: (performance.now() - started) / 1000,
      output: judged.problem === null ? '' : `${all}failure: ${judged.problem}\n`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(bench: Bench, file: TestFile, stdout: string, stderr: string): Promise<ProgramEnd> {
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
    const ended = await new Promise<ProgramEnd>((resolve, reject) => {
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
