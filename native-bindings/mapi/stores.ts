import { CallFailure } from '../checks/call-failure.ts';
import { hex32, hresultName } from '../checks/hresults.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { InterfaceMethods } from '../ffi/interface-methods.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import {
  MAPI_BEST_ACCESS,
  MDB_NO_DIALOG,
  MDB_NO_MAIL,
  PR_CONTENT_COUNT,
  PR_DEFAULT_STORE,
  PR_ENTRYID,
} from './constants.ts';
import { type HeldInterface, InterfaceKind } from './held-interface.ts';
import { IMAPI_SESSION, MAPI_FOLDER, MSG_STORE } from './interfaces.ts';
import { ManagedStores } from './managed-stores.ts';
import type { MapiCore } from './mapi-core.ts';
import { RowReader } from './row-set.ts';
import { propertyEquals, propertyTags, type Tables } from './tables.ts';

export type HeldStore = HeldInterface<typeof MSG_STORE>;
export type HeldFolder = HeldInterface<typeof MAPI_FOLDER>;

/** An ENTRYID as MAPI takes it. */
export interface EntryId {
  readonly length: number;
  readonly address: number;
}

/** Message stores and what is read of them. Whatever is opened is to be given back, best by `using`. */
export class MessageStores {
  /** Stores of other mailboxes, for administrators. */
  readonly managed: ManagedStores;
  private readonly core: MapiCore;
  private readonly tables: Tables;
  private readonly reader: RowReader;
  private readonly sessions: InterfaceMethods<typeof IMAPI_SESSION>;
  private readonly stores: InterfaceKind<typeof MSG_STORE>;
  private readonly folders: InterfaceKind<typeof MAPI_FOLDER>;
  private readonly entryIdColumn: NativeBuffer;
  private readonly isDefault: NativeBuffer;
  private readonly contentCount: NativeBuffer;
  private readonly anyClass: NativeBuffer;
  /** Two out-values of a call, each of a pointer's size. */
  private readonly out: NativeBuffer;

  constructor(core: MapiCore, tables: Tables) {
    const { engine } = core;
    this.core = core;
    this.tables = tables;
    this.reader = new RowReader(core);
    this.sessions = new InterfaceMethods(engine, core.memory, IMAPI_SESSION);
    this.stores = new InterfaceKind(core, MSG_STORE, 'IMsgStore::Release');
    this.folders = new InterfaceKind(core, MAPI_FOLDER, 'IMAPIFolder::Release');
    this.managed = new ManagedStores(core);
    this.entryIdColumn = propertyTags(engine, [PR_ENTRYID]);
    this.isDefault = propertyEquals(engine, PR_DEFAULT_STORE, true);
    this.contentCount = propertyTags(engine, [PR_CONTENT_COUNT]);
    this.anyClass = engine.allocate(1);
    this.out = engine.allocate(2 * POINTER_BYTES);
  }

  /** The store that the session's stores table calls its default. */
  openDefault(session: number): HeldStore {
    const call = 'IMAPISession::GetMsgStoresTable';
    this.out.bytes.fill(0);
    this.core.mark(call);
    const { GetMsgStoresTable } = this.sessions.of(session);
    this.core.objects.check(session, call, GetMsgStoresTable(session, 0, this.out.address));
    using table = this.tables.take(readPointer(this.out.bytes), call);
    this.tables.setColumns(table, this.entryIdColumn);
    this.tables.restrict(table, this.isDefault);
    using rows = this.tables.nextRows(table, 1);
    if (rows.count === 0) throw new CallFailure(call, 'NO_STORE', 'no store of this profile is its default');
    return this.open(session, rows.binary(0, PR_ENTRYID), MDB_NO_DIALOG | MDB_NO_MAIL | MAPI_BEST_ACCESS);
  }

  /** @param flags MDB_* and MAPI_BEST_ACCESS */
  open(session: number, { length, address }: EntryId, flags: number): HeldStore {
    const call = 'IMAPISession::OpenMsgStore';
    this.out.bytes.fill(0);
    this.core.mark(call);
    const { OpenMsgStore } = this.sessions.of(session);
    this.core.objects.check(
      session,
      call,
      OpenMsgStore(session, 0, length, address, 0, flags, this.out.address),
    );
    return this.stores.take(readPointer(this.out.bytes), call);
  }

  /** The folder that new messages of any class go to: the inbox. */
  openReceiveFolder(store: HeldStore): HeldFolder {
    const { buffers, mark } = this.core;
    this.out.bytes.fill(0);
    mark('IMsgStore::GetReceiveFolder');
    const bytes = this.out.address;
    const entryId = this.out.address + POINTER_BYTES;
    store.check(
      'IMsgStore::GetReceiveFolder',
      store.methods.GetReceiveFolder(store.address, this.anyClass.address, 0, bytes, entryId, 0),
    );
    const length = this.out.bytes.readUInt32LE();
    const address = buffers.took(readPointer(this.out.bytes, POINTER_BYTES));
    try {
      return this.openFolder(store, { length, address });
    } finally {
      buffers.free(address);
    }
  }

  /** The number of messages in a folder (PR_CONTENT_COUNT). */
  contentCountOf(folder: HeldFolder): number {
    const { buffers, mark } = this.core;
    const call = 'IMAPIFolder::GetProps';
    this.out.bytes.fill(0);
    mark(call);
    const count = this.out.address;
    const values = this.out.address + POINTER_BYTES;
    folder.check(call, folder.methods.GetProps(folder.address, this.contentCount.address, 0, count, values));
    const found = this.out.bytes.readUInt32LE();
    const address = buffers.took(readPointer(this.out.bytes, POINTER_BYTES));
    try {
      const value = found === 0 ? undefined : this.reader.property(address, 0).value;
      if (value?.type === 'long') return value.value;
      if (value?.type === 'error') throw new CallFailure(call, hresultName(value.code), hex32(value.code));
      throw new CallFailure(call, 'NO_VALUE', 'success, but no PR_CONTENT_COUNT');
    } finally {
      buffers.free(address);
    }
  }

  private openFolder(store: HeldStore, { length, address }: EntryId): HeldFolder {
    const call = 'IMsgStore::OpenEntry';
    this.out.bytes.fill(0);
    this.core.mark(call);
    const type = this.out.address;
    const object = this.out.address + POINTER_BYTES;
    store.check(
      call,
      store.methods.OpenEntry(store.address, length, address, 0, MAPI_BEST_ACCESS, type, object),
    );
    return this.folders.take(readPointer(this.out.bytes, POINTER_BYTES), call);
  }
}
