import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../../scenarios/credentials/password.ts';
import { Aliases } from '../../bundle/aliases.ts';
import { NameIndex } from '../../bundle/name-index.ts';
import { Scrubber, type ScrubberParts } from '../../bundle/scrubber.ts';
import { Tellings } from '../../bundle/telling.ts';
import { EXIT, type ExitCode, HarnessError } from '../../contract/errors.ts';
import { readClaimsPlan } from '../../execute/claims-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import { showNote } from '../messages.ts';
import { screenOf, type Terminal } from '../terminal.ts';
import { checkBundle, type Leak } from './check.ts';
import { type Bundled, coverText, renderBundle } from './cover.ts';
import { type GatheredNames, NameGatherer } from './names.ts';
import { hashOf, keepZip, readMap, requireNothingAt, saveMap } from './output.ts';
import { filesIn, rewriteAll, runsIn } from './rewrite.ts';
import { zipFiles } from './zip.ts';

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
  requireNothingAt(out);
  const known = readMap(mapFile);
  const { names, notes, reserved } = await gather(run, runs, options, terminal);
  for (const note of notes) showNote(terminal, `Note: ${note}.`);
  const all = [...names, ...known.map(({ kind, name }) => ({ kind, text: name }))];
  const index = new NameIndex(all);
  const aliases = new Aliases(known, names, reserved);
  const parts: ScrubberParts = { index, tellings: new Tellings(index), aliases };

  const bundled = await withDraft(async (draft): Promise<Bundled> => {
    const content = join(draft, 'content');
    const { leftOut, places, result } = await rewriteAll({ run, runs, claims, draft: content, ...parts });
    const verdict = verdictOf(join(run, RUN_FILES.result));
    if (result !== null && verdict !== null && verdict !== result.verdict) {
      const anew = `judged anew the verdict is ${result.verdict}; in the run folder it is ${verdict}`;
      showNote(terminal, `Note: ${anew}.`);
    }
    writeFileSync(join(content, 'BUNDLE.txt'), coverText(places), { mode: 0o600 });
    const zip = join(draft, 'bundle.zip');
    await zipFiles(zip, content, filesIn(content), PREFIX);
    const { entries, leak } = await checkBundle(zip, all, parts, PREFIX);
    if (leak !== null) throw notClean(leak);
    saveMap(mapFile, aliases);
    keepZip(zip, out);
    return {
      schema: 1,
      file: out,
      bytes: statSync(out).size,
      sha256: await hashOf(out),
      map: mapFile,
      entries,
      replaced: replacedOf(places, aliases),
      leftOut,
      searched: new Set([...all.map(({ text }) => text), ...aliases.entries().map(({ name }) => name)]).size,
    };
  });
  const named = basename(out).replace(/(?:\.bundle)?\.zip$/i, '');
  if (new Scrubber(parts).firstIn(Buffer.from(named)) !== null) {
    showNote(
      terminal,
      `Note: the zip's own name has a name of the run in it (${named}). Rename it, or give --out.`,
    );
  }
  terminal.stdout.write(
    options.json
      ? `${JSON.stringify(bundled, null, 2)}\n`
      : renderBundle(bundled, screenOf(terminal.stdout, terminal.environment)),
  );
  return EXIT.ok;
}

async function gather(
  run: string,
  runs: readonly string[],
  { hide, password: source }: BundleOptions,
  { environment }: Terminal,
): Promise<GatheredNames> {
  const gatherer = new NameGatherer();
  const password = await readPassword(source, processPasswordIo());
  if (password !== null) gatherer.add('secret', password.bytes.toString('utf16le').replace(/\0$/, ''));
  password?.erase();
  for (const each of hide) gatherer.add('hidden', each);
  gatherer.addHost(run, environment);
  for (const each of runs) await gatherer.addRun(join(run, each));
  return gatherer.gathered();
}

/** Nothing of what is not checked yet is left behind, whether the action ends, throws or is stopped. */
async function withDraft<T>(action: (draft: string) => Promise<T>): Promise<T> {
  const draft = mkdtempSync(join(tmpdir(), 'mapileak-bundle-'));
  const remove = (): void => rmSync(draft, { recursive: true, force: true });
  const stop = (): void => {
    remove();
    process.exit(EXIT.stopped);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await action(draft);
  } finally {
    for (const signal of signals) process.off(signal, stop);
    remove();
  }
}

function notClean({ alias, entry }: Leak): HarnessError {
  return new HarnessError(
    'BUNDLE_NOT_CLEAN',
    `${entry} would still tell what ${alias} stands for, so there is no bundle`,
    'If it is a --hide that is a word of the program, leave that out; else take that file out of the run folder, and report this.',
  );
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
