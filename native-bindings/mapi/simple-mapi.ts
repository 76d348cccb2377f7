import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { readPointer } from '../ffi/words.ts';
import { MAPI_NEW_SESSION, PROFILE_NAME_BYTES } from './constants.ts';
import type { MapiCore } from './mapi-core.ts';
import { SIMPLE_MAPI } from './signatures.ts';

/** Simple MAPI's sessions (MAPI.h): a wrapper of Extended MAPI with a code of its own for every error. */
export class SimpleMapi {
  private readonly core: MapiCore;
  private readonly exports: BoundTable<typeof SIMPLE_MAPI>;
  private readonly profile: NativeText;
  private readonly out: NativeBuffer;

  /** @throws HarnessError EXPORT_MISSING if the provider has none */
  constructor(core: MapiCore) {
    this.core = core;
    this.exports = core.bind(
      SIMPLE_MAPI,
      'Not every provider of Extended MAPI has Simple MAPI too: choose another scenario, or another --mapi.',
    );
    this.profile = new NativeText(core.engine, PROFILE_NAME_BYTES);
    this.out = core.engine.allocate(8);
  }

  /** A session of its own on a profile, without a password. @returns its LHANDLE */
  logon(profile: string): number {
    const { calls, live, mark } = this.core;
    this.out.bytes.fill(0);
    const name = this.profile.ansi(profile);
    mark('MAPILogon');
    calls.simpleMapi('MAPILogon', this.exports.MAPILogon(0, name, 0, MAPI_NEW_SESSION, 0, this.out.address));
    live.taken('sessions');
    return readPointer(this.out.bytes);
  }

  logoff(session: number): void {
    const { calls, live, mark } = this.core;
    mark('MAPILogoff');
    const code = this.exports.MAPILogoff(session, 0, 0, 0);
    // A session that was refused its logoff cannot be given back in any other way.
    live.returned('sessions');
    calls.simpleMapi('MAPILogoff', code);
  }
}
