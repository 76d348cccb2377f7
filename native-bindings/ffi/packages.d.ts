/** The parts of ffi-napi 4.0.3 and ref-napi 3.0.3 that are used here; neither ships types for its inner modules. */

declare module 'ffi-napi/lib/bindings.js' {
  interface FfiBindings {
    readonly FFI_CIF_SIZE: number;
    readonly FFI_TYPE_SIZE: number;
    readonly FFI_OK: number;
    readonly FFI_DEFAULT_ABI: number;
    /** Only on 32-bit Windows. */
    readonly FFI_STDCALL?: number;
    readonly FFI_TYPES: Readonly<Record<'void' | 'int32' | 'uint32' | 'pointer', Buffer>>;
    readonly RTLD_NOW: number;
    /** Code of the system's loader. */
    readonly StaticFunctions: Readonly<Record<'dlopen' | 'dlsym' | 'dlclose' | 'dlerror', Buffer>>;
    ffi_prep_cif(cif: Buffer, count: number, result: Buffer, parameters: Buffer, abi: number): number;
    ffi_call(cif: Buffer, code: Buffer, result: Buffer, parameters: Buffer): void;
  }
  const bindings: FfiBindings;
  export default bindings;
}

declare module 'ref-napi' {
  const ref: {
    address(buffer: Buffer): number;
    readPointer(buffer: Buffer, offset: number, byteCount: number): Buffer;
    readCString(buffer: Buffer, offset: number): string;
  };
  export default ref;
}
