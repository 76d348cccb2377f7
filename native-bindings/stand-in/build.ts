import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import { compilerName } from './compiler.ts';
import { linuxRecipe } from './linux-recipe.ts';
import { make } from './make.ts';
import {
  type LinuxStandIn,
  linuxFolder,
  linuxStandIn,
  type StandInRelease,
  type StandInVariant,
  WINDOWS_PLATFORMS,
  type WindowsPlatform,
  type WindowsStandIn,
  windowsFolder,
  windowsStandIn,
} from './paths.ts';
import { windowsRecipe } from './windows-recipe.ts';

interface BuildPlace {
  /** The folder that holds one folder for each variant and platform. Default: beside the sources. */
  readonly buildRoot?: string;
  /** Where `CC` and `PATH` are read. Default: the environment of this process. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface BuildOptions extends BuildPlace {
  /** Default: plain. */
  readonly variant?: StandInVariant;
}

export interface DllBuildOptions extends BuildPlace {
  readonly platform: WindowsPlatform;
  /** Default: hotfixed. */
  readonly release?: StandInRelease;
}

export interface BuildOutcome<Paths> {
  /** False when everything was there already. */
  readonly built: boolean;
  readonly paths: Paths;
}

/**
 * Builds the libraries of Linux if their sources, flags or compiler have changed.
 * @throws HarnessError NO_COMPILER, STAND_IN_BUILD
 */
export function buildStandIn(options: BuildOptions = {}): BuildOutcome<LinuxStandIn> {
  refuseOnWindows();
  if (process.platform !== 'linux') {
    throw new HarnessError(
      'STAND_IN_BUILD',
      `The stand-in is not available on ${process.platform} yet.`,
      'Name a MAPI provider with --mapi system or --mapi PATH.',
    );
  }
  const { variant = 'plain', buildRoot, environment = process.env } = options;
  const recipe = linuxRecipe(variant, compilerName(environment));
  const built = make(recipe, linuxFolder(variant, buildRoot), environment);
  return { built, paths: linuxStandIn(variant, buildRoot) };
}

/**
 * Cross-builds the provider for Windows by mingw-w64, if its sources, flags or compiler have changed.
 * @throws HarnessError NO_COMPILER, STAND_IN_BUILD
 */
export function buildStandInDll(options: DllBuildOptions): BuildOutcome<WindowsStandIn> {
  refuseOnWindows();
  const { platform, release = 'hotfixed', buildRoot, environment = process.env } = options;
  const built = make(
    windowsRecipe(platform, release),
    windowsFolder(platform, release, buildRoot),
    environment,
  );
  return { built, paths: windowsStandIn(platform, release, buildRoot) };
}

function refuseOnWindows(): void {
  if (process.platform !== 'win32') return;
  throw new HarnessError(
    'STAND_IN_BUILD',
    'The stand-in cannot be built on Windows: its DLLs are cross-built on Linux.',
    'Take them from a package of mapileak, or build them on Linux: node dist/native-bindings/stand-in/build.js --target all-windows',
  );
}

const LINUX = 'linux';
const ALL_WINDOWS = 'all-windows';
const RELEASES = ['hotfixed', 'sp1'] as const;
const TARGETS: readonly string[] = [LINUX, ...WINDOWS_PLATFORMS, ALL_WINDOWS];

/** `--target` may be given several times; without one the libraries of Linux are built. */
function targetsOf(args: readonly string[]): readonly string[] {
  const targets = readTargets(args);
  const unknown = targets.find((target) => !TARGETS.includes(target));
  if (unknown === undefined) return targets;
  throw new HarnessError('USAGE', `There is no target ${unknown}.`, `Targets are ${TARGETS.join(', ')}.`);
}

function readTargets(args: readonly string[]): readonly string[] {
  const options = { target: { type: 'string', multiple: true } } as const;
  try {
    return parseArgs({ args: [...args], options }).values.target ?? [LINUX];
  } catch (thrown) {
    throw new HarnessError('USAGE', messageOf(thrown), `Say --target and one of ${TARGETS.join(', ')}.`);
  }
}

function buildTargets(targets: readonly string[]): readonly BuildOutcome<{ readonly mapi32: string }>[] {
  const platforms = WINDOWS_PLATFORMS.filter(
    (platform) => targets.includes(platform) || targets.includes(ALL_WINDOWS),
  );
  const dlls = platforms.flatMap((platform) => RELEASES.map((release) => ({ platform, release })));
  return [...(targets.includes(LINUX) ? [buildStandIn()] : []), ...dlls.map(buildStandInDll)];
}

function main(): void {
  try {
    const startedMs = performance.now();
    const made = buildTargets(targetsOf(process.argv.slice(2))).filter(({ built }) => built);
    if (made.length === 0) return;
    const elapsedSeconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    const files = made.map(({ paths }) => paths.mapi32).join(', ');
    process.stderr.write(`Built the stand-in in ${elapsedSeconds} s: ${files}\n`);
  } catch (thrown) {
    if (!(thrown instanceof HarnessError)) throw thrown;
    process.stderr.write(`${thrown.message}\n${thrown.remedy}\n`);
    process.exitCode = thrown.exitCode;
  }
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) main();
