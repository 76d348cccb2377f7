import { CallFailure } from '../checks/call-failure.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import {
  PR_PROFILE_UNRESOLVED_NAME,
  PR_PROFILE_UNRESOLVED_SERVER,
  PR_SERVICE_NAME_A,
  PR_SERVICE_UID,
} from './constants.ts';
import { type HeldInterface, InterfaceKind } from './held-interface.ts';
import { MSG_SERVICE_ADMIN } from './interfaces.ts';
import type { MapiCore } from './mapi-core.ts';
import { propertyBytes, writeProperty } from './property-values.ts';
import { propertyEquals, propertyTags, type Tables } from './tables.ts';

/** Exchange's entry in the [Services] of MAPISVC.INF. */
const SERVICE = 'MSEMS';
const UID_BYTES = 16;
/** A server's name, a mailbox's alias or its legacyExchangeDN. */
const NAME_BYTES = 2048;
const PROPERTY_BYTES = propertyBytes(POINTER_BYTES);

export type HeldServiceAdmin = HeldInterface<typeof MSG_SERVICE_ADMIN>;

/**
 * Exchange's message service in a profile (IMsgServiceAdmin), as MFCMAPI adds it: CreateMsgService does not say which
 * service it has made, so the service table is asked for it.
 */
export class ExchangeService {
  private readonly core: MapiCore;
  private readonly tables: Tables;
  private readonly kind: InterfaceKind<typeof MSG_SERVICE_ADMIN>;
  private readonly service: NativeBuffer;
  private readonly displayName: NativeBuffer;
  private readonly columns: NativeBuffer;
  private readonly isExchange: NativeBuffer;
  private readonly server: NativeText;
  private readonly mailbox: NativeText;
  private readonly properties: NativeBuffer;
  private readonly uid: NativeBuffer;
  private readonly out: NativeBuffer;

  constructor(core: MapiCore, tables: Tables) {
    const { engine } = core;
    this.core = core;
    this.tables = tables;
    this.kind = new InterfaceKind(core, MSG_SERVICE_ADMIN);
    this.service = constantText(core, SERVICE);
    this.displayName = constantText(core, 'Microsoft Exchange Server');
    this.columns = propertyTags(engine, [PR_SERVICE_NAME_A, PR_SERVICE_UID]);
    this.isExchange = propertyEquals(engine, PR_SERVICE_NAME_A, SERVICE);
    this.server = new NativeText(engine, NAME_BYTES);
    this.mailbox = new NativeText(engine, NAME_BYTES);
    this.properties = engine.allocate(2 * PROPERTY_BYTES);
    this.uid = engine.allocate(UID_BYTES);
    this.out = engine.allocate(8);
  }

  /** Takes over what IProfAdmin::AdminServices has handed out. */
  take(address: number): HeldServiceAdmin {
    return this.kind.take(address, 'IProfAdmin::AdminServices');
  }

  /** @throws CallFailure MAPI_E_NOT_FOUND if this MAPI knows no Exchange */
  create(admin: HeldServiceAdmin): void {
    const call = 'IMsgServiceAdmin::CreateMsgService';
    this.core.mark(call);
    const { CreateMsgService } = admin.methods;
    admin.check(call, CreateMsgService(admin.address, this.service.address, this.displayName.address, 0, 0));
  }

  /** Points the service to a mailbox; the server is asked for both names. */
  configure(admin: HeldServiceAdmin, mailbox: string, server: string): void {
    this.findUid(admin);
    this.put(0, PR_PROFILE_UNRESOLVED_SERVER, this.server.ansi(server));
    this.put(1, PR_PROFILE_UNRESOLVED_NAME, this.mailbox.ansi(mailbox));
    const call = 'IMsgServiceAdmin::ConfigureMsgService';
    this.core.mark(call);
    const { ConfigureMsgService } = admin.methods;
    admin.check(call, ConfigureMsgService(admin.address, this.uid.address, 0, 0, 2, this.properties.address));
  }

  private findUid(admin: HeldServiceAdmin): void {
    const call = 'IMsgServiceAdmin::GetMsgServiceTable';
    this.out.bytes.fill(0);
    admin.check(call, admin.methods.GetMsgServiceTable(admin.address, 0, this.out.address));
    using table = this.tables.take(readPointer(this.out.bytes), call);
    this.tables.setColumns(table, this.columns);
    this.tables.restrict(table, this.isExchange);
    using rows = this.tables.nextRows(table, 1);
    if (rows.count === 0) throw new CallFailure(call, 'NO_SERVICE', `there is no ${SERVICE} in the profile`);
    const uid = rows.binary(0, PR_SERVICE_UID);
    if (uid.length !== UID_BYTES)
      throw new CallFailure(call, 'NO_SERVICE', `a MAPIUID of ${uid.length} bytes`);
    this.core.memory.copy(this.uid.address, uid.address, UID_BYTES);
  }

  private put(index: number, tag: number, address: number): void {
    const value = { type: 'text', address } as const;
    writeProperty(this.properties.bytes, index * PROPERTY_BYTES, { tag, value }, POINTER_BYTES);
  }
}

function constantText({ engine }: MapiCore, text: string): NativeBuffer {
  const buffer = engine.allocate(text.length + 1);
  buffer.bytes.write(text, 'latin1');
  return buffer;
}
