import type { CallMarker } from '../checks/call-marker.ts';
import type { CheckedCalls } from '../checks/checked-calls.ts';
import type { LiveCounts } from '../checks/live-counts.ts';
import type { NativeEngine } from '../ffi/engine.ts';
import type { NativeMemory } from '../ffi/memory.ts';
import type { BoundTable, SignatureTable } from '../ffi/signature.ts';
import { MapiBuffers } from './mapi-buffers.ts';
import { MapiObjects } from './mapi-objects.ts';
import { MAPI32 } from './signatures.ts';

/** Binds functions of the MAPI provider. @throws HarnessError EXPORT_MISSING, with the remedy if one is given */
export type ExportBinder = <const T extends SignatureTable>(table: T, remedy?: string) => BoundTable<T>;

/** What the MAPI bindings need. */
export interface MapiParts {
  readonly engine: NativeEngine;
  readonly memory: NativeMemory;
  readonly calls: CheckedCalls;
  readonly live: LiveCounts;
  readonly mark: CallMarker;
  readonly bind: ExportBinder;
}

/** What all bindings of one provider share. */
export interface MapiCore extends MapiParts {
  readonly exports: BoundTable<typeof MAPI32>;
  readonly buffers: MapiBuffers;
  readonly objects: MapiObjects;
}

/** @throws HarnessError EXPORT_MISSING if it is no MAPI provider */
export function mapiCore(parts: MapiParts): MapiCore {
  const { engine, memory, calls, live } = parts;
  const exports = parts.bind(MAPI32);
  const buffers = new MapiBuffers({ engine, calls, live, exports });
  return { ...parts, exports, buffers, objects: new MapiObjects({ engine, memory, calls, buffers }) };
}
