import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import type { NativeEngine } from '../../../native-bindings/ffi/engine.ts';
import { libraryFiles } from '../../../native-bindings/ffi/libraries.ts';
import { loadEngine } from '../../../native-bindings/ffi/load-engine.ts';
import { NativeMemory } from '../../../native-bindings/ffi/memory.ts';
import { cdecl, exportSpellings, method, stdcall } from '../../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES, writePointer } from '../../../native-bindings/ffi/words.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';
import fc from '../../support/seeded-properties.ts';
import { ELSEWHERE, runToFiles } from '../../support/windows.ts';

const LIBC = process.platform === 'win32' ? 'msvcrt.dll' : 'libc.so.6';
const TABLE = {
  abs: cdecl('i32', 'i32'),
  memset: cdecl('pointer', 'pointer', 'i32', 'pointer'),
  strlen: cdecl('pointer', 'pointer'),
  srand: cdecl('void', 'u32'),
} as const;
/** Windows has no long of 64 bits, and htonl elsewhere; there stack-check.test.ts tries every kind. */
const WIDE_TABLE = { labs: cdecl('pointer', 'pointer'), htonl: cdecl('u32', 'u32') } as const;

for (const name of FFI_ENGINES) {
  test(`${name} passes integers of every kind unharmed`, async (t) => {
    const libc = bindTable((await loadEngine(name)).load(LIBC), TABLE);
    fc.assert(fc.property(fc.integer({ min: -0x7fff_ffff }), (n) => libc.abs(n) === Math.abs(n)));
    t.equal(libc.srand(1), 0, 'a void function answers 0');
  });

  test(`${name} passes pointers and unsigned integers unharmed`, ELSEWHERE, async (t) => {
    const libc = bindTable((await loadEngine(name)).load(LIBC), WIDE_TABLE);
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => libc.labs(n) === Math.abs(n)));
    fc.assert(fc.property(fc.nat(0xffff_ffff), (n) => libc.htonl(libc.htonl(n)) === n));
    t.equal(libc.htonl(0x11223344), 0x44332211);
    t.equal(libc.htonl(0x44), 0x44000000);
  });

  test(`${name} gives memory that native code can read and write`, async (t) => {
    const engine = await loadEngine(name);
    const libc = bindTable(engine.load(LIBC), TABLE);
    const buffer = engine.allocate(16);
    t.ok(buffer.bytes.equals(Buffer.alloc(16)), 'it starts as zeros');
    t.equal(libc.memset(buffer.address, 0x41, 15), buffer.address);
    t.equal(buffer.bytes.toString('latin1'), `${'A'.repeat(15)}\0`);
    t.equal(libc.strlen(buffer.address), 15);
  });

  test(`${name} keeps memory of which nothing but the address is left, until the job ends`, async (t) => {
    const engine = await loadEngine(name);
    const memory = new NativeMemory(engine, engine.load(LIBC));
    const addresses = Array.from({ length: 50 }, () => {
      const { address, bytes } = engine.allocate(1024);
      bytes.fill(0xab);
      return address;
    });
    collectGarbage();
    // What was freed would be handed out again here, as zeros.
    const later = Array.from({ length: 50 }, () => engine.allocate(1024));
    const read = engine.allocate(1024);
    const kept = addresses.filter((address) => {
      memory.copy(read.address, address, 1024);
      return read.bytes.every((byte) => byte === 0xab);
    });
    t.equal(kept.length, 50);
    t.notOk(
      later.some(({ address }) => addresses.includes(address)),
      'and none of it is handed out again',
    );
  });

  test(`${name} gives memory back once the job has ended`, async (t) => {
    const engine = await loadEngine(name);
    const weak = Array.from({ length: 50 }, () => new WeakRef(engine.allocate(1024).bytes));
    await new Promise(setImmediate);
    collectGarbage();
    const left = weak.filter((each) => each.deref() !== undefined);
    t.ok(left.length < 5, `${left.length} of 50 are still there`);
  });

  test(`${name} copies from native memory without wrapping it`, async (t) => {
    const engine = await loadEngine(name);
    const memory = new NativeMemory(engine, engine.load(LIBC));
    const from = engine.allocate(24);
    const value = POINTER_BYTES === 4 ? 0x89abcdef : -123456789012;
    writePointer(from.bytes, value, 8);
    t.equal(memory.pointerAt(from.address + 8), value);
    from.bytes.write('8.0\0', 0);
    t.equal(memory.ansiAt(from.address, 64), '8.0');
    t.equal(memory.ansiAt(from.address, 2), '8.', 'no more than allowed');
    const to = engine.allocate(24);
    memory.copy(to.address, from.address, 24);
    t.ok(to.bytes.equals(from.bytes));
  });

  test(`${name} calls code by its address`, async (t) => {
    const engine = await loadEngine(name);
    const address = addressOf(engine, 'abs');
    t.not(address, 0);
    t.equal(engine.bindAddress(address, TABLE.abs)(-7), 7);
  });

  test(`${name} returns a struct of words by value`, ELSEWHERE, async (t) => {
    const engine = await loadEngine(name);
    const div = engine.load(LIBC).bind('ldiv', cdecl({ words: 2 }, 'pointer', 'pointer'));
    t.same(div?.(1_000_000_000_007, 10), [100_000_000_000, 7], 'in registers');
    const mallinfo2 = engine.load(LIBC).bind('mallinfo2', cdecl({ words: 10 }));
    t.equal(mallinfo2?.().length, 10, 'in memory');
    t.ok((mallinfo2?.()[7] ?? 0) > 0, 'with something in use');
  });

  test(`${name} refuses a wrong number of arguments`, async (t) => {
    const libc = bindTable((await loadEngine(name)).load(LIBC), TABLE);
    // @ts-expect-error the compiler refuses it too
    t.throws(() => libc.abs(), new TypeError('1 arguments expected, got 0'));
    // @ts-expect-error the compiler refuses it too
    t.throws(() => libc.abs(1, 2), new TypeError('1 arguments expected, got 2'));
  });

  test(`${name} names a library that does not load and every export that is missing`, async (t) => {
    const engine = await loadEngine(name);
    t.throws(() => engine.load('/nowhere/libnothing.so'), {
      code: 'LIBRARY_NOT_LOADED',
      message: /libnothing\.so/,
    });
    const table = { abs: TABLE.abs, NoSuchThing: stdcall('i32'), NorThis: stdcall('i32') };
    t.throws(() => bindTable(engine.load(LIBC), table), {
      code: 'EXPORT_MISSING',
      message: `${LIBC} does not export NoSuchThing, NorThis`,
    });
  });
}

