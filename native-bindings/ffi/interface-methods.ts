import type { NativeEngine } from './engine.ts';
import type { NativeMemory } from './memory.ts';
import type { NativeFunction, Signature } from './signature.ts';
import { POINTER_BYTES } from './words.ts';

/** A COM method as (vtable index, signature): an interface pointer points to a table of code addresses. */
export interface MethodEntry {
  readonly index: number;
  readonly signature: Signature;
}
export type MethodTable = Readonly<Record<string, MethodEntry>>;
export type BoundMethods<T extends MethodTable> = {
  readonly [K in keyof T]: NativeFunction<T[K]['signature']>;
};

/** A class has one vtable; a provider that makes one for each object must not fill our memory with them. */
const KNOWN_VTABLES = 64;

/**
 * Binds the methods of an interface, once for each code address: binding anew for each object would leak code
 * thunks in both engines. Vtables are remembered too, since objects of a class share theirs.
 */
export class InterfaceMethods<const T extends MethodTable> {
  private readonly engine: NativeEngine;
  private readonly memory: NativeMemory;
  private readonly table: T;
  private readonly byVtable = new Map<number, BoundMethods<T>>();
  private readonly byCode = new Map<string, NativeFunction<Signature>>();

  constructor(engine: NativeEngine, memory: NativeMemory, table: T) {
    this.engine = engine;
    this.memory = memory;
    this.table = table;
  }

  /** The methods of the object at an address. */
  of(object: number): BoundMethods<T> {
    const vtable = this.memory.pointerAt(object);
    const known = this.byVtable.get(vtable);
    if (known !== undefined) return known;
    const bound = bindMethods(this.table, (entry) => this.bind(vtable, entry));
    if (this.byVtable.size >= KNOWN_VTABLES) this.byVtable.clear();
    this.byVtable.set(vtable, bound);
    return bound;
  }

  private bind(vtable: number, { index, signature }: MethodEntry): NativeFunction<Signature> {
    const code = this.memory.pointerAt(vtable + index * POINTER_BYTES);
    // Two methods may share their code, but not the way they are called.
    const key = `${code} ${index}`;
    const known = this.byCode.get(key);
    if (known !== undefined) return known;
    const bound = this.engine.bindAddress(code, signature);
    this.byCode.set(key, bound);
    return bound;
  }
}

function bindMethods<T extends MethodTable>(
  table: T,
  bind: (entry: MethodEntry) => NativeFunction<Signature>,
): BoundMethods<T>;
function bindMethods(
  table: MethodTable,
  bind: (entry: MethodEntry) => NativeFunction<Signature>,
): BoundMethods<MethodTable> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, bind(entry)]));
}
