import type { Found, NameIndex } from './name-index.ts';
import { isAsked, type RunName } from './names.ts';
import { folded, type View, viewsOf } from './views.ts';

/**
 * Where a name tells something in running text. `anywhere`, also within a longer word: what the program says of itself
 * never contains it. `as-word`: it does, but within other words. `labelled`: it is a word that the program uses (a mailbox
 * called `on`); it is a name only in quotes, or behind a word such as mailbox.
 */
export type Telling = 'anywhere' | 'as-word' | 'labelled';

/**
 * Addresses, paths and names of files or hosts are no words. Were one said without being a name, it would come from a field
 * that is not written anew: then there must be no bundle, rather than one that is not searched for it.
 */
const NO_WORD = /\p{L}.*[.@\\/]|[.@\\/].*\p{L}/u;

/** Learns from what the program says without any name which names are no more than words of it. */
export class Tellings {
  private readonly common = new Map<string, 'as-word' | 'labelled'>();
  /** Nothing more is to be learnt of these. */
  private readonly words = new Set<RunName>();
  private readonly index: NameIndex;

  constructor(index: NameIndex) {
    this.index = index;
  }

  /** @param bytes what is known to name nothing; a name that is cut at its ends is not learnt */
  learn(bytes: Buffer): void {
    for (const view of viewsOf(bytes, this.index.wide)) {
      const hear = ({ from, name, to }: Found): boolean => {
        if (NO_WORD.test(name.text)) return false;
        const isLearnt = isWord(view, from, to);
        if (isLearnt) this.words.add(name);
        this.common.set(keyOf(name), isLearnt ? 'labelled' : 'as-word');
        return false;
      };
      this.index.search(view, hear, this.words);
    }
  }

  /** What its user wants hidden is never taken for a word: where it cannot be replaced there is no bundle. */
  of(name: RunName): Telling {
    if (isAsked(name.kind)) return 'anywhere';
    return this.common.get(keyOf(name)) ?? 'anywhere';
  }
}

/** Of names that differ in case alone only one is ever found. */
const keyOf = ({ text }: RunName): string => folded(text.normalize('NFC'));

/** Whether the name at a place is meant as one. */
export function isMeant(telling: Telling, view: View, from: number, to: number): boolean {
  switch (telling) {
    case 'anywhere':
      return true;
    case 'as-word':
      return isWord(view, from, to);
    case 'labelled':
      return isWord(view, from, to) && isLabelled(view.text, from, to);
  }
}

/** Aliases and the names of replicates (`on-1`) are words as a whole. */
function isWord(view: View, from: number, to: number): boolean {
  const { text } = view;
  const isPart = (at: number): boolean => at >= 0 && at < text.length && view.isWordUnit(text.charCodeAt(at));
  if (isPart(from) && isPart(from - 1)) return false;
  if (isPart(to - 1) && isPart(to)) return false;
  return !/^-\d/.test(text.slice(to, to + 2));
}

const LABEL = /(?:mailbox|user|account|domain|server|host|profile|store of|cn=|ou=|o=|\S@)[ :="'‘“(]*$/i;
const OPENING = '"\'`‘“«<[(';
const CLOSING = '"\'`’”»>])';
const LONGEST_LABEL = 16;

function isLabelled(text: string, from: number, to: number): boolean {
  const quote = OPENING.indexOf(text[from - 1] ?? '\0');
  if (quote >= 0 && CLOSING[quote] === text[to]) return true;
  if (text[to] === '@') return true;
  return LABEL.test(text.slice(Math.max(0, from - LONGEST_LABEL), from));
}
