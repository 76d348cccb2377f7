/** What a key did to the line: it goes on, is complete, was given up with Ctrl-C, or has no room left. */
export type KeyOutcome = 'more' | 'done' | 'stopped' | 'full';

const CTRL_C = 0x03;
const CTRL_D = 0x04;
const BACKSPACE = 0x08;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const CTRL_U = 0x15;
const ESCAPE = 0x1b;
const SPACE = 0x20;
const DELETE = 0x7f;

/** A line typed blind, in one buffer that can be wiped. UTF-8, one byte at a time. */
export class LineEditor {
  readonly #line: Buffer;
  #length = 0;
  /** Arrow keys and the like arrive as an escape sequence; typed unseen they must not become password. */
  #escape: 'none' | 'begun' | 'sequence' = 'none';

  constructor(maxBytes: number) {
    this.#line = Buffer.alloc(maxBytes);
  }

  type(byte: number): KeyOutcome {
    if (this.#escape !== 'none') {
      this.#escape = this.#afterEscape(byte);
      return 'more';
    }
    switch (byte) {
      case CTRL_C:
        return 'stopped';
      case CTRL_D:
      case LINE_FEED:
      case CARRIAGE_RETURN:
        return 'done';
      case BACKSPACE:
      case DELETE:
        this.#dropCharacter();
        return 'more';
      case CTRL_U:
        this.erase();
        return 'more';
      case ESCAPE:
        this.#escape = 'begun';
        return 'more';
      default:
        return byte < SPACE ? 'more' : this.#append(byte);
    }
  }

  /** A copy of the line so far. */
  copy(): Buffer {
    return Buffer.from(this.#line.subarray(0, this.#length));
  }

  erase(): void {
    this.#line.fill(0);
    this.#length = 0;
  }

  #append(byte: number): KeyOutcome {
    if (this.#length === this.#line.length) return 'full';
    this.#line[this.#length] = byte;
    this.#length += 1;
    return 'more';
  }

  #dropCharacter(): void {
    while (this.#length > 0) {
      this.#length -= 1;
      const byte = this.#line[this.#length] ?? 0;
      this.#line[this.#length] = 0;
      const continuesCharacter = (byte & 0xc0) === 0x80;
      if (!continuesCharacter) return;
    }
  }

  /** ESC [ or ESC O, parameters, and a final byte 0x40 to 0x7e (ECMA-48, 5.4). */
  #afterEscape(byte: number): 'none' | 'sequence' {
    if (this.#escape === 'begun') return byte === 0x5b || byte === 0x4f ? 'sequence' : 'none';
    return byte >= 0x40 && byte <= 0x7e ? 'none' : 'sequence';
  }
}
