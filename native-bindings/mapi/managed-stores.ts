import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { OPENSTORE_TAKE_OWNERSHIP, OPENSTORE_USE_ADMIN_PRIVILEGE } from './constants.ts';
import { type HeldInterface, InterfaceKind } from './held-interface.ts';
import { EXCHANGE_MANAGE_STORE } from './interfaces.ts';
import type { MapiBuffers } from './mapi-buffers.ts';
import type { MapiCore } from './mapi-core.ts';
import type { EntryId, HeldStore } from './stores.ts';

export type HeldManager = HeldInterface<typeof EXCHANGE_MANAGE_STORE>;

/** IID_IExchangeManageStore {559D10B0-A772-11CD-9BC8-00AA002FC45A} (EdkGuid.h), as it lies in memory. */
const IID = Buffer.from('b0109d5572a7cd119bc800aa002fc45a', 'hex');
/** Distinguished names, of a server and of a mailbox. */
const NAME_BYTES = 2048;

/** Entry identifiers of other mailboxes' stores (IExchangeManageStore), for a session with the right to open them. */
export class ManagedStores {
  private readonly core: MapiCore;
  private readonly kind: InterfaceKind<typeof EXCHANGE_MANAGE_STORE>;
  private readonly iid: NativeBuffer;
  private readonly store: NativeText;
  private readonly mailbox: NativeText;
  private readonly out: NativeBuffer;

  constructor(core: MapiCore) {
    this.core = core;
    this.kind = new InterfaceKind(core, EXCHANGE_MANAGE_STORE);
    this.iid = core.engine.allocate(IID.length);
    this.iid.bytes.set(IID);
    this.store = new NativeText(core.engine, NAME_BYTES);
    this.mailbox = new NativeText(core.engine, NAME_BYTES);
    this.out = core.engine.allocate(2 * POINTER_BYTES);
  }

  /** @throws CallFailure MAPI_E_INTERFACE_NOT_SUPPORTED if the store is none of Exchange's */
  managerOf(store: HeldStore): HeldManager {
    const call = 'IMsgStore::QueryInterface';
    return this.kind.take(this.core.objects.queryInterface(store.address, this.iid.address, call), call);
  }

  /** @param mailbox its legacyExchangeDN */
  entryId(manager: HeldManager, server: string, mailbox: string): HeldEntryId {
    const call = 'IExchangeManageStore::CreateStoreEntryID';
    this.out.bytes.fill(0);
    this.core.mark(call);
    const hresult = manager.methods.CreateStoreEntryID(
      manager.address,
      this.store.ansi(privateStoreOf(server)),
      this.mailbox.ansi(mailbox),
      OPENSTORE_USE_ADMIN_PRIVILEGE | OPENSTORE_TAKE_OWNERSHIP,
      this.out.address,
      this.out.address + POINTER_BYTES,
    );
    // This interface has no GetLastError to ask for more.
    this.core.calls.hresult(call, hresult);
    const length = this.out.bytes.readUInt32LE();
    return new HeldEntryId(this.core.buffers, length, readPointer(this.out.bytes, POINTER_BYTES));
  }
}

/** An entry identifier in MAPI's memory. */
export class HeldEntryId implements EntryId, Disposable {
  readonly length: number;
  readonly address: number;
  private readonly buffers: MapiBuffers;

  constructor(buffers: MapiBuffers, length: number, address: number) {
    this.buffers = buffers;
    this.length = length;
    this.address = buffers.took(address);
  }

  [Symbol.dispose](): void {
    this.buffers.free(this.address);
  }
}

/** The last part must be there; what it says is ignored (MFCMAPI, MailboxLogon). */
function privateStoreOf(server: string): string {
  return `/cn=Configuration/cn=Servers/cn=${server}/cn=Microsoft Private MDB`;
}
