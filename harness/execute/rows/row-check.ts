import { parseJson } from '../../contract/json-input.ts';
import { hasLostItsSeal, sealOf } from '../../contract/sealed-row.ts';
import { LinePlaces } from './line-places.ts';

/** What a line is: a row that can be read, one that is left out and spoken of, or nothing that a run has written. */
export type CheckedLine =
  /** `number` is null for a row without a seal, as older runs and other programs write them. */
  | { readonly kind: 'row'; readonly content: unknown; readonly number: number | null }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'foreign' };

const LEFT_OUT: CheckedLine = { kind: 'left-out' };

/**
 * Checks the lines of an NDJSON file one after the other: by their checksums whether they are as they were written, and by
 * their numbers whether all are there.
 */
export class RowCheck {
  private readonly file: string;
  private line = 0;
  private highest: number;
  /** Lines since the last good row that may have been rows. */
  private spoiled = 0;
  private endsTorn = false;
  private readonly torn = new LinePlaces();
  private readonly broken = new LinePlaces();
  private readonly repeated = new LinePlaces();
  private readonly gaps = new LinePlaces();

  /** @param before the number of the last row before this file: of an earlier part of it, where it has any */
  constructor(file: string, before = 0) {
    this.file = file;
    this.highest = before;
  }

  /** The number of the last good row; 0 if there was none. */
  get last(): number {
    return this.highest;
  }

  /** Lines that were left out, and rows that are not there. */
  get lost(): number {
    return [this.torn, this.broken, this.repeated, this.gaps].reduce((sum, { count }) => sum + count, 0);
  }

  check(text: string): CheckedLine {
    this.line += 1;
    // A writer that could not write a row ends what may be there of it.
    if (text === '') return LEFT_OUT;
    if (this.endsTorn) this.torn.add(this.line - 1);
    this.endsTorn = false;
    const seal = sealOf(text);
    if (seal.kind === 'broken') return this.spoil(this.broken);
    const content = parse(text);
    if (content === undefined) return this.noJson(text);
    if (seal.kind === 'fits') return this.numbered(content, seal.number);
    if (hasLostItsSeal(content)) return this.spoil(this.broken);
    return { kind: 'row', content, number: null };
  }

  /** What was left out and what is missing, a sentence for each kind. */
  remarks(): readonly string[] {
    const { broken, endsTorn, file, gaps, repeated, torn } = this;
    return [
      ...torn.say(file, 'was cut off and is left out', 'were cut off and are left out'),
      ...broken.say(
        file,
        'does not fit its checksum and is left out',
        'do not fit their checksums and are left out',
      ),
      ...repeated.say(
        file,
        'has the number of a row before it and is left out',
        'have numbers of rows before them and are left out',
      ),
      ...gaps.sayMissing(file),
      ...(endsTorn ? [`the last line of ${file} was cut off and is left out`] : []),
    ];
  }

  private numbered(content: unknown, number: number): CheckedLine {
    if (number <= this.highest) {
      this.repeated.add(this.line);
      return LEFT_OUT;
    }
    const missing = number - this.highest - 1 - this.spoiled;
    if (missing > 0) this.gaps.add(this.line, missing);
    this.highest = number;
    this.spoiled = 0;
    return { kind: 'row', content, number };
  }

  private noJson(text: string): CheckedLine {
    // A power cut may leave zeros in the place of what was written last.
    if (/^[{\0]/.test(text)) {
      this.endsTorn = true;
      this.spoiled += 1;
      return LEFT_OUT;
    }
    return this.highest > 0 ? this.spoil(this.broken) : { kind: 'foreign' };
  }

  private spoil(places: LinePlaces): CheckedLine {
    places.add(this.line);
    this.spoiled += 1;
    return LEFT_OUT;
  }
}

function parse(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
