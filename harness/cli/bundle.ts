import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import { type AliasEntry, Aliases, aliasMapSchema } from '../bundle/aliases.ts';
import { NameIndex } from '../bundle/name-index.ts';
import type { RunName } from '../bundle/names.ts';
import type { ScrubberParts } from '../bundle/scrubber.ts';
import { Tellings } from '../bundle/telling.ts';
import { EXIT, type ExitCode, HarnessError, messageOf } from '../contract/errors.ts';
import { readClaimsPlan } from '../execute/claims-folder.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { checkBundle } from './bundle-check.ts';
import { type Bundled, coverText, renderBundle } from './bundle-cover.ts';
import { NameGatherer } from './bundle-names.ts';
import { filesIn, rewriteAll, runsIn } from './bundle-rewrite.ts';
import { zipFiles } from './bundle-zip.ts';
import { showNote } from './messages.ts';
import { screenOf, type Terminal } from './terminal.ts';

export interface BundleOptions {
  readonly run: string;
  readonly out?: string | undefined;
  readonly map?: string | undefined;
  /** Further texts that must not be in it, such as the name of a customer. */
  readonly hide: readonly string[];
  readonly password: PasswordSource;
  readonly json: boolean;
}

/** The folder in the zip. It is not named after the run folder, whose name may name somebody. */
const PREFIX = 'mapileak-bundle/';

/** Writes a zip of a run folder, or of a folder of claims, in which nobody is named; and reads it back to be sure. */
export async function bundleRun(options: BundleOptions, terminal: Terminal): Promise<ExitCode> {
  const run = options.run.replace(/(?<=.)[\\/]+$/, '');
  const claims = await readClaimsPlan(run);
  const runs = runsIn(run, claims);
  const out = options.out ?? `${resolve(run)}.bundle.zip`;
  const mapFile = options.map ?? `${resolve(run)}.aliases.json`;
  if (existsSync(out)) throw alreadyThere(out);
  const known = readMap(mapFile);
  const gatherer = new NameGatherer();
  gatherer.addHost(run, terminal.environment);
  for (const each of runs) await gatherer.addRun(join(run, each));
  for (const each of options.hide) gatherer.add('hidden', each);
  const password = await readPassword(options.password, processPasswordIo());
  if (password !== null) gatherer.add('secret', password.bytes.toString('utf16le').replace(/\0$/, ''));
  password?.erase();
  const { names, notes, reserved } = gatherer.gathered();
  for (const note of notes) showNote(terminal, `Note: ${note}.`);

  const all = [...names, ...known.map(({ kind, name }) => ({ kind, text: name }))];
  const index = new NameIndex(all);
  const parts: ScrubberParts = {
    index,
    tellings: new Tellings(index),
    aliases: new Aliases(known, names, reserved),
  };
  const draft = mkdtempSync(join(tmpdir(), 'mapileak-bundle-'));
  try {
    const { leftOut, places, result } = await rewriteAll({ run, runs, claims, draft, ...parts });
    const verdict = verdictOf(join(run, RUN_FILES.result));
    if (result !== null && verdict !== null && verdict !== result.verdict) {
      showNote(
        terminal,
        `Note: judged anew the verdict is ${result.verdict}; in the run folder it is ${verdict}.`,
      );
    }
    writeFileSync(join(draft, 'BUNDLE.txt'), coverText(places), { mode: 0o600 });
    const entries = await writeChecked(out, draft, all, parts);
    saveMap(mapFile, parts.aliases);
    const bundled: Bundled = {
      schema: 1,
      file: out,
      bytes: (await stat(out)).size,
      sha256: await hashOf(out),
      map: mapFile,
      entries,
      replaced: replacedOf(places, parts.aliases),
      leftOut,
      searched: new Set([...all.map(({ text }) => text), ...parts.aliases.entries().map(({ name }) => name)])
        .size,
    };
    terminal.stdout.write(
      options.json
        ? `${JSON.stringify(bundled, null, 2)}\n`
        : renderBundle(bundled, screenOf(terminal.stdout, terminal.environment)),
    );
    return EXIT.ok;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The zip has its name only once nothing was found in it. */
async function writeChecked(
  out: string,
  draft: string,
  names: readonly RunName[],
  parts: ScrubberParts,
): Promise<Bundled['entries']> {
  const unchecked = `${out}.unchecked`;
  try {
    await zipFiles(unchecked, draft, filesIn(draft), PREFIX);
    const { entries, leak } = await checkBundle(unchecked, names, parts, PREFIX);
    if (leak !== null) {
      throw new HarnessError(
        'BUNDLE_NOT_CLEAN',
        `${leak.entry} would still tell what ${leak.alias} stands for, so there is no bundle`,
        'Name the text that tells it with --hide, or take that file out of the run folder; and please report this.',
      );
    }
    await rename(unchecked, out);
    return entries;
  } catch (error) {
    await rm(unchecked, { force: true });
    if (error instanceof HarnessError) throw error;
    throw new HarnessError(
      'USAGE',
      `${out} cannot be written: ${messageOf(error)}`,
      'Name a file in a folder that exists and can be written, with --out.',
      { cause: error },
    );
  }
}

function alreadyThere(file: string): HarnessError {
  return new HarnessError(
    'USAGE',
    `${file} exists already`,
    'Move it away, or name another file with --out.',
  );
}

/** @throws HarnessError INPUT_FILE: with a map that cannot be read, aliases would not mean what they meant */
function readMap(file: string): readonly AliasEntry[] {
  if (!existsSync(file)) return [];
  try {
    return aliasMapSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).aliases;
  } catch (error) {
    throw new HarnessError(
      'INPUT_FILE',
      `${file} is no map of aliases`,
      'Move it away, or name another file with --map.',
      { cause: error },
    );
  }
}

function saveMap(file: string, aliases: Aliases): void {
  try {
    writeFileAtomic.sync(file, `${JSON.stringify(aliases.map(), null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `${file} could not be written: ${messageOf(error)}`,
      'Name a file for the map from aliases to names with --map, and the bundle anew with --out.',
      { cause: error },
    );
  }
}

/** null where there is none that can be read. */
function verdictOf(file: string): string | null {
  try {
    const { verdict } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof verdict === 'string' ? verdict : null;
  } catch {
    return null;
  }
}

function replacedOf(places: ReadonlyMap<string, number>, aliases: Aliases): Bundled['replaced'] {
  const stems = [...places.keys()].sort();
  return stems.map((kind) => ({
    kind,
    aliases: aliases.entries().filter(({ alias }) => alias.startsWith(`${kind}-`)).length,
    places: places.get(kind) ?? 0,
  }));
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
