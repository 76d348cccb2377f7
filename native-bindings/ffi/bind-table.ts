import { HarnessError } from '../../harness/contract/errors.ts';
import type { NativeLibrary } from './engine.ts';
import {
  type BoundTable,
  exportSpellings,
  type NativeFunction,
  type Signature,
  type SignatureTable,
} from './signature.ts';

/**
 * Binds every function of a table.
 * @throws HarnessError EXPORT_MISSING naming each export that the library lacks.
 */
export function bindTable<const T extends SignatureTable>(library: NativeLibrary, table: T): BoundTable<T>;
export function bindTable(library: NativeLibrary, table: SignatureTable): BoundTable<SignatureTable> {
  const bound = Object.entries(table).map(
    ([name, signature]) => [name, bindOne(library, name, signature)] as const,
  );
  const missing = bound.filter(([, fn]) => fn === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw new HarnessError(
      'EXPORT_MISSING',
      `${library.path} does not export ${missing.join(', ')}`,
      'Name a library that provides these functions (--mapi for the MAPI provider).',
    );
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
