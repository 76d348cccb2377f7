import type { StandInDials } from '../../harness/contract/plan.ts';

/** The stand-in reads its dials below HKLM\<this>, or below the key that the variable names. */
export const DIALS_KEY = 'SOFTWARE\\mapileak\\stand-in';
export const DIALS_KEY_VARIABLE = 'MAPILEAK_STAND_IN_KEY';

/** A REG_DWORD with a default, or a REG_SZ that has no effect unless it is there. */
export type Dial =
  | { readonly kind: 'number'; readonly default: number }
  | {
      readonly kind: 'text';
      readonly default: null;
      /** Characters; the stand-in ignores a longer text. */
      readonly longest: number;
      /** What it holds is written down nowhere but in the registry. */
      readonly secret: boolean;
    };

const number = (initial: number) => ({ kind: 'number', default: initial }) satisfies Dial;
const text = (longest: number, secret = false) =>
  ({ kind: 'text', default: null, longest, secret }) satisfies Dial;

/**
 * Every dial of the stand-in. What they mean is in docs/stand-in.md; the same table is in provider/dials.c, but
 * for the last three, which libwin32 reads.
 */
export const DIALS: ReadonlyMap<string, Dial> = new Map<string, Dial>([
  ['InstanceBytes', number(4096)],
  ['InstanceBlocks', number(2)],
  ['KeepInstances', number(1)],
  ['ReadFlagAt', number(0)],
  ['IgnoreCleanupFlag', number(0)],
  ['IdentityFromProfile', number(0)],
  ['AllRemote', number(0)],
  ['RemoteServer', text(255)],
  ['RoundTripMicroseconds', number(400)],
  ['SessionsPerUser', number(32)],
  ['StoresPerProcess', number(255)],
  ['UnknownMailbox', text(255)],
  ['UnknownServer', text(255)],
  ['LeakBytesPerLogon', number(0)],
  ['LeakHandlesPerLogon', number(0)],
  ['MallocLeakBytesPerLogon', number(0)],
  ['RareLeakBytes', number(0)],
  ['RareLeakEvery', number(0)],
  ['LeakHeapsEvery', number(0)],
  ['LeakPerNewUser', number(0)],
  ['LeakBytesPerMinute', number(0)],
  ['OtherStoreLeakBytes', number(512)],
  ['UnloadLeakHeaps', number(1)],
  ['CacheBytesPerMailbox', number(0)],
  ['CacheMailboxes', number(0)],
  ['CacheBytesPerLogon', number(0)],
  ['CacheLogons', number(0)],
  ['SawtoothBytes', number(0)],
  ['SawtoothPeriod', number(0)],
  ['RefuseLogonEvery', number(0)],
  ['RefuseCode', number(0x80040111)],
  ['RefuseProfile', text(64)],
  ['RefuseProfileEvery', number(1)],
  ['SlowLogonEvery', number(0)],
  ['SlowLogonMilliseconds', number(0)],
  ['HangAtLogon', number(0)],
  ['HangAtLogoff', number(0)],
  ['HangAtRelease', number(0)],
  ['HangAtUninitialize', number(0)],
  ['HangProfile', text(64)],
  ['HangProfileEvery', number(1)],
  ['CrashAtLogon', number(0)],
  ['CrashAtLogoff', number(0)],
  ['CrashAtRelease', number(0)],
  ['CrashProfile', text(64)],
  ['CrashProfileEvery', number(1)],
  ['CorruptHeapAtLogon', number(0)],
  ['FreeCorruptedAtLogoff', number(0)],
  ['NullSessionAtLogon', number(0)],
  ['GarbageSessionAtLogon', number(0)],
  ['GarbageSessionKind', number(0)],
  ['AddressSpaceBytes', number(0)],
  ['Password', text(254, true)],
  ['RefuseUser', text(254)],
]);

/** What is written down of a secret dial. */
export const SECRET_IS_SET = '(set)';

/** The same dials as they may be written down: of a secret one only that it is set. */
export function withoutSecrets(dials: StandInDials): StandInDials {
  return Object.fromEntries(
    Object.entries(dials).map(([name, value]) => {
      const dial = DIALS.get(name);
      return [name, dial?.kind === 'text' && dial.secret ? SECRET_IS_SET : value];
    }),
  );
}
