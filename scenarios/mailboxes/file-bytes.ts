import { type FileHandle, open, stat } from 'node:fs/promises';
import { messageOf } from '../../harness/contract/errors.ts';
import { inputError } from './input-error.ts';

const CHUNK_BYTES = 65_536;

/**
 * The bytes of a regular file in order, in chunks.
 * @throws HarnessError INPUT_FILE if it cannot be read, or is UTF-16.
 */
export async function* fileBytes(file: string): AsyncGenerator<Buffer> {
  const handle = await openRegularFile(file);
  try {
    let first = true;
    for (;;) {
      const chunk = await readChunk(handle, file);
      if (chunk.length === 0) return;
      if (first && isUtf16(chunk)) {
        throw inputError(file, {
          what: 'the file is UTF-16',
          remedy: 'Save it as UTF-8 ("CSV UTF-8" in Excel).',
        });
      }
      first = false;
      yield chunk;
    }
  } finally {
    await handle.close();
  }
}

async function openRegularFile(file: string): Promise<FileHandle> {
  // Not asked of the handle: opening a pipe waits for somebody to write to it.
  const stats = await stat(file).catch((error: unknown) => {
    throw unreadable(file, messageOf(error));
  });
  if (!stats.isFile()) throw unreadable(file, 'it is not a regular file');
  return open(file).catch((error: unknown) => {
    throw unreadable(file, messageOf(error));
  });
}

async function readChunk(handle: FileHandle, file: string): Promise<Buffer> {
  try {
    // A new buffer each time: whoever parses may keep the end of the last one.
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES));
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(file, messageOf(error));
  }
}

function isUtf16(start: Buffer): boolean {
  return (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
}

function unreadable(file: string, why: string): Error {
  return inputError(file, {
    what: `the file cannot be read: ${why}`,
    remedy: 'Name a CSV file that you may read; mailboxes can also be generated.',
  });
}
