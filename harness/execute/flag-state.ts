import type { Registry, RegistryPlace } from '../../native-bindings/windows/registry.ts';
import { dword } from '../../native-bindings/windows/registry-values.ts';
import type { CleanUpMapiHeap } from '../contract/arms.ts';
import type { FlagReading, FlagValue } from '../contract/environment.ts';

/** Writes the flag in one place, or removes it there for null. */
export function writeFlag(
  registry: Registry,
  { view, key, name }: RegistryPlace,
  wanted: CleanUpMapiHeap,
): void {
  if (wanted === null) registry.removeValue(view, key, name);
  else registry.write(view, key, name, dword(wanted));
}

/** `absent`, `1`, `no REG_DWORD`. */
export function flagWording(value: FlagValue): string {
  return value === null ? 'absent' : value === 'not-a-dword' ? 'no REG_DWORD' : String(value);
}

/** The first place whose value is another than the one wanted; undefined if all are as wanted. */
export function differing(
  readings: readonly FlagReading[],
  wanted: CleanUpMapiHeap,
): FlagReading | undefined {
  return readings.find(({ value }) => value !== wanted);
}
