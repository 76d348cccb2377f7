import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import type { Registry, RegistryPlace } from '../../native-bindings/windows/registry.ts';
import { text, textOf } from '../../native-bindings/windows/registry-values.ts';
import type { CleanUpMapiHeap } from '../contract/arms.ts';
import type { FlagReading } from '../contract/environment.ts';
import { HarnessError } from '../contract/errors.ts';
import { readFlags } from '../plan/flag-places.ts';
import { standInRegistryFile } from '../plan/places.ts';
import { type Backup, dropBackup, readBackup, writeBackup } from './flag-backup.ts';
import { writeFlag } from './flag-state.ts';
import { captureState, putStateBack, type RegistryChange, writeChanges } from './registry-state.ts';
import { stateRegFile } from './state-reg-file.ts';
import type { TakeLock } from './take-lock.ts';

const FLAG = 'CleanUpMAPIHeap cannot be switched';
const LOCK_ATTEMPTS = 6;
const LOCK_PAUSE_MS = 200;

/** How accounts that share a registry, but no folders, learn of one another. */
export interface SharedRegistry {
  /** The same for every account. */
  readonly lockFile: string;
  /** A value that only administrators can write; it names the backup while something may be changed. */
  readonly announcement: RegistryPlace;
}

/** A run that may have changed the registry. */
export interface UnfinishedRun {
  readonly pid: number;
  /** ISO 8601. */
  readonly savedAt: string;
  readonly isAlive: boolean;
}

interface Saved {
  readonly backup: Backup;
  readonly others: readonly RegistryChange[];
  readonly unlock: () => void;
}

/**
 * CleanUpMAPIHeap of this machine, switched for a run and put back after it, with whatever else the run writes to
 * the registry. The old state is on disk before the first write, so whatever kills the run, the next start
 * repairs what it left behind. One run at a time: a lock, which the system takes from a dead owner, is held from
 * `save` until all is put back.
 */
export class FlagSwitch {
  readonly backupFile: string;
  private readonly registry: Registry;
  private readonly places: readonly RegistryPlace[];
  private readonly takeLock: TakeLock;
  private readonly shared: SharedRegistry | null;
  private saved: Saved | null = null;

  /**
   * @param places where the flag is written
   * @param shared null if whoever shares the registry shares the backup file too
   */
  constructor(
    registry: Registry,
    places: readonly RegistryPlace[],
    backupFile: string,
    takeLock: TakeLock,
    shared: SharedRegistry | null = null,
  ) {
    this.registry = registry;
    this.places = places;
    this.backupFile = backupFile;
    this.takeLock = takeLock;
    this.shared = shared;
  }

