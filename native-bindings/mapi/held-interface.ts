import { CallFailure } from '../checks/call-failure.ts';
import type { CallMarker, MarkedCall } from '../checks/call-marker.ts';
import type { LiveCounts } from '../checks/live-counts.ts';
import type { NativeEngine } from '../ffi/engine.ts';
import { type BoundMethods, InterfaceMethods, type MethodTable } from '../ffi/interface-methods.ts';
import type { NativeMemory } from '../ffi/memory.ts';
import type { MapiObjects } from './mapi-objects.ts';

export interface InterfaceParts {
  readonly engine: NativeEngine;
  readonly memory: NativeMemory;
  readonly live: LiveCounts;
  readonly mark: CallMarker;
  readonly objects: MapiObjects;
}

/** Interfaces of one kind: their methods are bound once, however many objects there are. */
export class InterfaceKind<const T extends MethodTable> {
  readonly parts: InterfaceParts;
  /** What is noted before a release that may block. */
  readonly releaseMark: MarkedCall | null;
  private readonly bound: InterfaceMethods<T>;

  constructor(parts: InterfaceParts, table: T, releaseMark: MarkedCall | null = null) {
    this.parts = parts;
    this.releaseMark = releaseMark;
    this.bound = new InterfaceMethods(parts.engine, parts.memory, table);
  }

  /** Takes over the one reference that a call has handed out. @throws CallFailure NO_OBJECT for a null pointer */
  take(address: number, call: string): HeldInterface<T> {
    if (address === 0) throw new CallFailure(call, 'NO_OBJECT', 'success, but a null pointer');
    this.parts.live.taken('interfaces');
    return new HeldInterface(this, address, this.bound.of(address));
  }
}

/**
 * An interface pointer with one reference of ours, counted until it is given back. A `using` declaration gives it
 * back at the end of its block, the last one first.
 */
export class HeldInterface<const T extends MethodTable> implements Disposable {
  readonly address: number;
  readonly methods: BoundMethods<T>;
  private readonly kind: InterfaceKind<T>;
  private held = true;

  constructor(kind: InterfaceKind<T>, address: number, methods: BoundMethods<T>) {
    this.kind = kind;
    this.address = address;
    this.methods = methods;
  }

  /** Passes the HRESULT of one of its methods through the checks. @throws CallFailure, with the object's own words */
  check(call: string, hresult: number, accepted?: readonly number[]): number {
    return this.kind.parts.objects.check(this.address, call, hresult, accepted);
  }

  /** Gives the reference back. @throws Error if it was given back already: it would be somebody else's */
  release(): void {
    if (!this.held) throw new Error('this interface was released before');
    this.held = false;
    const { live, mark, objects } = this.kind.parts;
    if (this.kind.releaseMark !== null) mark(this.kind.releaseMark);
    objects.release(this.address);
    live.returned('interfaces');
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
