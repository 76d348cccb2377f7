import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Programs of others that read what is reported; `.ci/run` installs them. */
export type ReaderName = 'xmllint' | 'promtool' | 'cmark-gfm';

/** Why a program cannot read anything here; false if it can. */
export function skipWithout(program: ReaderName): string | false {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program))) ? false : `there is no ${program}`;
}

/** Gives a text to a program and returns what it says of it. @throws Error if it refuses it */
export function read(program: ReaderName, args: readonly string[], text: string): string {
  const { error, status, stderr, stdout } = spawnSync(program, args, { input: text, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} refuses it (${status}): ${stderr}${stdout}`);
  return stdout + stderr;
}

const schemaOf = (name: string): string =>
  fileURLToPath(new URL(`../../../test/fixtures/junit/${name}.xsd`, import.meta.url));

/** Holds JUnit XML against the rules of both schemas. */
export function checkJunit(xml: string): void {
  for (const name of ['jenkins', 'ant-report']) {
    read('xmllint', ['--noout', '--nonet', '--schema', schemaOf(name), '-'], xml);
  }
}

/** Parses metrics, and lints their names and types. */
export function checkMetrics(text: string): void {
  read('promtool', ['check', 'metrics'], text);
}

/** Markdown as GitHub renders it. */
export function markdownToHtml(text: string): string {
  return read('cmark-gfm', ['-e', 'table', '-e', 'autolink', '-e', 'strikethrough', '-e', 'tasklist'], text);
}
