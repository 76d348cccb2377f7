import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { HarnessError, messageOf } from '../contract/errors.ts';

/**
 * A file that is complete under its name, or not there: until it is kept, what is written stands in a draft beside it.
 * The name is taken from the start, by an empty file, so that nobody's file is overwritten at the end.
 */
export class NewFile {
  readonly path: string;
  private readonly draft: FileHandle;

  /** @throws HarnessError USAGE if there is such a file, or it cannot be made */
  static async create(path: string): Promise<NewFile> {
    try {
      await (await open(path, 'wx', 0o600)).close();
      try {
        return new NewFile(path, await open(draftOf(path), 'wx', 0o600));
      } catch (error) {
        await rm(path);
        throw error;
      }
    } catch (error) {
      throw notWritten(path, error);
    }
  }

  private constructor(path: string, draft: FileHandle) {
    this.path = path;
    this.draft = draft;
  }

  /** @throws HarnessError USAGE */
  async write(text: string): Promise<void> {
    await this.draft.writeFile(text).catch((error: unknown) => {
      throw notWritten(this.path, error);
    });
  }

  /** @throws HarnessError USAGE */
  async keep(): Promise<void> {
    try {
      await this.draft.sync();
      await this.draft.close();
      await rename(draftOf(this.path), this.path);
    } catch (error) {
      throw notWritten(this.path, error);
    }
  }

  async discard(): Promise<void> {
    await this.draft.close().catch(() => {});
    await rm(draftOf(this.path), { force: true });
    await rm(this.path, { force: true });
  }
}

function draftOf(path: string): string {
  return `${path}.draft`;
}

function notWritten(path: string, error: unknown): HarnessError {
  return new HarnessError(
    'USAGE',
    `${path} cannot be written: ${messageOf(error)}`,
    'Name a file that does not exist yet, in a folder that does.',
    { cause: error },
  );
}
