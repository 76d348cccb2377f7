import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Signature } from '../../native-bindings/ffi/signature.ts';

export interface FoundSignature {
  /** What the module calls the table it is in. */
  readonly table: string;
  /** The function or method. */
  readonly name: string;
  /** Where a method stands in its vtable; undefined for a function. */
  readonly index: number | undefined;
  readonly signature: Signature;
}

const BINDINGS = fileURLToPath(new URL('../../native-bindings/', import.meta.url));
/** These bind to Linux, or make signatures for others. */
const ELSEWHERE = [join('linux', sep), join('ffi', 'signature.js')];
const MADE = /\b(?:stdcall|cdecl|method)\(/g;

/**
 * Every signature that the bindings have for Windows, found by importing each module that makes some.
 * @throws Error if a module makes signatures that it does not export in a table: nobody could prove them
 */
export async function signaturesOfBindings(): Promise<readonly FoundSignature[]> {
  const found: FoundSignature[] = [];
  for (const file of readdirSync(BINDINGS, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.js') || ELSEWHERE.some((other) => file.startsWith(other))) continue;
    const path = join(BINDINGS, file);
    const made = readFileSync(path, 'utf8').match(MADE)?.length ?? 0;
    if (made === 0) continue;
    const exported = Object.entries(await import(pathToFileURL(path).href)).flatMap(signaturesIn);
    if (exported.length !== made) {
      throw new Error(
        `${file} makes ${made} signatures and exports ${exported.length}: export all in tables`,
      );
    }
    found.push(...exported);
  }
  return found;
}

/** A table of functions, a table of methods, or one function with its name. */
function signaturesIn([table, value]: [string, unknown]): readonly FoundSignature[] {
  if (!isRecord(value)) return [];
  if (typeof value['name'] === 'string' && isSignature(value['signature'])) {
    return [{ table, name: value['name'], index: undefined, signature: value['signature'] }];
  }
  return Object.entries(value).flatMap(([name, entry]): readonly FoundSignature[] => {
    if (isSignature(entry)) return [{ table, name, index: undefined, signature: entry }];
    if (!isRecord(entry) || typeof entry['index'] !== 'number' || !isSignature(entry['signature'])) return [];
    return [{ table, name, index: entry['index'], signature: entry['signature'] }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSignature(value: unknown): value is Signature {
  return isRecord(value) && 'result' in value && 'convention' in value && Array.isArray(value['parameters']);
}
