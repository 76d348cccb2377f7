import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarnessError } from '../../harness/contract/errors.ts';
import { type Compiler, findCompiler } from './compiler.ts';
import { buildFolder, type StandInPaths, type StandInVariant, standInFolder, standInPaths } from './paths.ts';
import { compilerArguments, LIBRARIES, readSources } from './recipe.ts';
import { hashOfSources, isFresh, readStamp, STAMP_FILE, type Stamp, stampText } from './stamp.ts';

export interface BuildOptions {
  /** Default: plain. */
  readonly variant?: StandInVariant;
  /** The folder that holds one folder for each variant and platform. Default: beside the sources. */
  readonly buildRoot?: string;
  /** Where `CC` and `PATH` are read. Default: the environment of this process. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface BuildOutcome {
  /** False when everything was there already. */
  readonly built: boolean;
  readonly paths: StandInPaths;
}

/**
 * Builds the stand-in's libraries if their sources, flags or compiler have changed. Several builds at once do no
 * harm: each works in a folder of its own and moves finished files into place.
 * @throws HarnessError NO_COMPILER, STAND_IN_BUILD
 */
export function buildStandIn(options: BuildOptions = {}): BuildOutcome {
  if (process.platform !== 'linux') {
    throw new HarnessError(
      'STAND_IN_BUILD',
      `The stand-in is not available on ${process.platform} yet.`,
      'Name a MAPI provider with --mapi system or --mapi PATH.',
    );
  }
  const { variant = 'plain', buildRoot, environment = process.env } = options;
  const folder = buildFolder(variant, buildRoot);
  const paths = standInPaths(variant, buildRoot);
  const sources = readSources(standInFolder());
  const hash = hashOfSources(sources, variant);
  const compiler = findCompiler(environment);
  if (isFresh(readStamp(folder), hash, compiler?.identity)) return { built: false, paths };

  if (compiler === undefined) throw noCompiler();
  const names = sources.map(({ name }) => name);
  compile(compiler, names, variant, folder, environment, { sources: hash, compiler: compiler.identity });
  return { built: true, paths };
}

function compile(
  compiler: Compiler,
  sources: readonly string[],
  variant: StandInVariant,
  folder: string,
  environment: NodeJS.ProcessEnv,
  stamp: Stamp,
): void {
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(folder, 'new-'));
  try {
    for (const recipe of LIBRARIES) {
      runCompiler(compiler, compilerArguments(recipe, sources, variant, workshop), environment);
    }
    writeFileSync(join(workshop, STAMP_FILE), stampText(stamp));
    // The stamp comes last: a build that is interrupted here is stale, not wrong.
    for (const name of [...LIBRARIES.map(({ library }) => library), STAMP_FILE]) {
      renameSync(join(workshop, name), join(folder, name));
    }
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function runCompiler(compiler: Compiler, args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const { status, stderr, error } = spawnSync(compiler.path, args, {
    cwd: standInFolder(),
    encoding: 'utf8',
    env: environment,
  });
  if (status === 0) return;
  throw new HarnessError(
    'STAND_IN_BUILD',
    `${compiler.path} could not build the stand-in:\n${error?.message ?? stderr}`,
    'Use gcc or clang with C11, and report this if it is a current one.',
  );
}

function noCompiler(): HarnessError {
  return new HarnessError(
    'NO_COMPILER',
    'The stand-in has to be built, and there is no C compiler on PATH.',
    'Install the Debian package gcc: apt-get install gcc libc6-dev',
  );
}

function main(): void {
  try {
    const startedMs = performance.now();
    const { built, paths } = buildStandIn();
    if (!built) return;
    const elapsedSeconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stderr.write(`Built the stand-in in ${elapsedSeconds} s: ${paths.mapi32}\n`);
  } catch (thrown) {
    if (!(thrown instanceof HarnessError)) throw thrown;
    process.stderr.write(`${thrown.message}\n${thrown.remedy}\n`);
    process.exitCode = thrown.exitCode;
  }
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) main();
