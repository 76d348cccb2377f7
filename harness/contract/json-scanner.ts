/** Where a text is no JSON, or more of it than is read. Both count from 1; a column counts UTF-16 units. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** A part of a sentence. It never quotes the text, which may hold anything. */
  readonly what: string;
}

export interface JsonBounds {
  readonly depth: number;
  /** Values, keys not counted. */
  readonly values: number;
}

/** What may come next. `first`: of an object or a list, which may also end at once. */
type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma or end' | 'nothing';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Finds the first fault of a JSON text (RFC 8259), or null, in memory for as many levels as are allowed. JSON.parse takes
 * sixty bytes for each bracket of a text of brackets, and does not always say where it failed.
 * @param onKey is told the keys of the outermost object as they are written, with quotes
 */
export function faultOfJson(
  text: string,
  bounds: JsonBounds,
  onKey: (written: string, at: number) => void = () => {},
): JsonFault | null {
  return new Scanner(text, bounds, onKey).run();
}

class Scanner {
  private readonly text: string;
  private readonly bounds: JsonBounds;
  private readonly onKey: (written: string, at: number) => void;
  private at = 0;
  private values = 0;
  /** Which brackets are open. */
  private readonly open: ('{' | '[')[] = [];
  private expected: Expected = 'value';

  constructor(text: string, bounds: JsonBounds, onKey: (written: string, at: number) => void) {
    this.text = text;
    this.bounds = bounds;
    this.onKey = onKey;
  }

  run(): JsonFault | null {
    for (;;) {
      this.skipSpace();
      if (this.at >= this.text.length)
        return this.expected === 'nothing' ? null : this.fault('it ends too early');
      const what = this.step(this.text[this.at] ?? '');
      if (what !== null) return this.fault(what);
    }
  }

  /** Takes one token. @returns what is wrong with it */
  private step(character: string): string | null {
    switch (this.expected) {
      case 'value':
      case 'first value':
        return this.value(character);
      case 'key':
      case 'first key':
        if (character === '}' && this.expected === 'first key') return this.close();
        return this.key(character);
      case 'colon':
        return this.punctuation(character, ':', 'value');
      case 'comma or end':
        if (character === (this.open.at(-1) === '{' ? '}' : ']')) return this.close();
        return this.punctuation(character, ',', this.open.at(-1) === '{' ? 'key' : 'value');
      case 'nothing':
        return 'something follows its end';
    }
  }

  private value(character: string): string | null {
    if (character === ']' && this.expected === 'first value') return this.close();
    this.values += 1;
    if (this.values > this.bounds.values) return `it holds more than ${this.bounds.values} values`;
    if (character === '{' || character === '[') {
      if (this.open.length === this.bounds.depth) return `it is nested more than ${this.bounds.depth} deep`;
      this.open.push(character);
      this.at += 1;
      this.expected = character === '{' ? 'first key' : 'first value';
      return null;
    }
    const isRead = character === '"' ? this.string() : this.matches(NUMBER) || this.matches(LITERAL);
    if (!isRead) return 'there is no JSON value';
    this.ended();
    return null;
  }

  private key(character: string): string | null {
    const from = this.at;
    if (character !== '"' || !this.string()) return 'there is no key in quotes';
    if (this.open.length === 1) this.onKey(this.text.slice(from, this.at), from);
    this.expected = 'colon';
    return null;
  }

  private punctuation(character: string, wanted: ':' | ',', next: Expected): string | null {
    if (character !== wanted) return `there is no ${wanted === ':' ? 'colon' : 'comma'}`;
    this.at += 1;
    this.expected = next;
    return null;
  }

  private close(): null {
    this.at += 1;
    this.open.pop();
    this.ended();
    return null;
  }

  private ended(): void {
    this.expected = this.open.length === 0 ? 'nothing' : 'comma or end';
  }

  /** On failure the place is where the string breaks. */
  private string(): boolean {
    this.at += 1;
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === QUOTE) {
        this.at += 1;
        return true;
      }
      if (Number.isNaN(unit) || unit < 0x20) return false;
      if (unit !== BACKSLASH) this.at += 1;
      else if (!this.matches(ESCAPE)) return false;
    }
  }

  private matches(token: RegExp): boolean {
    token.lastIndex = this.at;
    if (!token.test(this.text)) return false;
    this.at = token.lastIndex;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at += 1;
    }
  }

  private fault(what: string): JsonFault {
    return { ...placeIn(this.text, this.at), what };
  }
}

/** Line and column of an offset, both from 1. */
export function placeIn(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = end + 1;
  }
  return { line, column: at - lineStart + 1 };
}
