/**
 * What a native function takes. Addresses and handles are integers: `pointer` is a pointer-sized signed
 * integer, so INVALID_HANDLE_VALUE is -1 and a sign-extended HKEY is negative on both bitnesses.
 */
export type ParameterKind = 'i32' | 'u32' | 'pointer';

/** What it returns; `words` is a struct of so many pointer-sized integers, returned by value. */
export type ResultKind = 'void' | 'i32' | 'u32' | 'pointer' | { readonly words: number };

/** stdcall differs from cdecl on 32-bit Windows alone. */
export type Convention = 'stdcall' | 'cdecl';

export interface Signature {
  readonly result: ResultKind;
  readonly parameters: readonly ParameterKind[];
  readonly convention: Convention;
}

type ArgumentsOf<P extends readonly ParameterKind[]> = { -readonly [K in keyof P]: number };
type ResultOf<R extends ResultKind> = R extends { readonly words: number } ? readonly number[] : number;

/** A bound function: one number for each parameter. A void function answers 0. */
export type NativeFunction<S extends Signature> = (
  ...args: ArgumentsOf<S['parameters']>
) => ResultOf<S['result']>;

type AnyCall = (...args: readonly number[]) => number | readonly number[];
type CallWithArguments = (args: readonly number[]) => number | readonly number[];

/**
 * Gives a call the type that its signature proves, and checks the number of arguments for callers that
 * TypeScript did not check: on 32-bit Windows a wrong count corrupts the stack silently.
 * @throws TypeError for a wrong number of arguments.
 */
export function nativeFunction<S extends Signature>(signature: S, call: CallWithArguments): NativeFunction<S>;
export function nativeFunction(signature: Signature, call: CallWithArguments): AnyCall {
  const expected = signature.parameters.length;
  return (...args) => {
    if (args.length !== expected) throw new TypeError(`${expected} arguments expected, got ${args.length}`);
    return call(args);
  };
}

/** The signatures of a library's exports by name. */
export type SignatureTable = Readonly<Record<string, Signature>>;
export type BoundTable<T extends SignatureTable> = { readonly [K in keyof T]: NativeFunction<T[K]> };

/** A Windows API or MAPI function (WINAPI, STDAPICALLTYPE). */
export function stdcall<const R extends ResultKind, const P extends readonly ParameterKind[]>(
  result: R,
  ...parameters: P
): { readonly result: R; readonly parameters: P; readonly convention: 'stdcall' } {
  return { result, parameters, convention: 'stdcall' };
}

/** A C library function. */
export function cdecl<const R extends ResultKind, const P extends readonly ParameterKind[]>(
  result: R,
  ...parameters: P
): { readonly result: R; readonly parameters: P; readonly convention: 'cdecl' } {
  return { result, parameters, convention: 'cdecl' };
}

/** A COM method: `this` comes first, whatever the method takes. */
export function method<const R extends ResultKind, const P extends readonly ParameterKind[]>(
  result: R,
  ...parameters: P
): { readonly result: R; readonly parameters: readonly ['pointer', ...P]; readonly convention: 'stdcall' } {
  return { result, parameters: ['pointer', ...parameters], convention: 'stdcall' };
}

/**
 * The names under which a library may export a function, most likely first: 32-bit MAPI exports
 * `Name@bytes`, everything else the plain name (MAPIStubLibrary, ExpandFunction).
 */
export function exportSpellings(name: string, signature: Signature): readonly string[] {
  const stackBytes = signature.parameters.length * 4;
  return signature.convention === 'stdcall' ? [name, `${name}@${stackBytes}`] : [name];
}