  /** The run that has saved the registry and not put it back: a live one, or one that was killed. */
  unfinished(): UnfinishedRun | null {
    const backup = readBackup(this.unfinishedBackup());
    if (backup === null) return null;
    const unlock = orExplain(FLAG, () => this.takeLock(this.lockFile()));
    unlock?.();
    return { pid: backup.pid, savedAt: backup.savedAt, isAlive: unlock === null };
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
   * @param others what the run is going to write besides the flag, and that goes away with it
   * @returns the present state as a .reg file, which regedit imports
   * @throws HarnessError as `repair`
   */
  save(others: readonly RegistryChange[] = []): Buffer {
    const unlock = this.lock();
    try {
      this.repairLocked();
      const written = [
        ...this.places,
        ...others,
        ...(this.shared === null ? [] : [this.shared.announcement]),
      ];
      const state = orExplain(FLAG, () => captureState(this.registry, written));
      const savedAt = new Date().toISOString();
      const backup: Backup = { schema: 2, pid: process.pid, savedAt, state };
      const ownKeys = others.filter(({ ownKey }) => ownKey).map(({ key }) => key);
      const regFile = stateRegFile(state, savedAt, new Set(ownKeys));
      writeBackup(this.backupFile, backup, regFile);
      this.announce();
      this.saved = { backup, others, unlock };
      return regFile;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Writes what was announced to `save`. */
  writeOthers(): void {
    const { others } = this.mustBeSaved();
    orExplain('The stand-in’s keys cannot be written', () => writeChanges(this.registry, others));
  }

  /** Sets the flag, or removes it, in each of its places, and answers what they read back as. */
  set(wanted: CleanUpMapiHeap): readonly FlagReading[] {
    this.mustBeSaved();
    return orExplain(FLAG, () => {
      for (const place of this.places) writeFlag(this.registry, place, wanted);
      return readFlags(this.registry, this.places);
    });
  }

  /** What stands in each place now. */
  get(): readonly FlagReading[] {
    return orExplain(FLAG, () => readFlags(this.registry, this.places));
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
    this.withdraw();
    dropBackup(this.backupFile);
    this.saved?.unlock();
    this.saved = null;
  }

  private repairLocked(): boolean {
    const file = this.unfinishedBackup();
    const backup = readBackup(file);
    if (backup === null) {
      this.withdraw();
      dropBackup(file);
      return false;
    }
    this.putBack(backup, file);
    return true;
  }

  private putBack({ state }: Backup, file = this.backupFile): void {
    orExplain(FLAG, () => putStateBack(this.registry, state));
    dropBackup(file);
  }

  private lockFile(): string {
    return this.shared?.lockFile ?? `${this.backupFile}.lock`;
  }

  /** The backup that another account has announced, or this one's own. */
  private unfinishedBackup(): string {
    const { shared } = this;
    if (shared === null) return this.backupFile;
    const { view, key, name } = shared.announcement;
    const value = orExplain(FLAG, () => this.registry.read(view, key, name));
    return (value === null ? undefined : textOf(value)) || this.backupFile;
  }

  private announce(): void {
    if (this.shared === null) return;
    const { view, key, name } = this.shared.announcement;
    try {
      orExplain(FLAG, () => this.registry.write(view, key, name, text(this.backupFile)));
    } catch (error) {
      // Nothing has been changed yet.
      dropBackup(this.backupFile);
      throw error;
    }
  }

  private withdraw(): void {
    if (this.shared === null) return;
    const { view, key, name } = this.shared.announcement;
    orExplain(FLAG, () => {
      if (this.registry.removeValue(view, key, name)) this.registry.removeEmptyKey(view, key);
    });
  }

  /** Who holds the lock, as far as can be told: another account's backup may be out of reach. */
  private owner(): Backup | null {
    try {
      return readBackup(this.unfinishedBackup());
    } catch {
      return null;
    }
  }

  private mustBeSaved(): Saved {
    if (this.saved === null) throw new Error('the registry must be saved before anything is written');
    return this.saved;
  }

  private lock(): () => void {
    for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      // Whoever only looks, `flag get` or a virus scanner, is gone in a moment.
      if (attempt > 0) sleep(LOCK_PAUSE_MS);
      const unlock = orExplain(FLAG, () => this.takeLock(this.lockFile()));
      if (unlock !== null) return unlock;
    }
    const owner = this.owner();
    throw new HarnessError(
      'FLAG_IN_USE',
      owner === null
        ? 'another mapileak is switching CleanUpMAPIHeap'
        : `process ${owner.pid} is using CleanUpMAPIHeap since ${owner.savedAt}`,
      'Wait for that run to end, or stop it.',
    );
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function orExplain<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    throw new HarnessError('REGISTRY', `${what}: ${error.message}`, remedyOf(error), { cause: error });
  }
}

function remedyOf({ code }: CallFailure): string {
  if (process.platform !== 'win32') {
    const file = standInRegistryFile(undefined);
    return `Check that the stand-in’s registry file ${file} can be read and written, and is whole, or name another one (--registry).`;
  }
  return code === 'ERROR_ACCESS_DENIED'
    ? 'Writing below HKEY_LOCAL_MACHINE needs an administrator: start mapileak as one.'
    : 'Check the registry.';
}
