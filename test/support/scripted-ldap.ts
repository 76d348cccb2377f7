import { createServer, type Socket } from 'node:net';
import { BerReader, BerWriter, PagedResultsControl } from 'ldapts';

/** What a scripted directory answers to one search. */
export interface ScriptedPage {
  /** Distinguished names of the entries, which have no attributes. */
  readonly entries: readonly string[];
  /** Where the next page begins, empty for the last one; null for a directory that does not page. */
  readonly cookie: string | null;
  /** LDAP result code. */
  readonly code?: number;
  /** Ends the connection after the answer. */
  readonly hangUp?: boolean;
}

export interface ScriptedDirectory {
  readonly port: number;
  /** The searches as they came, in full. */
  readonly searches: readonly Buffer[];
  /** Resolves when a connection that was hung up has ended on both sides. */
  readonly hungUp: Promise<void>;
}

const REQUEST = { search: 0x63 } as const;
const RESPONSE = { entry: 0x64, done: 0x65 } as const;
const CONTROLS = 0xa0;

/** A directory that answers the first search with the first page, and so on, and else nothing: for what slapd never does. */
export async function scriptedDirectory(
  t: { teardown(action: () => unknown): void },
  pages: readonly ScriptedPage[],
): Promise<ScriptedDirectory> {
  const searches: Buffer[] = [];
  const sockets = new Set<Socket>();
  let tellHungUp = (): void => {};
  const hungUp = new Promise<void>((resolve) => {
    tellHungUp = resolve;
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => {
      const reader = new BerReader(data);
      reader.readSequence();
      const id = reader.readInt() ?? 0;
      if (reader.readSequence() !== REQUEST.search) return;
      const page = pages[searches.push(data) - 1];
      if (page === undefined) return;
      for (const dn of page.entries) socket.write(entry(id, dn));
      socket.write(done(id, page));
      if (page.hangUp === true) socket.end().once('close', () => tellHungUp());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, searches, hungUp };
}

function entry(id: number, dn: string): Buffer {
  return message(id, (writer) => {
    writer.startSequence(RESPONSE.entry);
    writer.writeString(dn);
    writer.startSequence();
    writer.endSequence();
    writer.endSequence();
  });
}

function done(id: number, { code = 0, cookie }: ScriptedPage): Buffer {
  return message(id, (writer) => {
    writer.startSequence(RESPONSE.done);
    writer.writeEnumeration(code);
    writer.writeString('');
    writer.writeString('');
    writer.endSequence();
    if (cookie === null) return;
    writer.startSequence(CONTROLS);
    new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer);
    writer.endSequence();
  });
}

function message(id: number, content: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  content(writer);
  writer.endSequence();
  return writer.buffer;
}
