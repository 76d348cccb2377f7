import { randomUUID } from 'node:crypto';
import { FFI_ENGINES, type FfiEngineName } from '../../harness/contract/plan.ts';
import type { MarkedCall } from '../../native-bindings/checks/call-marker.ts';
import { bindTable } from '../../native-bindings/ffi/bind-table.ts';
import type { Mapi } from '../../native-bindings/mapi/mapi.ts';
import { openMapi } from '../../native-bindings/mapi/open-mapi.ts';
import { STAND_IN_LEDGER } from '../../native-bindings/mapi/signatures.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { openWindows, type Windows } from '../../native-bindings/windows/windows.ts';
import { dialForProcess } from './dials.ts';

export { FFI_ENGINES };

/** The stand-in in this process, with what it says of its objects. */
export interface StandInMapi {
  readonly mapi: Mapi;
  readonly windows: Windows;
  /** The calls that were marked, in order. */
  readonly marks: MarkedCall[];
  /** Interfaces that somebody holds; 0 while MAPI is not initialized. */
  objects(): number;
  /** Calls on dead objects and releases too many, since the library was loaded. */
  misuses(): number;
}

/** The stand-in reads its dials when a process first initializes MAPI: every test of a file opens it like this. */
export async function openStandIn(
  t: { teardown(action: () => void): void },
  engine: FfiEngineName,
): Promise<StandInMapi> {
  const windows = await openWindows(engine);
  if (process.platform === 'win32') dialForProcess(t, windows, { IdentityFromProfile: 1 });
  const path = standInPaths().mapi32;
  const marks: MarkedCall[] = [];
  const { mapi } = openMapi(windows, { kind: 'path', path }, (call) => marks.push(call));
  const ledger = bindTable(windows.engine.load(path), STAND_IN_LEDGER);
  return {
    mapi,
    windows,
    marks,
    objects: ledger.MapileakStandInLiveObjects,
    misuses: ledger.MapileakStandInMisuses,
  };
}

/** A profile's name that no other test uses. */
export function uniqueProfile(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}
