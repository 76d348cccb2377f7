import { writeSync } from 'node:fs';
import { CallFailure } from '../checks/call-failure.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import type { Windows } from './windows.ts';

const TOKEN_DUPLICATE = 0x2;
const TOKEN_IMPERSONATE = 0x4;
const TOKEN_QUERY = 0x8;
const LOGON32_PROVIDER_DEFAULT = 0;
const LOGON32_PROVIDER_WINNT50 = 3;
const LOGON32_LOGON_NEW_CREDENTIALS = 9;
const SECURITY_IMPERSONATION = 2;
const TOKEN_TYPE_IMPERSONATION = 2;
const TOKEN_USER_CLASS = 1;
/** TOKEN_USER with the longest SID (SECURITY_MAX_SID_SIZE is 68 bytes), and room to spare. */
const TOKEN_USER_BYTES = 256;
/** UNLEN is 256 characters; a DNS domain name has up to 255. */
const NAME_BYTES = 2 * 520;

/** What Wine's LogonUserW answers for anybody, right password or wrong. It is no handle. */
const WINE_FAKE_TOKEN = 0xdeadbeef;

/** Who to log on as. `domain` is empty for a UPN (`user@domain`), as LogonUserW wants it. */
export interface Account {
  readonly user: string;
  readonly domain: string;
}

/**
 * Access tokens of users, and the calling thread's own (winbase.h, processthreadsapi.h, securitybaseapi.h).
 * Every token that is handed out must go back through `close`. Buffers are made once: the methods that a
 * cycle calls allocate no native memory.
 */
export class Tokens {
  private readonly windows: Windows;
  private readonly out: NativeBuffer;
  private readonly tokenUser: NativeBuffer;
  private readonly threadUser: NativeBuffer;
  private readonly user: NativeText;
  private readonly domain: NativeText;
  private readonly thread: number;

  constructor(windows: Windows) {
    this.windows = windows;
    this.out = windows.engine.allocate(8);
    this.tokenUser = windows.engine.allocate(TOKEN_USER_BYTES);
    this.threadUser = windows.engine.allocate(TOKEN_USER_BYTES);
    this.user = new NativeText(windows.engine, NAME_BYTES);
    this.domain = new NativeText(windows.engine, NAME_BYTES);
    this.thread = windows.kernel32.GetCurrentThread();
  }

  /**
   * Logs a user on (LogonUserW).
   * @param password address of the NUL-terminated UTF-16 password, which the caller keeps and erases
   * @param logonType LOGON32_LOGON_*; new credentials (9) want the negotiate provider
   * @throws CallFailure ERROR_LOGON_FAILURE and its kin; FAKE_TOKEN under Wine
   */
  logonUser(account: Account, password: number, logonType: number): number {
    const provider =
      logonType === LOGON32_LOGON_NEW_CREDENTIALS ? LOGON32_PROVIDER_WINNT50 : LOGON32_PROVIDER_DEFAULT;
    const domain = account.domain === '' ? 0 : this.domain.wide(account.domain);
    const ok = this.windows.advapi32.LogonUserW(
      this.user.wide(account.user),
      domain,
      password,
      logonType,
      provider,
      this.out.address,
    );
    this.windows.calls.bool('LogonUserW', ok);
    if (readPointer(this.out.bytes) === WINE_FAKE_TOKEN) throw fakeToken();
    return this.take();
  }

  /** An impersonation token of the process's own user: another token, the same identity. */
  duplicateOwn(): number {
    const { advapi32, calls, kernel32 } = this.windows;
    calls.bool(
      'OpenProcessToken',
      advapi32.OpenProcessToken(
        kernel32.GetCurrentProcess(),
        TOKEN_QUERY | TOKEN_DUPLICATE,
        this.out.address,
      ),
    );
    const own = this.take();
    try {
      const access = TOKEN_QUERY | TOKEN_IMPERSONATE | TOKEN_DUPLICATE;
      calls.bool(
        'DuplicateTokenEx',
        advapi32.DuplicateTokenEx(
          own,
          access,
          0,
          SECURITY_IMPERSONATION,
          TOKEN_TYPE_IMPERSONATION,
          this.out.address,
        ),
      );
      return this.take();
    } finally {
      this.close(own);
    }
  }

  /** The calling thread runs as the token's user until `revert`. */
  impersonate(token: number): void {
    this.windows.calls.bool('ImpersonateLoggedOnUser', this.windows.advapi32.ImpersonateLoggedOnUser(token));
  }

  /**
   * Takes the token off the thread. If that fails the process ends here and now, since whatever ran next, a
   * handler of an exception included, would run as somebody else (RevertToSelf, Windows SDK).
   */
  revert(): void {
    if (this.windows.advapi32.RevertToSelf() !== 0) return;
    writeSync(2, `RevertToSelf failed with Win32 error ${this.windows.kernel32.GetLastError()}\n`);
    process.abort();
  }

  /** Whether the calling thread carries a token of the same user as `token` (OpenThreadToken, TokenUser). */
  threadRunsAs(token: number): boolean {
    const threadToken = this.openThreadToken();
    if (threadToken === null) return false;
    try {
      const wanted = this.userSid(token, this.tokenUser);
      const actual = this.userSid(threadToken, this.threadUser);
      return wanted.equals(actual);
    } finally {
      this.close(threadToken);
    }
  }

  /** Whether the calling thread carries any token. */
  threadHasToken(): boolean {
    const token = this.openThreadToken();
    if (token !== null) this.close(token);
    return token !== null;
  }

  /** The user's SID as bytes; a copy. */
  sidOf(token: number): Buffer {
    return Buffer.from(this.userSid(token, this.tokenUser));
  }

  close(token: number): void {
    this.windows.live.returned('tokens');
    this.windows.calls.bool('CloseHandle', this.windows.kernel32.CloseHandle(token));
  }

  /** The access check is made as the process: the impersonated user may not be allowed to look. */
  private openThreadToken(): number | null {
    const openAsSelf = 1;
    const ok = this.windows.advapi32.OpenThreadToken(this.thread, TOKEN_QUERY, openAsSelf, this.out.address);
    const error = this.windows.calls.bool('OpenThreadToken', ok, [WIN32_ERRORS.ERROR_NO_TOKEN]);
    return error === 0 ? this.take() : null;
  }

  /** TOKEN_USER starts with a pointer to the SID, which the function puts behind it in the same buffer. */
  private userSid(token: number, into: NativeBuffer): Buffer {
    const { advapi32, calls } = this.windows;
    const ok = advapi32.GetTokenInformation(
      token,
      TOKEN_USER_CLASS,
      into.address,
      into.bytes.length,
      this.out.address,
    );
    calls.bool('GetTokenInformation', ok);
    const start = readPointer(into.bytes) - into.address;
    if (start < POINTER_BYTES || start + 8 > into.bytes.length) {
      throw new RangeError('GetTokenInformation put the SID outside its buffer');
    }
    const subAuthorities = into.bytes.readUInt8(start + 1);
    return into.bytes.subarray(start, start + 8 + 4 * subAuthorities);
  }

  private take(): number {
    this.windows.live.taken('tokens');
    return readPointer(this.out.bytes);
  }
}

function fakeToken(): CallFailure {
  return new CallFailure('LogonUserW', 'FAKE_TOKEN', 'token 0xDEADBEEF: Wine logs nobody on');
}
