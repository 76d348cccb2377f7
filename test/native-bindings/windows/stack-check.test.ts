import { existsSync } from 'node:fs';
import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { InterfaceMethods } from '../../../native-bindings/ffi/interface-methods.ts';
import { libraryFiles } from '../../../native-bindings/ffi/libraries.ts';
import { loadEngine } from '../../../native-bindings/ffi/load-engine.ts';
import { NativeMemory } from '../../../native-bindings/ffi/memory.ts';
import {
  cdecl,
  type NativeFunction,
  type ParameterKind,
  type Signature,
  stdcall,
} from '../../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES, readPointer, writePointer } from '../../../native-bindings/ffi/words.ts';
import { stackCheckDll } from '../../support/build-stack-check.ts';
import { type FoundSignature, signaturesOfBindings } from '../../support/signature-tables.ts';

/*
 * Calls a function of assembler, which notes what it was given, once for every signature of the bindings. Both
 * engines put the stack pointer back from a frame of their own, whatever the callee removed: a wrong number of
 * arguments shows as garbage in the last ones. That each number is the real function's is proven elsewhere, from
 * the names of the exports (stack-bytes.test.ts).
 */

const SLOT_BYTES = 8;
const MOST_ARGUMENTS = 16;
const RECORD = { arguments: SLOT_BYTES, answer: 17 * SLOT_BYTES, bytes: 18 * SLOT_BYTES } as const;

const dll = stackCheckDll(`${process.platform}-${process.arch}`);
const skip = skipReason();

function skipReason(): string | false {
  if (process.platform !== 'win32') return 'calls Windows code: run it with Node for Windows';
  return existsSync(dll) ? false : `there is no ${dll}: build it on Linux with buildStackCheck`;
}

/** Values that show a lost sign, a lost upper half and a swapped neighbour. */
const VALUES: Readonly<Record<ParameterKind, readonly ((i: number) => number)[]>> = {
  i32: [(i) => -0x7000_0000 - i, (i) => 0x1000_0000 + i],
  u32: [(i) => 0xf000_0000 + i, (i) => 0x0100_0000 + i],
  pointer:
    POINTER_BYTES === 4
      ? [(i) => 0xf000_0000 + i, (i) => -2 - i]
      : [(i) => 0x1_2345_f000_0000 + i, (i) => -0x1_2345_f000_0000 - i],
};
/** Low and high word of what a callee answers; only a pointer of 64 bits has a high one. */
const ANSWERS = [
  [0x8007_0005, 0x0001_2345],
  [0x0000_0001, -2],
] as const;

async function open(engineName: (typeof FFI_ENGINES)[number]) {
  const engine = await loadEngine(engineName);
  const memory = new NativeMemory(engine, engine.load(libraryFiles({ kind: 'stand-in' }).c));
  const library = engine.load(dll);
  const bind = <S extends Signature>(name: string, signature: S): NativeFunction<S> => {
    const bound = library.bind(name, signature);
    if (bound === undefined) throw new Error(`${dll} does not export ${name}`);
    return bound;
  };
  const record = bind('record_address', cdecl('pointer'))();
  const addresses = bind('callee_addresses', cdecl('pointer'))();
  const lookAtStack = bind('cdecl_0', cdecl('void'));
  const copy = engine.allocate(RECORD.bytes);

  const fill = (answer: readonly [number, number]): void => {
    copy.bytes.fill(0xa5);
    copy.bytes.writeUInt32LE(answer[0], RECORD.answer);
    copy.bytes.writeInt32LE(answer[1], RECORD.answer + 4);
    memory.copy(record, copy.address, RECORD.bytes);
  };
  const noted = (): Buffer => {
    memory.copy(copy.address, record, RECORD.bytes);
    return copy.bytes;
  };
  const stackPointer = (): number => {
    lookAtStack();
    return readPointer(noted());
  };

  /** What is wrong with a call by this signature: nothing, if it is right. */
  const faultsOf = (call: NativeFunction<Signature>, signature: Signature): readonly string[] => {
    const faults: string[] = [];
    for (const [round, answer] of ANSWERS.entries()) {
      const args = signature.parameters.map((kind, i) => VALUES[kind][round]?.(i) ?? 0);
      const moves = (): boolean => {
        const before = stackPointer();
        fill(answer);
        call(...args);
        return stackPointer() !== before;
      };
      // V8 may give a function another frame while it runs, once; a wrong signature moves the stack each time.
      if (moves() && moves() && moves()) faults.push('the stack pointer has moved');
      fill(answer);
      const result = call(...args);
      const seen = Buffer.from(noted());
      if (!isAligned(readPointer(seen))) faults.push('the stack is not aligned');
      faults.push(...argumentFaults(seen, signature.parameters, args));
      const expected = expectedResult(signature, answer);
      if (result !== expected) faults.push(`answers ${result}, not ${expected}`);
    }
    return faults;
  };

  /** The callee as the method at an index, reached through an object as MAPI's methods are. */
  const asMethod = (index: number, signature: Signature): NativeFunction<Signature> => {
    const vtable = engine.allocate((index + 1) * POINTER_BYTES);
    const callee = memory.pointerAt(addresses + signature.parameters.length * POINTER_BYTES);
    writePointer(vtable.bytes, callee, index * POINTER_BYTES);
    const object = engine.allocate(POINTER_BYTES);
    writePointer(object.bytes, vtable.address);
    return new InterfaceMethods(engine, memory, { method: { index, signature } }).of(object.address).method;
  };
  const callOf = ({ index, signature }: FoundSignature): NativeFunction<Signature> =>
    index === undefined
      ? bind(`${signature.convention}_${signature.parameters.length}`, signature)
      : asMethod(index, signature);

  return { bind, callOf, faultsOf };
}

