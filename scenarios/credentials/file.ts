import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { credentialsError } from './error.ts';

/** Windows takes at most 256 characters (PWLEN, lmcons.h). */
const MAX_BYTES = 1024;
const OTHERS_CAN_USE_IT = 0o077;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface PasswordFileIo {
  readonly userId: number | null;
  readonly note: (text: string) => void;
}

/** The content of a password file as UTF-8, without byte order mark and the line break at its end. */
export async function readPasswordFile(path: string, io: PasswordFileIo): Promise<Buffer> {
  const handle = await openRegularFile(path);
  try {
    checkAccess(path, await handle.stat(), io);
    return withoutFraming(await readAll(handle, path));
  } finally {
    await handle.close();
  }
}

/** The path is repeated in messages only once such a file was found: until then it may be a password. */
async function openRegularFile(path: string): Promise<FileHandle> {
  // Not asked of the handle: opening a pipe waits for somebody to write to it.
  const stats = await stat(path).catch(() => {
    throw credentialsError('file', 'there is no password file of that name, or its folder may not be read');
  });
  if (!stats.isFile()) throw credentialsError('file', `the password file ${path} is not a regular file`);
  return open(path).catch(() => {
    throw credentialsError('file', `the password file ${path} may not be read`);
  });
}

function checkAccess(path: string, stats: Stats, { userId, note }: PasswordFileIo): void {
  if (userId === null) {
    note(`Who can read the password file ${path} is not checked on Windows.`);
    return;
  }
  if ((stats.mode & OTHERS_CAN_USE_IT) !== 0) {
    const mode = (stats.mode & 0o777).toString(8).padStart(3, '0');
    throw credentialsError('file', `other users have rights to the password file ${path} (mode ${mode})`);
  }
  if (stats.uid !== userId)
    throw credentialsError('file', `the password file ${path} belongs to another user`);
}

async function readAll(handle: FileHandle, path: string): Promise<Buffer> {
  const content = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(content, length, content.length - length);
    length += bytesRead;
    if (length > MAX_BYTES) {
      content.fill(0);
      throw credentialsError('file', `the password file ${path} is larger than ${MAX_BYTES} bytes`);
    }
    if (bytesRead === 0) return content.subarray(0, length);
  }
}

function withoutFraming(content: Buffer): Buffer {
  const start = content.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? BYTE_ORDER_MARK.length
    : 0;
  let end = content.length;
  if (end > start && content[end - 1] === LINE_FEED) end -= 1;
  if (end > start && end < content.length && content[end - 1] === CARRIAGE_RETURN) end -= 1;
  return content.subarray(start, end);
}
