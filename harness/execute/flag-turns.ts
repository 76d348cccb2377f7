import { type ArmName, type CleanUpMapiHeap, flagOfArm } from '../contract/arms.ts';
import type { FlagReading } from '../contract/environment.ts';
import { differing, flagWording } from './flag-state.ts';
import type { FlagSwitch } from './flag-switch.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * The flag is the machine's, and when MAPI reads it is not documented. So it stands as an arm wants it
 * whenever one of the arm's hosts is opened or runs cycles; it is written only when it stands otherwise. An
 * arm for which it does not read back, or does not stay, is invalid: no number from it could mean anything.
 */
export class FlagTurns {
  private readonly flag: FlagSwitch;
  private readonly folder: RunFolder;
  private readonly invalid = new Set<ArmName>();
  /** What was written last and read back; undefined before the first write. */
  private standing: CleanUpMapiHeap | undefined;

  constructor(flag: FlagSwitch, folder: RunFolder) {
    this.flag = flag;
    this.folder = folder;
  }

  isInvalid(arm: ArmName): boolean {
    return this.invalid.has(arm);
  }

  /** Before a host is opened. False if the arm is invalid. */
  beforeOpening(arm: ArmName): boolean {
    return this.before(arm, true);
  }

  /** Before a host goes on. False if the arm is invalid. */
  beforeTurn(arm: ArmName): boolean {
    return this.before(arm, false);
  }

  /** When a host has been opened, or its turn is over: somebody else may have changed the flag. */
  after(arm: ArmName): boolean {
    const wanted = flagOfArm(arm);
    return wanted === 'untouched' || this.requireStanding(arm, wanted, this.flag.get());
  }

  private before(arm: ArmName, opening: boolean): boolean {
    if (this.isInvalid(arm)) return false;
    const wanted = flagOfArm(arm);
    if (wanted === 'untouched') return true;
    const stood = this.standing === wanted;
    const readBack = stood ? this.flag.get() : this.flag.set(wanted);
    const wrong = differing(readBack, wanted);
    if (opening || wrong !== undefined) {
      this.folder.addEvent({ event: 'flag-written', arm, wanted, readBack: [...readBack] });
    }
    if (stood) return this.requireStanding(arm, wanted, readBack);
    this.standing = wrong === undefined ? wanted : undefined;
    if (wrong === undefined) return true;
    return this.invalidate(arm, `${was(wanted)} but reads back as ${found(wrong)}`);
  }

  private requireStanding(arm: ArmName, wanted: CleanUpMapiHeap, readings: readonly FlagReading[]): boolean {
    const wrong = differing(readings, wanted);
    if (wrong === undefined) return true;
    this.standing = undefined;
    return this.invalidate(
      arm,
      `${was(wanted)} for a session host, and stood otherwise later: ${found(wrong)}`,
    );
  }

  private invalidate(arm: ArmName, reason: string): false {
    this.invalid.add(arm);
    this.folder.addEvent({ event: 'arm-invalid', arm, reason });
    return false;
  }
}

const was = (wanted: CleanUpMapiHeap): string => `CleanUpMAPIHeap was set to ${flagWording(wanted)}`;

const found = ({ key, value, view }: FlagReading): string => `${flagWording(value)} (${view} view of ${key})`;
