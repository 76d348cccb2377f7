import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../../harness/contract/errors.ts';
import { type Compiler, findProgram } from './compiler.ts';
import { standInFolder } from './paths.ts';
import { type Command, type Recipe, readSources } from './recipe.ts';
import { hashOfSources, isFresh, readStamp, STAMP_FILE, stampText } from './stamp.ts';

/**
 * Makes what a recipe says if sources, flags or compiler have changed; whether it did. Several at once do no harm:
 * each works in a folder of its own and moves finished files into place.
 * @throws HarnessError NO_COMPILER, STAND_IN_BUILD
 */
export function make(recipe: Recipe, folder: string, environment: NodeJS.ProcessEnv): boolean {
  const sources = readSources(standInFolder(), recipe);
  const hash = hashOfSources(sources, recipe);
  const tools = findTools(recipe.programs, environment);
  const compiler = tools && identityOf(tools);
  if (isFresh(readStamp(folder, recipe.products), hash, compiler)) return false;

  if (tools === undefined || compiler === undefined) throw noCompiler(recipe);
  const names = sources.map(({ name }) => name);
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(folder, 'new-'));
  try {
    for (const command of recipe.commands(names, workshop)) run(command, tools, environment);
    writeFileSync(join(workshop, STAMP_FILE), stampText({ sources: hash, compiler }));
    // The stamp comes last: a build that is interrupted here is stale, not wrong.
    for (const name of [...recipe.products, STAMP_FILE]) renameSync(join(workshop, name), join(folder, name));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return true;
}

type Tools = ReadonlyMap<string, Compiler>;

/** Every program by its name, or undefined if one is missing. */
function findTools(programs: readonly string[], environment: NodeJS.ProcessEnv): Tools | undefined {
  const found = new Map<string, Compiler>();
  for (const program of programs) {
    const tool = findProgram(program, environment);
    if (tool === undefined) return undefined;
    found.set(program, tool);
  }
  return found;
}

function identityOf(tools: Tools): string {
  return [...tools.values()].map(({ identity }) => identity).join(' ');
}

function run({ program, args }: Command, tools: Tools, environment: NodeJS.ProcessEnv): void {
  const path = tools.get(program)?.path ?? program;
  const { status, stderr, error } = spawnSync(path, args, {
    cwd: standInFolder(),
    encoding: 'utf8',
    env: environment,
  });
  if (status === 0) return;
  throw new HarnessError(
    'STAND_IN_BUILD',
    `${path} could not build the stand-in:\n${error?.message ?? stderr}`,
    'Use gcc or clang with C11, and report this if it is a current one.',
  );
}

function noCompiler({ programs, remedy }: Recipe): HarnessError {
  return new HarnessError(
    'NO_COMPILER',
    `The stand-in has to be built, and there is no C compiler on PATH (${programs.join(', ')}).`,
    remedy,
  );
}
