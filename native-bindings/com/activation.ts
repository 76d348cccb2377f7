import { CallFailure } from '../checks/call-failure.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import type { Com } from './com.ts';
import { GUID_BYTES, guidBytes, guidText, IID_IDISPATCH } from './guids.ts';

const CLSCTX_INPROC_SERVER = 0x1;
const PROG_ID_BYTES = 256;

/** Makes in-process objects of one registered class. To be used inside an apartment. */
export class Activation {
  private readonly com: Com;
  private readonly classId: NativeBuffer;
  private readonly interfaceId: NativeBuffer;
  private readonly out: NativeBuffer;

  /** @throws CallFailure CO_E_CLASSSTRING if no class of this name is registered */
  constructor(com: Com, progId: string) {
    const { calls, engine, ole32 } = com;
    this.com = com;
    this.classId = engine.allocate(GUID_BYTES);
    this.interfaceId = engine.allocate(GUID_BYTES);
    guidBytes(IID_IDISPATCH).copy(this.interfaceId.bytes);
    this.out = engine.allocate(POINTER_BYTES);
    const name = new NativeText(engine, PROG_ID_BYTES).wide(progId);
    calls.hresult('CLSIDFromProgID', ole32.CLSIDFromProgID(name, this.classId.address));
  }

  /** `{3FA7DEB3-6438-101B-ACC1-00AA00423326}`. */
  get clsid(): string {
    return guidText(this.classId.bytes);
  }

  /** The IDispatch of a new object; the reference is the caller's. @throws CallFailure REGDB_E_CLASSNOTREG */
  create(): number {
    const { calls, live, ole32 } = this.com;
    const { classId, interfaceId, out } = this;
    out.bytes.fill(0);
    const hresult = ole32.CoCreateInstance(
      classId.address,
      0,
      CLSCTX_INPROC_SERVER,
      interfaceId.address,
      out.address,
    );
    calls.hresult('CoCreateInstance', hresult);
    const object = readPointer(out.bytes);
    if (object === 0) throw new CallFailure('CoCreateInstance', 'NO_OBJECT', 'success, but a null object');
    live.taken('interfaces');
    return object;
  }
}
