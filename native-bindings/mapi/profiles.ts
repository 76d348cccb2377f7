import { HRESULTS } from '../checks/hresults.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { readPointer } from '../ffi/words.ts';
import { PR_DISPLAY_NAME_A, PROFILE_NAME_BYTES } from './constants.ts';
import { ExchangeService } from './exchange-service.ts';
import { type HeldInterface, InterfaceKind } from './held-interface.ts';
import { PROF_ADMIN } from './interfaces.ts';
import type { MapiCore } from './mapi-core.ts';
import { MAPI32_PROFILES } from './signatures.ts';
import { propertyTags, type Tables } from './tables.ts';

type HeldAdmin = HeldInterface<typeof PROF_ADMIN>;

const ROWS_AT_ONCE = 50;

/** MAPI profiles of the current user (MAPIAdminProfiles, IProfAdmin). All texts are ANSI: Unicode does not work there. */
export class Profiles {
  readonly core: MapiCore;
  readonly service: ExchangeService;
  readonly tables: Tables;
  readonly name: NativeText;
  readonly nameColumn: NativeBuffer;
  readonly out: NativeBuffer;
  private readonly exports: BoundTable<typeof MAPI32_PROFILES>;
  private readonly kind: InterfaceKind<typeof PROF_ADMIN>;

  /** @throws HarnessError EXPORT_MISSING if the provider has no profiles */
  constructor(core: MapiCore, tables: Tables) {
    this.core = core;
    this.tables = tables;
    this.service = new ExchangeService(core, tables);
    this.name = new NativeText(core.engine, PROFILE_NAME_BYTES);
    this.nameColumn = propertyTags(core.engine, [PR_DISPLAY_NAME_A]);
    this.out = core.engine.allocate(8);
    this.exports = core.bind(
      MAPI32_PROFILES,
      'This MAPI provider has no profiles of its own: choose a scenario that does without, or another --mapi.',
    );
    this.kind = new InterfaceKind(core, PROF_ADMIN);
  }

  /** To be given back, best by `using`. */
  admin(): ProfileAdmin {
    const { calls, mark } = this.core;
    this.out.bytes.fill(0);
    mark('MAPIAdminProfiles');
    calls.hresult('MAPIAdminProfiles', this.exports.MAPIAdminProfiles(0, this.out.address));
    return new ProfileAdmin(this, this.kind.take(readPointer(this.out.bytes), 'MAPIAdminProfiles'));
  }
}

/** An IProfAdmin. Names have at most 64 characters of ISO 8859-1. */
export class ProfileAdmin implements Disposable {
  private readonly profiles: Profiles;
  private readonly held: HeldAdmin;

  constructor(profiles: Profiles, held: HeldAdmin) {
    this.profiles = profiles;
    this.held = held;
  }

  /** An empty profile. @throws CallFailure MAPI_E_NO_ACCESS if there is one of this name */
  create(name: string): void {
    const { address, methods } = this.held;
    this.profiles.core.mark('IProfAdmin::CreateProfile');
    const text = this.profiles.name.ansi(name);
    this.held.check('IProfAdmin::CreateProfile', methods.CreateProfile(address, text, 0, 0, 0));
  }

  /** Adds Exchange to a profile and points it to a mailbox. */
  addExchange(name: string, mailbox: string, server: string): void {
    const { name: slot, out, service } = this.profiles;
    const { address, methods } = this.held;
    out.bytes.fill(0);
    this.held.check(
      'IProfAdmin::AdminServices',
      methods.AdminServices(address, slot.ansi(name), 0, 0, 0, out.address),
    );
    using services = service.take(readPointer(out.bytes));
    service.create(services);
    service.configure(services, mailbox, server);
  }

  /** Of a profile that a session uses only a mark is set: delete it after the logoff. */
  delete(name: string): void {
    this.deleteAccepting(name, []);
  }

  /** As `delete`, for a profile that may be gone already. */
  deleteIfThere(name: string): void {
    this.deleteAccepting(name, [HRESULTS.MAPI_E_NOT_FOUND]);
  }

  /** The names of all profiles of this user. */
  names(): readonly string[] {
    const { nameColumn, out, tables } = this.profiles;
    const call = 'IProfAdmin::GetProfileTable';
    out.bytes.fill(0);
    this.held.check(call, this.held.methods.GetProfileTable(this.held.address, 0, out.address));
    using table = tables.take(readPointer(out.bytes), call);
    tables.setColumns(table, nameColumn);
    const names: string[] = [];
    for (;;) {
      using rows = tables.nextRows(table, ROWS_AT_ONCE);
      if (rows.count === 0) return names;
      for (let row = 0; row < rows.count; row++) names.push(rows.text(row, PR_DISPLAY_NAME_A));
    }
  }

  [Symbol.dispose](): void {
    this.held.release();
  }

  private deleteAccepting(name: string, accepted: readonly number[]): void {
    const { address, methods } = this.held;
    this.profiles.core.mark('IProfAdmin::DeleteProfile');
    const text = this.profiles.name.ansi(name);
    this.held.check('IProfAdmin::DeleteProfile', methods.DeleteProfile(address, text, 0), accepted);
  }
}
