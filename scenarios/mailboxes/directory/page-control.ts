import { BerWriter, Control, MessageParser, PagedResultsControl, SearchResponse } from 'ldapts';

/**
 * Asks for one page (RFC 2696). Not the package's own control: with that it pages by itself and takes an empty page
 * for the last one, though Active Directory may send one and go on after it.
 */
export class PageControl extends Control {
  readonly #size: number;
  readonly #cookie: Buffer;

  /** @param cookie where the page before has ended; empty for the first one */
  constructor(size: number, cookie: Buffer) {
    super(PagedResultsControl.type, { critical: true });
    this.#size = size;
    this.#cookie = cookie;
  }

  /** Whether a page came before. */
  get follows(): boolean {
    return this.#cookie.length > 0;
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(this.#size);
    value.writeBuffer(this.#cookie, OCTET_STRING);
    value.endSequence();
    writer.writeBuffer(value.buffer, OCTET_STRING);
  }
}

const OCTET_STRING = 0x04;

/** Reads along what a directory sends, for the cookie that the package keeps to itself. */
export class CookieReader {
  #cookie: Buffer | null = null;
  #parser = new MessageParser();

  /** Begins anew: what follows on this connection is another stream of messages. */
  restart(): void {
    this.#parser = new MessageParser();
    // Whoever sent the request hears of messages that cannot be parsed.
    this.#parser.on('error', () => {});
    this.#parser.on('message', (message) => {
      if (!(message instanceof SearchResponse)) return;
      const control = message.controls?.find((found) => found instanceof PagedResultsControl);
      this.#cookie = control?.value?.cookie ?? null;
    });
  }

  readonly read = (data: Buffer): void => this.#parser.read(data, new Map());

  /** The cookie of the last page, once: empty if no page follows, null if the directory does not page. */
  take(): Buffer | null {
    const cookie = this.#cookie;
    this.#cookie = null;
    return cookie;
  }
}
