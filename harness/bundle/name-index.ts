import type { RunName } from './names.ts';
import { folded, type View } from './views.ts';
import { type WrittenForm, writtenForms } from './written-forms.ts';

/** A name that stands somewhere in a view, as characters of it. */
export interface Found {
  readonly name: RunName;
  readonly form: WrittenForm;
  readonly from: number;
  readonly to: number;
}

/** A form may be a name of several kinds; the first one counts. */
interface Entry {
  readonly name: RunName;
  readonly form: WrittenForm;
}

/** Of UTF-16. */
const UNITS = 0x10000;
const BUCKETS = 0x10000;
const bucketOf = (first: number, second: number): number => (first * 31 + second) & (BUCKETS - 1);

type Hear = (entry: Entry, from: number, to: number) => boolean;
const NONE: readonly number[] = [];

/** Finds thousands of names at once, in whatever case and form they are written. */
export class NameIndex {
  /** Longest form, in characters of a view. */
  readonly longest: number;
  /** Whether a name has no ASCII character: as UTF-16 it then has no zero byte. */
  readonly wide: boolean;
  private readonly entries = new Map<string, Entry>();
  private readonly isSingle = new Uint8Array(UNITS);
  /** By the first two characters, the lengths of forms, the longest first. */
  private readonly lengths = new Map<number, number[]>();
  private readonly hasBucket = new Uint8Array(BUCKETS);

  /** @param names of which the first counts where two are written alike */
  constructor(names: readonly RunName[]) {
    for (const name of names) for (const form of writtenForms(name.text)) this.add(name, form);
    this.wide = names.some(({ text }) => !/[ -~]/.test(text));
    for (const lengths of this.lengths.values()) lengths.sort((a, b) => b - a);
    this.longest = Math.max(1, longestOf(this.lengths));
  }

  /**
   * Tells of every place where a name begins, the longest name at a place first.
   * @param hear whether the name is taken there: then the search goes on behind it, and else with the next shorter one
   * @param known names that need not be told of any more
   */
  search(view: View, hear: (found: Found) => boolean, known: ReadonlySet<RunName> = new Set()): void {
    const hearNew = (entry: Entry, from: number, to: number): boolean =>
      !known.has(entry.name) && hear({ ...entry, from, to });
    const text = folded(view.text);
    const { hasBucket, isSingle } = this;
    for (let at = 0; at < text.length; at++) {
      const first = text.charCodeAt(at);
      const bucket = bucketOf(first, text.charCodeAt(at + 1));
      if (hasBucket[bucket] !== 1 && isSingle[first] !== 1) continue;
      const taken = this.takenAt(text, at, bucket, hearNew);
      if (taken > 0) at += taken - 1;
    }
  }

  private takenAt(text: string, from: number, bucket: number, hear: Hear): number {
    const lengths = this.hasBucket[bucket] === 1 ? this.lengths.get(bucket) : undefined;
    for (const length of lengths ?? NONE) {
      const entry = this.entries.get(text.slice(from, from + length));
      if (entry !== undefined && hear(entry, from, from + length)) return length;
    }
    if (this.isSingle[text.charCodeAt(from)] !== 1) return 0;
    const entry = this.entries.get(text.charAt(from));
    return entry !== undefined && hear(entry, from, from + 1) ? 1 : 0;
  }

  private add(name: RunName, form: WrittenForm): void {
    for (const pattern of patternsOf(form.text)) {
      if (pattern === '' || this.entries.has(pattern)) continue;
      this.entries.set(pattern, { name, form });
      if (pattern.length === 1) {
        this.isSingle[pattern.charCodeAt(0)] = 1;
        continue;
      }
      const bucket = bucketOf(pattern.charCodeAt(0), pattern.charCodeAt(1));
      const lengths = this.lengths.get(bucket) ?? [];
      if (!lengths.includes(pattern.length)) lengths.push(pattern.length);
      this.lengths.set(bucket, lengths);
      this.hasBucket[bucket] = 1;
    }
  }
}

/** In views of UTF-16, and of code pages that are like ISO 8859-1, as it is; in UTF-8 as its bytes. */
function patternsOf(text: string): readonly string[] {
  return [folded(text), folded(Buffer.from(text, 'utf8').toString('latin1'))];
}

function longestOf(lengths: ReadonlyMap<number, readonly number[]>): number {
  let longest = 0;
  for (const each of lengths.values()) for (const length of each) longest = Math.max(longest, length);
  return longest;
}
