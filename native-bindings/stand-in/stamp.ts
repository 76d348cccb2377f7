import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe, SourceFile } from './recipe.ts';

/** What a build was made of, kept beside it: the hash of the sources, then the compiler, a line each. */
export const STAMP_FILE = 'made-of.txt';

export interface Stamp {
  readonly sources: string;
  readonly compiler: string;
}

/** A hash over every source and every argument, but not over the compiler, which may be gone after a build. */
export function hashOfSources(sources: readonly SourceFile[], recipe: Recipe): string {
  const hash = createHash('sha256');
  const names = sources.map(({ name }) => name);
  for (const { args } of recipe.commands(names, '')) hash.update(JSON.stringify(args));
  for (const { name, text } of sources) hash.update(`${name}\0${text.length}\0`).update(text);
  return hash.digest('hex');
}

export function stampText({ sources, compiler }: Stamp): string {
  return `${sources}\n${compiler}\n`;
}

/** The stamp of what lies in a folder; undefined if anything is missing there. */
export function readStamp(folder: string, products: readonly string[]): Stamp | undefined {
  const files = [...products, STAMP_FILE].map((name) => join(folder, name));
  if (!files.every((file) => existsSync(file))) return undefined;
  const [sources = '', compiler = ''] = readFileSync(join(folder, STAMP_FILE), 'utf8').split('\n');
  return { sources, compiler };
}

/** Without a compiler what is there must do, if it is of these sources. */
export function isFresh(stamp: Stamp | undefined, sources: string, compiler: string | undefined): boolean {
  return stamp?.sources === sources && (compiler === undefined || stamp.compiler === compiler);
}
