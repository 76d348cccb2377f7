import { bindTable } from '../ffi/bind-table.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { readPointer } from '../ffi/words.ts';
import { ADVAPI32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

const TOKEN_QUERY = 0x8;
/** TOKEN_INFORMATION_CLASS (winnt.h). */
const TOKEN_PRIVILEGES_CLASS = 3;
/** LUID_AND_ATTRIBUTES: an LUID of 8 bytes, then its attributes. */
const PRIVILEGE_BYTES = 12;
const ATTRIBUTES_OFFSET = 8;
const SE_PRIVILEGE_ENABLED = 0x2;
/** Windows has some 40 privileges. */
const MOST_PRIVILEGES = 256;
const LONGEST_PRIVILEGE_NAME = 128;
/** BUILTIN\Administrators, S-1-5-32-544: revision, count, authority 5, then 32 and 544 (winnt.h). */
const ADMINISTRATORS = Buffer.from('01020000000000052000000020020000', 'hex');

/** What the user of this process may do beyond access to files and keys. */
export interface ProcessRights {
  /** Whether Administrators is in force in the token: false for an administrator who has not elevated. */
  readonly administrator: boolean;
  /** Privileges that the token holds by name, enabled or not: a call that needs one enables it itself, or asks for it. */
  readonly privileges: readonly PrivilegeState[];
}

export interface PrivilegeState {
  /** `SeImpersonatePrivilege`. */
  readonly name: string;
  readonly enabled: boolean;
}

/** The rights of this process (GetTokenInformation, LookupPrivilegeNameW, CheckTokenMembership). On Windows only. */
export class OwnRights {
  private readonly windows: Windows;
  private readonly advapi32: BoundTable<typeof ADVAPI32_ON_WINDOWS>;

  constructor(windows: Windows) {
    this.windows = windows;
    this.advapi32 = bindTable(windows.advapi32Library, ADVAPI32_ON_WINDOWS);
  }

  /** @throws CallFailure */
  read(): ProcessRights {
    return { administrator: this.isAdministrator(), privileges: this.privileges() };
  }

  private isAdministrator(): boolean {
    const { calls, engine } = this.windows;
    const sid = engine.allocate(ADMINISTRATORS.length);
    ADMINISTRATORS.copy(sid.bytes);
    const isMember = engine.allocate(4);
    const ownToken = 0;
    const ok = this.advapi32.CheckTokenMembership(ownToken, sid.address, isMember.address);
    calls.bool('CheckTokenMembership', ok);
    return isMember.bytes.readInt32LE() !== 0;
  }

  private privileges(): readonly PrivilegeState[] {
    const { advapi32, calls, engine } = this.windows;
    const list = engine.allocate(4 + MOST_PRIVILEGES * PRIVILEGE_BYTES);
    const needed = engine.allocate(4);
    const token = this.openToken();
    try {
      const { address, bytes } = list;
      const ok = advapi32.GetTokenInformation(
        token,
        TOKEN_PRIVILEGES_CLASS,
        address,
        bytes.length,
        needed.address,
      );
      calls.bool('GetTokenInformation', ok);
    } finally {
      this.closeToken(token);
    }
    return Array.from({ length: list.bytes.readUInt32LE() }, (_, at) => {
      const offset = 4 + at * PRIVILEGE_BYTES;
      const attributes = list.bytes.readUInt32LE(offset + ATTRIBUTES_OFFSET);
      return {
        name: this.nameOf(list.address + offset),
        enabled: (attributes & SE_PRIVILEGE_ENABLED) !== 0,
      };
    });
  }

  private nameOf(luid: number): string {
    const { calls, engine } = this.windows;
    const name = engine.allocate(2 * LONGEST_PRIVILEGE_NAME);
    const length = engine.allocate(4);
    length.bytes.writeUInt32LE(LONGEST_PRIVILEGE_NAME);
    const thisSystem = 0;
    const ok = this.advapi32.LookupPrivilegeNameW(thisSystem, luid, name.address, length.address);
    calls.bool('LookupPrivilegeNameW', ok);
    return name.bytes.toString('utf16le', 0, 2 * length.bytes.readUInt32LE());
  }

  private openToken(): number {
    const { advapi32, calls, engine, kernel32, live } = this.windows;
    const out = engine.allocate(8);
    const ok = advapi32.OpenProcessToken(kernel32.GetCurrentProcess(), TOKEN_QUERY, out.address);
    calls.bool('OpenProcessToken', ok);
    live.taken('tokens');
    return readPointer(out.bytes);
  }

  private closeToken(token: number): void {
    this.windows.live.returned('tokens');
    this.windows.calls.bool('CloseHandle', this.windows.kernel32.CloseHandle(token));
  }
}
