import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import type { Registry, RegistryView } from '../../native-bindings/windows/registry.ts';
import type { CleanUpMapiHeap } from '../contract/arms.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import {
  captureFlag,
  type FlagReading,
  type FlagState,
  flagStateSchema,
  putFlagBack,
  writeFlag,
} from './flag-state.ts';
import { isRunning, ownIdentity, processIdentitySchema } from './process-identity.ts';

/** The file that says what to put back, and who is going to. It exists exactly while a flag may be changed. */
const backupSchema = z.object({
  schema: z.literal(1),
  owner: processIdentitySchema,
  savedAt: z.iso.datetime(),
  state: flagStateSchema,
});

/**
 * CleanUpMAPIHeap of this machine, switched for a run and put back after it. The old state is on disk before
 * the first write, so whatever kills the run, the next start repairs what it left behind.
 */
export class FlagSwitch {
  readonly backupFile: string;
  private readonly registry: Registry;
  private readonly view: RegistryView;
  private saved: FlagState | null = null;

  /** @param view of the process that loads MAPI */
  constructor(registry: Registry, view: RegistryView, backupFile: string) {
    this.registry = registry;
    this.view = view;
    this.backupFile = backupFile;
  }

  /**
   * Puts back what a run that is no longer alive has left behind. True if there was anything.
   * @throws HarnessError FLAG_IN_USE if its run is alive, REGISTRY if the backup or the registry cannot be used
   */
  repair(): boolean {
    const backup = readBackup(this.backupFile);
    if (backup === null) return false;
    if (isRunning(backup.owner)) {
      throw new HarnessError(
        'FLAG_IN_USE',
        `process ${backup.owner.pid} is using CleanUpMAPIHeap since ${backup.savedAt}`,
        'Wait for that run to end, or stop it.',
      );
    }
    this.orExplain(() => putFlagBack(this.registry, backup.state));
    rmSync(this.backupFile);
    return true;
  }

  /** Saves the present state; nothing may be written before. @throws HarnessError as `repair` */
  save(): FlagState {
    this.repair();
    const state = this.orExplain(() => captureFlag(this.registry));
    createExclusively(this.backupFile, {
      schema: 1,
      owner: ownIdentity(),
      savedAt: new Date().toISOString(),
      state,
    });
    this.saved = state;
    return state;
  }

  /** Sets the flag, or removes it, and answers what it reads back as. */
  set(wanted: CleanUpMapiHeap): FlagReading {
    if (this.saved === null) throw new Error('the flag must be saved before it is set');
    return this.orExplain(() => writeFlag(this.registry, this.view, wanted));
  }

  /** Puts back what was saved. False if nothing was, or if it has been put back already. */
  restore(): boolean {
    const { saved } = this;
    if (saved === null) return false;
    this.orExplain(() => putFlagBack(this.registry, saved));
    rmSync(this.backupFile, { force: true });
    this.saved = null;
    return true;
  }

  /** Leaves the flag as it was set last: a change that is meant to stay. */
  keep(): void {
    rmSync(this.backupFile, { force: true });
    this.saved = null;
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

function readBackup(file: string): z.infer<typeof backupSchema> | null {
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

/** Complete and on disk under its name, or not there at all; an existing file is never replaced. */
function createExclusively(file: string, content: z.infer<typeof backupSchema>): void {
  const draft = `${file}.${process.pid}`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      writeSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    linkSync(draft, file);
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
    `the flag's backup ${file} cannot be used: ${why}`,
    'Put CleanUpMAPIHeap back by hand as the file says (`mapileak flag set`), then delete the file.',
  );
}
