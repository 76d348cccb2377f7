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
const MADE = /\b(?:stdcall|method)\(/g;
const MADE_FOR_C = /\bcdecl\(/;

/**
 * Every signature that the bindings have for Windows, found by importing each module that makes some.
 * @throws Error if a module makes stdcall signatures that it does not export in a table: nobody could prove them.
 *   A wrong cdecl one cannot unbalance the stack, so a single one may stay where it is used.
 */
export async function signaturesOfBindings(): Promise<readonly FoundSignature[]> {
  const found: FoundSignature[] = [];
  for (const file of readdirSync(BINDINGS, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.js') || ELSEWHERE.some((other) => file.startsWith(other))) continue;
    const path = join(BINDINGS, file);
    const text = readFileSync(path, 'utf8');
    const made = text.match(MADE)?.length ?? 0;
    if (made === 0 && !MADE_FOR_C.test(text)) continue;
    const exported = Object.entries(await import(pathToFileURL(path).href)).flatMap(signaturesIn);
    const proven = exported.filter(({ signature }) => signature.convention === 'stdcall').length;
    if (proven !== made) {
      throw new Error(`${file} makes ${made} stdcall signatures and exports ${proven}: export all in tables`);
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
