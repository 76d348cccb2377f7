import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import type { Registry, RegistryView } from '../../native-bindings/windows/registry.ts';
import type { CleanUpMapiHeap } from '../contract/arms.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import {
  captureFlag,
  type FlagReading,
  flagStateSchema,
  putFlagBack,
  readFlag,
  writeFlag,
} from './flag-state.ts';
import { type RunKey, removeRunKey, runKeySchema } from './run-key.ts';

/** The file that says what to put back. It exists exactly while something may be changed. */
const backupSchema = z.object({
  schema: z.literal(1),
  pid: z.number().int().positive(),
  savedAt: z.iso.datetime(),
  state: flagStateSchema,
  /** Where the run's dials of the stand-in are; null if it has none. */
  runKey: runKeySchema.nullable(),
});
type Backup = z.infer<typeof backupSchema>;

/** Takes a lock that ends with its owner; null if somebody else holds it. */
export type TakeLock = (file: string) => (() => void) | null;

/**
 * CleanUpMAPIHeap of this machine, switched for a run and put back after it. The old state is on disk before
 * the first write, so whatever kills the run, the next start repairs what it left behind. One run at a time: a
 * lock, which the system takes from a dead owner, is held from `save` until all is put back.
 */
export class FlagSwitch {
  readonly backupFile: string;
  private readonly registry: Registry;
  private readonly view: RegistryView;
  private readonly takeLock: TakeLock;
  private saved: { readonly backup: Backup; readonly unlock: () => void } | null = null;

  /** @param view of the process that loads MAPI */
  constructor(registry: Registry, view: RegistryView, backupFile: string, takeLock: TakeLock) {
    this.registry = registry;
    this.view = view;
    this.backupFile = backupFile;
    this.takeLock = takeLock;
  }

  /**
   * Puts back what a run that is no longer alive has left behind. True if there was anything.
   * @throws HarnessError FLAG_IN_USE if its run is alive, REGISTRY if the backup or the registry cannot be used
   */
  repair(): boolean {
    const unlock = this.lock();
    try {
      return this.repairLocked();
    } finally {
      unlock();
    }
  }

  /**
   * Saves the present state; nothing may be written before.
   * @param runKey a key that the run is going to make, and that goes away with it
   * @throws HarnessError as `repair`
   */
  save(runKey: RunKey | null = null): void {
    const unlock = this.lock();
    try {
      this.repairLocked();
      const state = this.orExplain(() => captureFlag(this.registry));
      const backup: Backup = {
        schema: 1,
        pid: process.pid,
        savedAt: new Date().toISOString(),
        state,
        runKey,
      };
      writeBackup(this.backupFile, backup);
      this.saved = { backup, unlock };
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Sets the flag, or removes it, and answers what it reads back as. */
  set(wanted: CleanUpMapiHeap): FlagReading {
    if (this.saved === null) throw new Error('the flag must be saved before it is set');
    return this.orExplain(() => writeFlag(this.registry, this.view, wanted));
  }

  /** What stands there now. */
  get(): FlagReading {
    return this.orExplain(() => readFlag(this.registry, this.view));
  }

  /** Puts back what was saved. False if nothing was, or if it has been put back already. */
  restore(): boolean {
    const { saved } = this;
    if (saved === null) return false;
    this.putBack(saved.backup);
    this.saved = null;
    saved.unlock();
    return true;
  }

  /** Leaves the flag as it was set last: a change that is meant to stay. */
  keep(): void {
    rmSync(this.backupFile, { force: true });
    this.saved?.unlock();
    this.saved = null;
  }

  private repairLocked(): boolean {
    const backup = readBackup(this.backupFile);
    if (backup === null) return false;
    this.putBack(backup);
    return true;
  }

  private putBack({ runKey, state }: Backup): void {
    this.orExplain(() => {
      if (runKey !== null) removeRunKey(this.registry, runKey);
      putFlagBack(this.registry, state);
    });
    rmSync(this.backupFile, { force: true });
  }

  private lock(): () => void {
    const unlock = this.orExplain(() => this.takeLock(`${this.backupFile}.lock`));
    if (unlock !== null) return unlock;
    const owner = readBackup(this.backupFile);
    throw new HarnessError(
      'FLAG_IN_USE',
      owner === null
        ? 'another mapileak is switching CleanUpMAPIHeap'
        : `process ${owner.pid} is using CleanUpMAPIHeap since ${owner.savedAt}`,
      'Wait for that run to end, or stop it.',
    );
  }

  private orExplain<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      throw new HarnessError(
        'REGISTRY',
        `CleanUpMAPIHeap cannot be switched: ${error.message}`,
        error.code === 'ERROR_ACCESS_DENIED'
          ? 'Writing below HKEY_LOCAL_MACHINE needs an administrator: start mapileak as one.'
          : 'Check the registry, or the stand-in’s registry file (--registry).',
        { cause: error },
      );
    }
  }
}

function readBackup(file: string): Backup | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unusable(file, messageOf(error));
  }
  try {
    return backupSchema.parse(JSON.parse(text));
  } catch (error) {
    throw unusable(file, error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error));
  }
}

/** Complete and on disk under its name, or not there at all. */
function writeBackup(file: string, content: Backup): void {
  const draft = `${file}.draft`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      writeSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    throw unusable(file, messageOf(error));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Makes a new name survive a power cut. Windows has no such call, and NTFS journals names by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function unusable(file: string, why: string): HarnessError {
  return new HarnessError(
    'REGISTRY',
    `the flag’s backup ${file} cannot be used: ${why}`,
    'Put CleanUpMAPIHeap back by hand as the file says (`mapileak flag set`), then delete the file.',
  );
}
