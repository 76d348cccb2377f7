import { CallFailure } from '../checks/call-failure.ts';
import { hex32, hresultName } from '../checks/hresults.ts';
import type { NativeFunction, Signature } from '../ffi/signature.ts';
import type { Bstrs } from './bstrs.ts';
import type { Com } from './com.ts';
import { type ExceptionInfo, exceptionBytes, readException } from './dispatch-layouts.ts';
import { EXCEPTION_CALLBACKS } from './signatures.ts';

/** The EXCEPINFO that an object fills when its method fails, and what a user reads of it. */
export class Exceptions {
  /** Where Invoke is to write it. */
  readonly address: number;
  private readonly com: Com;
  private readonly bstrs: Bstrs;
  private readonly bytes: Buffer;
  /** One for each object's code, bound once. */
  private readonly fillIns = new Map<number, NativeFunction<Signature>>();

  constructor(com: Com, bstrs: Bstrs) {
    const { address, bytes } = com.engine.allocate(exceptionBytes());
    this.address = address;
    this.bytes = bytes;
    this.com = com;
    this.bstrs = bstrs;
  }

  /** Before each Invoke: an object need not fill every field. */
  clear(): void {
    this.bytes.fill(0);
  }

  /** What has happened, after DISP_E_EXCEPTION. Frees the three strings. */
  take(call: string): CallFailure {
    const exception = this.filledIn();
    const { bstrs } = this;
    const strings = [exception.source, exception.description, exception.helpFile];
    for (const string of strings) bstrs.adopt(string);
    const [source, description] = [exception.source, exception.description].map((string) =>
      bstrs.textOf(string).replaceAll(/\s+/g, ' ').trim(),
    );
    for (const string of strings) if (string !== 0) bstrs.free(string);
    this.clear();
    return failureOf(call, exception, inOneLine(source, description));
  }

  /** An object may leave the filling in to a function that is called only if somebody wants to know. */
  private filledIn(): ExceptionInfo {
    const { fillIn } = readException(this.bytes);
    if (fillIn !== 0) this.fillInAt(fillIn)(this.address);
    return readException(this.bytes);
  }

  private fillInAt(code: number): NativeFunction<Signature> {
    const known = this.fillIns.get(code);
    if (known !== undefined) return known;
    const { signature } = EXCEPTION_CALLBACKS.pfnDeferredFillIn;
    const bound: NativeFunction<Signature> = this.com.engine.bindAddress<Signature>(code, signature);
    this.fillIns.set(code, bound);
    return bound;
  }
}

/** The object's HRESULT names the failure; an object of the older kind gives a number of its own instead. */
function failureOf(call: string, { code, scode }: ExceptionInfo, said: string): CallFailure {
  const number = scode === 0 ? `error ${code}` : hex32(scode);
  const name = scode === 0 ? 'DISP_E_EXCEPTION' : hresultName(scode);
  return new CallFailure(call, name, said === '' ? number : `${number}, ${said}`);
}

/** CDO's descriptions begin with its name. */
function inOneLine(source = '', description = ''): string {
  if (source === '' || description.includes(source)) return description;
  return description === '' ? source : `${source}: ${description}`;
}
