import { HarnessError } from '../../harness/contract/errors.ts';
import type { NativeLibrary } from './engine.ts';
import {
  type BoundTable,
  exportSpellings,
  type NativeFunction,
  type Signature,
  type SignatureTable,
} from './signature.ts';

/** Finds a function by name; undefined if there is none. */
export type FindFunction = (name: string, signature: Signature) => NativeFunction<Signature> | undefined;

const OTHER_LIBRARY = 'Name a library that provides these functions (--mapi for the MAPI provider).';

/**
 * Binds every function of a table.
 * @param remedy what to do if some are missing
 * @throws HarnessError EXPORT_MISSING naming each export that the library lacks.
 */
export function bindTable<const T extends SignatureTable>(
  library: NativeLibrary,
  table: T,
  remedy?: string,
): BoundTable<T> {
  return bindAll(library.path, table, (name, signature) => bindOne(library, name, signature), remedy);
}

/** As `bindTable`, for functions that are found in some other way. @param path of the library, for the error */
export function bindAll<const T extends SignatureTable>(
  path: string,
  table: T,
  find: FindFunction,
  remedy?: string,
): BoundTable<T>;
export function bindAll(
  path: string,
  table: SignatureTable,
  find: FindFunction,
  remedy = OTHER_LIBRARY,
): BoundTable<SignatureTable> {
  const bound = Object.entries(table).map(([name, signature]) => [name, find(name, signature)] as const);
  const missing = bound.filter(([, fn]) => fn === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw new HarnessError('EXPORT_MISSING', `${path} does not export ${missing.join(', ')}`, remedy);
  }
  return Object.fromEntries(bound.flatMap(([name, fn]) => (fn === undefined ? [] : [[name, fn] as const])));
}

/** The function under the first spelling that the library exports. */
export function bindOne<S extends Signature>(
  library: NativeLibrary,
  name: string,
  signature: S,
): NativeFunction<S> | undefined {
  for (const spelling of exportSpellings(name, signature)) {
    const fn = library.bind(spelling, signature);
    if (fn !== undefined) return fn;
  }
  return undefined;
}