/** On x64 a call leaves the stack 8 bytes off a multiple of 16; on ia32 multiples of 4 are all that is asked. */
function isAligned(stackPointer: number): boolean {
  return POINTER_BYTES === 4 ? stackPointer % 4 === 0 : stackPointer % 16 === 8;
}

function argumentFaults(
  seen: Buffer,
  kinds: readonly ParameterKind[],
  args: readonly number[],
): readonly string[] {
  return kinds.flatMap((kind, i) => {
    const at = RECORD.arguments + i * SLOT_BYTES;
    const value = kind === 'pointer' ? readPointer(seen, at) : seen.readInt32LE(at);
    const passed = args[i] ?? 0;
    const same = kind === 'pointer' && POINTER_BYTES === 8 ? value === passed : (value | 0) === (passed | 0);
    return same ? [] : [`argument ${i} (${kind}) was ${passed} and arrived as ${value}`];
  });
}

function expectedResult({ result }: Signature, [low, high]: readonly [number, number]): number {
  switch (result) {
    case 'void':
      return 0;
    case 'i32':
      return low | 0;
    case 'u32':
      return low >>> 0;
    case 'pointer':
      return POINTER_BYTES === 4 ? low >>> 0 : high * 2 ** 32 + low;
    default:
      throw new Error('no function of Windows that we call returns a struct');
  }
}

for (const engineName of FFI_ENGINES) {
  test(`${engineName}: every signature is called as Windows wants it`, { skip }, async (t) => {
    const { callOf, faultsOf } = await open(engineName);
    const found = await signaturesOfBindings();
    t.ok(found.length > 30, 'the tables are found');
    for (const one of found) {
      t.ok(one.signature.parameters.length <= MOST_ARGUMENTS, 'the DLL has a callee for it');
      t.same(faultsOf(callOf(one), one.signature), [], `${one.table}.${one.name}`);
    }
  });

  test(`${engineName}: a signature that is wrong is noticed`, { skip }, async (t) => {
    const { bind, faultsOf } = await open(engineName);
    const right = stdcall('pointer', 'pointer', 'i32', 'u32');
    t.same(faultsOf(bind('stdcall_3', right), right), []);
    t.not(
      faultsOf(bind('stdcall_3', stdcall('i32', 'pointer', 'i32', 'u32')), right).length,
      0,
      'the result',
    );
    const swapped = stdcall('pointer', 'u32', 'i32', 'pointer');
    const swappedCall = bind('stdcall_3', swapped);
    const width = faultsOf((...args) => swappedCall(args[0] ?? 0, args[1] ?? 0, args[2] ?? 0), right);
    t.equal(width.length > 0, POINTER_BYTES === 8, 'the width of an argument, where widths differ');
    const short = bind('stdcall_3', stdcall('pointer', 'pointer', 'i32'));
    const count = faultsOf((...args) => short(args[0] ?? 0, args[1] ?? 0), right);
    t.match(count.join(), /argument 2/, 'an argument too few');
  });
}
