import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildStandIn } from '../../../native-bindings/stand-in/build.ts';
import { SANITIZER_FLAGS } from '../../../native-bindings/stand-in/linux-recipe.ts';
import { type StandInVariant, standInFolder } from '../../../native-bindings/stand-in/paths.ts';
import { WARNING_FLAGS } from '../../../native-bindings/stand-in/recipe.ts';
import { findCompiler } from '../../support/find-compiler.ts';

/** The C sources of the exerciser, which are not copied to dist/. */
const SOURCES = join(standInFolder(), '../../test/native-bindings/stand-in/exercise');

const FLAGS = ['-std=c11', '-D_GNU_SOURCE', '-g', '-O1', '-pthread', ...WARNING_FLAGS];

export interface SuiteRun {
  readonly checks: readonly { readonly passed: boolean; readonly name: string }[];
  /** Checks the suite says it made; undefined if it did not come to its end. */
  readonly planned: number | undefined;
  readonly status: number | null;
  readonly stderr: string;
}

/** Builds the stand-in if need be, compiles the exerciser against it, and returns the program's path. */
export function compileExerciser(variant: StandInVariant, folder: string): string {
  const libraries = dirname(buildStandIn({ variant }).paths.win32);
  const compiler = findCompiler(process.env);
  if (compiler === undefined) throw new Error('the exerciser needs a C compiler');
  const program = join(folder, `exercise-${variant}`);
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.c'));
  const args = [
    ...FLAGS,
    ...(variant === 'sanitized' ? SANITIZER_FLAGS : []),
    ...sources,
    `-L${libraries}`,
    '-lmapi32',
    '-lwin32',
    `-Wl,-rpath,${libraries}`,
    '-o',
    program,
  ];
  const { status, stderr } = spawnSync(compiler.path, args, { cwd: SOURCES, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the exerciser cannot be compiled:\n${stderr}`);
  return program;
}

/** A registry of its own, and a folder for files. */
export function exerciserEnvironment(folder: string): NodeJS.ProcessEnv {
  mkdirSync(folder, { recursive: true });
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    EXERCISE_FOLDER: folder,
    MAPILEAK_REGISTRY: join(folder, 'registry.txt'),
    // The suites that crash on purpose want to be killed by the signal itself.
    ASAN_OPTIONS: 'handle_segv=0:detect_leaks=1',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  };
}

export function listSuites(program: string): readonly string[] {
  return spawnSync(program, ['--list'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((name) => name !== '');
}

export function runSuite(program: string, suite: string, environment: NodeJS.ProcessEnv): SuiteRun {
  const { stdout, stderr, status } = spawnSync(program, [suite], {
    encoding: 'utf8',
    env: environment,
    timeout: 60_000,
  });
  return { ...parseTap(stdout), status, stderr };
}

/** The lines of TAP the exerciser prints: numbered results with names, and a plan at the end. */
export function parseTap(text: string): Pick<SuiteRun, 'checks' | 'planned'> {
  const lines = text.split('\n');
  const checks = lines.flatMap((line) => {
    const match = /^(not )?ok \d+ - (.*)$/.exec(line);
    return match === null ? [] : [{ passed: match[1] === undefined, name: match[2] ?? '' }];
  });
  const plan = lines.map((line) => /^1\.\.(\d+)$/.exec(line)).find((match) => match !== null);
  return { checks, planned: plan?.[1] === undefined ? undefined : Number(plan[1]) };
}
