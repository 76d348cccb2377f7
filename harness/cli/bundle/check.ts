import { basename } from 'node:path/posix';
import { NameIndex } from '../../bundle/name-index.ts';
import { looksLikeAlias, NAME_KINDS, type RunName } from '../../bundle/names.ts';
import { isMeantHere, Scrubber, type ScrubberParts } from '../../bundle/scrubber.ts';
import { viewsOf } from '../../bundle/views.ts';
import { isSamples } from '../../execute/rotation.ts';
import { readZip, type ZipEntry } from './zip-reader.ts';

/** What must not be there and is: in which file, and by its alias. */
export interface Leak {
  readonly entry: string;
  readonly alias: string;
}

/** What was read back. */
export interface Checked {
  readonly leak: Leak | null;
  readonly entries: readonly { readonly name: string; readonly bytes: number }[];
}

/** Samples, of which there can be millions and which have no field for names, are searched piece by piece. */
const PIECE_BYTES = 4 << 20;

/**
 * Reads a bundle back and searches every entry for every name: those that tell something anywhere by their bytes, as UTF-8
 * and as UTF-16 of both byte orders, in every form and case; those that are words of the program, too, in what has
 * no fields, and by what stands in the fields.
 */
export async function checkBundle(
  file: string,
  names: readonly RunName[],
  parts: ScrubberParts,
  prefix: string,
): Promise<Checked> {
  const entries = await readZip(file);
  const checker = new Checker(names, parts);
  const told = entries.map(({ bytes, name }) => ({ bytes, name: name.slice(prefix.length) }));
  for (const entry of entries) {
    const alias = (await checker.leakOf(entry)) ?? checker.inBytes(Buffer.from(entry.name));
    if (alias !== null) return { leak: { entry: entry.name, alias }, entries: told };
  }
  return { leak: null, entries: told };
}

class Checker {
  private readonly index: NameIndex;
  private readonly parts: ScrubberParts;
  private readonly aliasOf: ReadonlyMap<string, string>;
  private readonly scrubber: Scrubber;

  /** Also of those that were found by their form alone. */
  constructor(names: readonly RunName[], parts: ScrubberParts) {
    const known = parts.aliases.entries();
    const all = [...names, ...known.map(({ kind, name }): RunName => ({ kind, text: name }))].sort(
      (a, b) => NAME_KINDS.indexOf(a.kind) - NAME_KINDS.indexOf(b.kind),
    );
    this.parts = parts;
    // Words of the program would be found at every step.
    this.index = new NameIndex(all.filter((name) => parts.tellings.of(name) === 'anywhere'));
    this.aliasOf = new Map(known.map(({ alias, kind, name }) => [`${kind} ${name}`, alias]));
    this.scrubber = new Scrubber({ ...parts, index: new NameIndex(all) });
  }

  async leakOf(entry: ZipEntry): Promise<string | null> {
    const overlap = 2 * this.index.longest;
    let rest = Buffer.alloc(0);
    let pieces: Buffer[] = [];
    let length = 0;
    const isLong = isSamples(basename(entry.name));
    for await (const chunk of entry.content()) {
      const bytes = Buffer.from(chunk);
      pieces.push(bytes);
      length += bytes.length;
      if (!isLong || length < PIECE_BYTES) continue;
      const piece = Buffer.concat([rest, ...pieces]);
      const found = this.inBytes(piece);
      if (found !== null) return found;
      rest = piece.subarray(Math.max(0, piece.length - overlap));
      pieces = [];
      length = 0;
    }
    const last = Buffer.concat([rest, ...pieces]);
    return this.inBytes(last) ?? (isLong ? null : this.inMeaning(entry.name, last));
  }

  /** The alias of a name that would tell something wherever it stood. */
  inBytes(bytes: Buffer): string | null {
    let alias: string | null = null;
    for (const view of viewsOf(bytes, this.index.wide)) {
      this.index.search(view, (found) => {
        const { name } = found;
        const isTold = isMeantHere(found, view, this.parts.tellings);
        if (isTold) alias ??= this.aliasOf.get(`${name.kind} ${name.text}`) ?? name.kind;
        return isTold;
      });
      if (alias !== null) return alias;
    }
    return null;
  }

  /** The kind of a name that is a word of the program, and stands where it is meant as a name. */
  private inMeaning(entry: string, bytes: Buffer): string | null {
    if (/\.(?:log|reg)$/.test(entry)) return this.scrubber.firstIn(bytes);
    if (!/\.(?:json|ndjson)$/.test(entry)) return null;
    const isJudged = /(?:result|claims)\.json$/.test(entry);
    for (const line of entry.endsWith('.ndjson') ? linesOf(bytes) : [bytes.toString('utf8')]) {
      const found = this.inValue(JSON.parse(line), '', isJudged);
      if (found !== null) return found;
    }
    return null;
  }

  private inValue(value: unknown, key: string, isJudged: boolean): string | null {
    if (typeof value === 'string') {
      if (key === 'mailbox' && !looksLikeAlias(value)) return 'mailbox';
      return !isJudged && SENTENCES.has(key) ? this.scrubber.firstIn(Buffer.from(value)) : null;
    }
    if (typeof value !== 'object' || value === null) return null;
    for (const [inner, each] of Object.entries(value)) {
      if (key === 'byMailbox' && !looksLikeAlias(inner)) return 'mailbox';
      const found = this.inValue(each, Array.isArray(value) ? key : inner, isJudged);
      if (found !== null) return found;
    }
    return null;
  }
}

/** Fields that hold a text whose words nobody knows. */
const SENTENCES: ReadonlySet<string> = new Set([
  'detail',
  'error',
  'finding',
  'reason',
  'remedy',
  'unreadable',
  'why',
]);

/** A last line that was cut off is none. */
function linesOf(bytes: Buffer): readonly string[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'));
}
