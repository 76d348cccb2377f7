import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of one program, in the stand-in's folder. */
export interface Command {
  /** A name to be looked up on PATH, or a path. */
  readonly program: string;
  readonly args: readonly string[];
}

/** How the files of one folder are made of C sources. */
export interface Recipe {
  /** Folders of sources, relative to the stand-in's. */
  readonly sourceFolders: readonly string[];
  /** What is made. */
  readonly products: readonly string[];
  /** All programs of the commands. */
  readonly programs: readonly string[];
  /** What to do where one of them is missing. */
  readonly remedy: string;
  /** What makes the products in `outputFolder`, one command after the other. */
  commands(sources: readonly string[], outputFolder: string): readonly Command[];
}

export interface SourceFile {
  /** Relative to the stand-in's folder. */
  readonly name: string;
  readonly text: Buffer;
}

/** For our own tests: a user's compiler may know warnings that ours does not, and must still build. */
export const WARNING_FLAGS = ['-Wall', '-Wextra', '-Wshadow', '-Wconversion', '-Werror'] as const;

const SOURCE_FILE = /\.(?:c|h|def|rc)$/;

/** All files that a recipe depends on: headers and such included. */
export function readSources(standInFolder: string, recipe: Recipe): readonly SourceFile[] {
  return recipe.sourceFolders.flatMap((folder) =>
    readdirSync(join(standInFolder, folder))
      .filter((name) => SOURCE_FILE.test(name))
      .sort()
      .map((name) => ({ name: join(folder, name), text: readFileSync(join(standInFolder, folder, name)) })),
  );
}

/** The C files of one folder. */
export function cFilesOf(folder: string, sources: readonly string[]): readonly string[] {
  return sources.filter((name) => name.startsWith(join(folder, '/')) && name.endsWith('.c'));
}
