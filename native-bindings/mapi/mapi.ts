import { CallFailure } from '../checks/call-failure.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import type { CheckedCalls } from '../checks/checked-calls.ts';
import type { LiveCounts } from '../checks/live-counts.ts';
import type { NativeBuffer, NativeEngine } from '../ffi/engine.ts';
import type { NativeMemory } from '../ffi/memory.ts';
import { NativeText } from '../ffi/native-text.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { readPointer } from '../ffi/words.ts';
import { LOGON_FLAGS, MAPI_MULTITHREAD_NOTIFICATIONS, PROFILE_NAME_BYTES } from './constants.ts';
import { type BoundMethods, InterfaceMethods } from './interface-methods.ts';
import { IMAPI_SESSION, type MAPI32 } from './signatures.ts';

/** What the MAPI binding needs. */
export interface MapiParts {
  readonly engine: NativeEngine;
  readonly memory: NativeMemory;
  readonly calls: CheckedCalls;
  readonly live: LiveCounts;
  readonly exports: BoundTable<typeof MAPI32>;
  readonly mark: CallMarker;
}

/**
 * Extended MAPI as a session loop needs it (MAPIX.h). Every method is synchronous and throws a CallFailure
 * that names the HRESULT. A session is the integer address of its IMAPISession.
 */
export class Mapi {
  private readonly parts: MapiParts;
  private readonly sessionMethods: InterfaceMethods<typeof IMAPI_SESSION>;
  /** Live sessions with their methods, so that a vtable is looked up once a session. */
  private readonly sessions = new Map<number, BoundMethods<typeof IMAPI_SESSION>>();
  private readonly out: NativeBuffer;
  private readonly init: NativeBuffer;
  private readonly profile: NativeText;

  constructor(parts: MapiParts) {
    this.parts = parts;
    this.sessionMethods = new InterfaceMethods(parts.engine, parts.memory, IMAPI_SESSION);
    this.out = parts.engine.allocate(8);
    this.init = parts.engine.allocate(8);
    this.init.bytes.writeUInt32LE(MAPI_MULTITHREAD_NOTIFICATIONS, 4); // MAPIINIT_0: ulVersion 0, ulFlags
    this.profile = new NativeText(parts.engine, PROFILE_NAME_BYTES);
  }

  /** Must be balanced by `uninitialize` on the same thread. */
  initialize(): void {
    this.parts.mark('MAPIInitialize');
    this.parts.calls.hresult('MAPIInitialize', this.parts.exports.MAPIInitialize(this.init.address));
  }

  uninitialize(): void {
    this.parts.mark('MAPIUninitialize');
    this.parts.exports.MAPIUninitialize();
  }

  /** A session of its own on a profile, without a password: MAPI takes the thread's identity. */
  logonEx(profile: string): number {
    const { calls, exports, live, mark } = this.parts;
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
    this.parts.mark('IMAPISession::Logoff');
    this.parts.calls.hresult('IMAPISession::Logoff', this.methods(session).Logoff(session, 0, 0, 0));
  }

  /** IMAPISession::Release. @returns the references that are left */
  release(session: number): number {
    this.parts.mark('IMAPISession::Release');
    const left = this.methods(session).Release(session);
    this.parts.live.returned('sessions');
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
    const { calls, exports, live } = this.parts;
    calls.hresult('MAPIAllocateBuffer', exports.MAPIAllocateBuffer(byteCount, this.out.address));
    live.taken('buffers');
    return readPointer(this.out.bytes);
  }

  freeBuffer(buffer: number): void {
    this.parts.live.returned('buffers');
    this.parts.calls.hresult('MAPIFreeBuffer', this.parts.exports.MAPIFreeBuffer(buffer));
  }

  private methods(session: number): BoundMethods<typeof IMAPI_SESSION> {
    const methods = this.sessions.get(session);
    if (methods === undefined)
      throw new Error('no such session: it was never logged on, or is released already');
    return methods;
  }
}
