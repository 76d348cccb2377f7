import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  aliasDigits,
  aliasStem,
  isAsked,
  looksLikeAlias,
  NAME_KINDS,
  type NameKind,
  type RunName,
} from './names.ts';

const entrySchema = z.object({ kind: z.enum(NAME_KINDS), name: z.string(), alias: z.string() });
export type AliasEntry = z.infer<typeof entrySchema>;

/** The map from names to aliases, which stays on the host. Secrets are not in it. */
export const aliasMapSchema = z.object({ schema: z.literal(1), aliases: z.array(entrySchema) });
export type AliasMap = z.infer<typeof aliasMapSchema>;

/**
 * Which alias stands for which name. Names that were known before keep theirs; new ones get the next number of their
 * kind, in the order in which they come. Aliases differ where names do, so nothing that is counted by name changes.
 */
export class Aliases {
  private readonly byName = new Map<string, AliasEntry>();
  private readonly taken = new Set<string>();
  private readonly numbers = new Map<string, number>();

  /**
   * @param names all that are known beforehand: their order of characters is that of their aliases
   * @param reserved names that look like aliases, and stay what they are
   */
  constructor(known: readonly AliasEntry[], names: readonly RunName[], reserved: readonly string[] = []) {
    for (const entry of known) {
      this.byName.set(keyOf(entry.kind, entry.name), entry);
      this.taken.add(entry.alias);
    }
    for (const each of reserved) this.taken.add(each.toLowerCase());
    const ordered = [...names].sort(
      (a, b) => NAME_KINDS.indexOf(a.kind) - NAME_KINDS.indexOf(b.kind) || (a.text < b.text ? -1 : 1),
    );
    // Folders get theirs when they come up: which of them are known depends on who asks, and from where.
    for (const { kind, text } of ordered) if (kind !== 'directory' && kind !== 'program') this.of(kind, text);
  }

  of(kind: NameKind, name: string): string {
    if (name === '' || (!isAsked(kind) && looksLikeAlias(name))) return name;
    const key = keyOf(kind, name);
    const known = this.byName.get(key);
    if (known !== undefined) return known.alias;
    const alias = this.next(kind);
    this.byName.set(key, { kind, name, alias });
    this.taken.add(alias);
    return alias;
  }

  entries(): readonly AliasEntry[] {
    return [...this.byName.values()];
  }

  /** To be kept. */
  map(): AliasMap {
    return { schema: 1, aliases: this.entries().filter(({ kind }) => kind !== 'secret') };
  }

  private next(kind: NameKind): string {
    const stem = aliasStem(kind);
    // Runs are compared by their lists: those of two maps must not be one by chance.
    if (kind === 'list') return `${stem}-${randomBytes(6).toString('hex')}`;
    for (;;) {
      const number = (this.numbers.get(stem) ?? 0) + 1;
      this.numbers.set(stem, number);
      const alias = `${stem}-${String(number).padStart(aliasDigits(kind), '0')}`;
      if (!this.taken.has(alias)) return alias;
    }
  }
}

/** A path is the same path whatever else is known of it. */
const keyOf = (kind: NameKind, name: string): string => `${aliasStem(kind)} ${name}`;
