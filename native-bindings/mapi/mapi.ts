import { CallFailure } from '../checks/call-failure.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { type BoundMethods, InterfaceMethods } from '../ffi/interface-methods.ts';
import { NativeText } from '../ffi/native-text.ts';
import { readPointer } from '../ffi/words.ts';
import { LOGON_FLAGS, MAPI_MULTITHREAD_NOTIFICATIONS, PROFILE_NAME_BYTES } from './constants.ts';
import { IMAPI_SESSION } from './interfaces.ts';
import { type MapiCore, type MapiParts, mapiCore } from './mapi-core.ts';
import { Profiles } from './profiles.ts';
import { SimpleMapi } from './simple-mapi.ts';
import { MessageStores } from './stores.ts';
import { Tables } from './tables.ts';

/**
 * Extended MAPI as a session loop needs it (MAPIX.h). Every method is synchronous and throws a CallFailure
 * that names the HRESULT. A session is the integer address of its IMAPISession.
 */
export class Mapi {
  private readonly core: MapiCore;
  private readonly sessionMethods: InterfaceMethods<typeof IMAPI_SESSION>;
  /** Live sessions with their methods, so that a vtable is looked up once a session. */
  private readonly sessions = new Map<number, BoundMethods<typeof IMAPI_SESSION>>();
  private readonly out: NativeBuffer;
  private readonly init: NativeBuffer;
  private readonly profile: NativeText;
  private openedTables: Tables | undefined;
  private openedProfiles: Profiles | undefined;
  private openedStores: MessageStores | undefined;
  private openedSimple: SimpleMapi | undefined;

  /** @throws HarnessError EXPORT_MISSING if it is no MAPI provider */
  constructor(parts: MapiParts) {
    this.core = mapiCore(parts);
    this.sessionMethods = new InterfaceMethods(parts.engine, parts.memory, IMAPI_SESSION);
    this.out = parts.engine.allocate(8);
    this.init = parts.engine.allocate(8); // MAPIINIT_0: ulVersion 0, ulFlags
    this.profile = new NativeText(parts.engine, PROFILE_NAME_BYTES);
  }

  /** MAPI profiles. Ask for them before the first cycle. @throws HarnessError EXPORT_MISSING */
  get profiles(): Profiles {
    this.openedProfiles ??= new Profiles(this.core, this.tables);
    return this.openedProfiles;
  }

  /** Message stores of a session. Ask for them before the first cycle. */
  get stores(): MessageStores {
    this.openedStores ??= new MessageStores(this.core, this.tables);
    return this.openedStores;
  }

  /** Simple MAPI. Ask for it before the first cycle. @throws HarnessError EXPORT_MISSING if the provider has none */
  get simple(): SimpleMapi {
    this.openedSimple ??= new SimpleMapi(this.core);
    return this.openedSimple;
  }

  /**
   * Must be balanced by `uninitialize` on the same thread.
   * @param flags MAPI_TEMPORARY_PROFILES besides what a console program always needs
   */
  initialize(flags = 0): void {
    this.init.bytes.writeUInt32LE(MAPI_MULTITHREAD_NOTIFICATIONS | flags, 4);
    this.core.mark('MAPIInitialize');
    this.core.calls.hresult('MAPIInitialize', this.core.exports.MAPIInitialize(this.init.address));
  }

  uninitialize(): void {
    this.core.mark('MAPIUninitialize');
    this.core.exports.MAPIUninitialize();
  }

  /** A session of its own on a profile, without a password: MAPI takes the thread's identity. */
  logonEx(profile: string): number {
    const { calls, exports, live, mark } = this.core;
    this.out.bytes.fill(0);
    const name = this.profile.ansi(profile);
    mark('MAPILogonEx');
    calls.hresult('MAPILogonEx', exports.MAPILogonEx(0, name, 0, LOGON_FLAGS, this.out.address));
    const session = readPointer(this.out.bytes);
    if (session === 0) throw new CallFailure('MAPILogonEx', 'NO_SESSION', 'success, but a null session');
    live.taken('sessions');
    this.sessions.set(session, this.sessionMethods.of(session));
    return session;
  }

  /** IMAPISession::Logoff; only `release` is legal afterwards. */
  logoff(session: number): void {
    this.core.mark('IMAPISession::Logoff');
    const { Logoff } = this.methods(session);
    this.core.objects.check(session, 'IMAPISession::Logoff', Logoff(session, 0, 0, 0));
  }

  /** IMAPISession::Release. @returns the references that are left */
  release(session: number): number {
    this.core.mark('IMAPISession::Release');
    const left = this.methods(session).Release(session);
    this.core.live.returned('sessions');
    this.sessions.delete(session);
    return left;
  }

  /** Logs off and releases; releases even if logging off fails. */
  end(session: number): void {
    try {
      this.logoff(session);
    } finally {
      this.release(session);
    }
  }

  /** Memory from MAPI's own allocator, to be given back by `freeBuffer`. */
  allocateBuffer(byteCount: number): number {
    return this.core.buffers.allocate(byteCount);
  }

  freeBuffer(buffer: number): void {
    this.core.buffers.free(buffer);
  }

  private get tables(): Tables {
    this.openedTables ??= new Tables(this.core);
    return this.openedTables;
  }

  private methods(session: number): BoundMethods<typeof IMAPI_SESSION> {
    const methods = this.sessions.get(session);
    if (methods === undefined)
      throw new Error('no such session: it was never logged on, or is released already');
    return methods;
  }
}