test('an stdcall export is looked for plain and with the bytes of its arguments', async (t) => {
  t.same(exportSpellings('MAPILogonEx', stdcall('i32', 'pointer', 'pointer', 'pointer', 'u32', 'pointer')), [
    'MAPILogonEx',
    'MAPILogonEx@20',
  ]);
  t.same(exportSpellings('MAPIUninitialize', stdcall('void')), ['MAPIUninitialize', 'MAPIUninitialize@0']);
  t.same(exportSpellings('memcpy', cdecl('pointer', 'pointer')), ['memcpy']);
});

test('a method takes its object first', async (t) => {
  t.same(method('i32', 'u32').parameters, ['pointer', 'u32']);
});

test('garbage collection does not unload a library whose functions are in use', async (t) => {
  const script = `
    import { loadEngine } from '${new URL('../../../native-bindings/ffi/load-engine.js', import.meta.url)}';
    import { bindTable } from '${new URL('../../../native-bindings/ffi/bind-table.js', import.meta.url)}';
    import { stdcall } from '${new URL('../../../native-bindings/ffi/signature.js', import.meta.url)}';
    const table = { GetCurrentProcessId: stdcall('u32') };
    const bound = bindTable((await loadEngine(process.argv[1])).load(process.argv[2]), table);
    for (let i = 0; i < 5; i++) {
      await new Promise(setImmediate);
      gc();
    }
    process.exitCode = bound.GetCurrentProcessId() === process.pid ? 0 : 1;
  `;
  const library = libraryFiles({ kind: 'system' }).kernel32;
  for (const name of FFI_ENGINES) {
    const args = ['--expose-gc', '--input-type=module', '--eval', script, '--', name, library];
    const { code, stderr } = runToFiles(t, process.execPath, args);
    t.equal(code, 0, `${name} ${stderr}`);
  }
});

/** Where a function of the C library is. */
function addressOf(engine: NativeEngine, name: string): number {
  const text = engine.allocate(64);
  if (process.platform !== 'win32') {
    text.bytes.write(name);
    return engine.load(LIBC).bind('dlsym', cdecl('pointer', 'pointer', 'pointer'))?.(0, text.address) ?? 0;
  }
  const library = engine.load(LIBC);
  const kernel32 = bindTable(engine.load('kernel32.dll'), {
    GetModuleHandleA: stdcall('pointer', 'pointer'),
    GetProcAddress: stdcall('pointer', 'pointer', 'pointer'),
  });
  text.bytes.write(library.path);
  const module = kernel32.GetModuleHandleA(text.address);
  text.bytes.fill(0).write(name);
  return kernel32.GetProcAddress(module, text.address);
}
