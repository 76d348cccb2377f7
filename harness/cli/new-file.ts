import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { draftOf, saidOf } from '../contract/draft.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';

/**
 * A file that is complete under its name, or not there: until it is kept, what is written stands in a draft beside it.
 * The name is taken from the start, by an empty file, so that nobody's file is overwritten at the end.
 */
export class NewFile {
  readonly path: string;
  private readonly draftPath: string;
  private readonly draft: FileHandle;

  /** @throws HarnessError USAGE if there is such a file, or it cannot be made */
  static async create(path: string): Promise<NewFile> {
    try {
      await (await open(path, 'wx', 0o600)).close();
      // What a killed command has left is in nobody's way.
      const draftPath = `${draftOf(path)}.draft`;
      try {
        return new NewFile(path, draftPath, await open(draftPath, 'wx', 0o600));
      } catch (error) {
        await rm(path);
        throw saidOf(path, draftPath, error);
      }
    } catch (error) {
      throw notWritten(path, error);
    }
  }

  private constructor(path: string, draftPath: string, draft: FileHandle) {
    this.path = path;
    this.draftPath = draftPath;
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
      await rename(this.draftPath, this.path);
    } catch (error) {
      throw notWritten(this.path, saidOf(this.path, this.draftPath, error));
    }
  }

  async discard(): Promise<void> {
    await this.draft.close().catch(() => {});
    await rm(this.draftPath, { force: true });
    await rm(this.path, { force: true });
  }
}

function notWritten(path: string, error: unknown): HarnessError {
  return new HarnessError(
    'USAGE',
    `${path} cannot be written: ${messageOf(error)}`,
    'Name a file that does not exist yet, in a folder that does.',
    { cause: error },
  );
}
