import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import { loadEngine } from '../../../native-bindings/ffi/load-engine.ts';
import { NativeMemory } from '../../../native-bindings/ffi/memory.ts';
import { cdecl, exportSpellings, method, stdcall } from '../../../native-bindings/ffi/signature.ts';
import { writePointer } from '../../../native-bindings/ffi/words.ts';
import { linuxStandIn } from '../../../native-bindings/stand-in/paths.ts';

const LIBC = 'libc.so.6';
const TABLE = {
  abs: cdecl('i32', 'i32'),
  labs: cdecl('pointer', 'pointer'),
  htonl: cdecl('u32', 'u32'),
  memset: cdecl('pointer', 'pointer', 'i32', 'pointer'),
  strlen: cdecl('pointer', 'pointer'),
  srand: cdecl('void', 'u32'),
} as const;

for (const name of FFI_ENGINES) {
  test(`${name} passes integers of every kind unharmed`, async (t) => {
    const libc = bindTable((await loadEngine(name)).load(LIBC), TABLE);
    fc.assert(fc.property(fc.integer({ min: -0x7fff_ffff }), (n) => libc.abs(n) === Math.abs(n)));
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => libc.labs(n) === Math.abs(n)));
    fc.assert(fc.property(fc.nat(0xffff_ffff), (n) => libc.htonl(libc.htonl(n)) === n));
    t.equal(libc.htonl(0x11223344), 0x44332211);
    t.equal(libc.htonl(0x44), 0x44000000);
    t.equal(libc.srand(1), 0, 'a void function answers 0');
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

  test(`${name} copies from native memory without wrapping it`, async (t) => {
    const engine = await loadEngine(name);
    const memory = new NativeMemory(engine, engine.load(LIBC));
    const from = engine.allocate(24);
    writePointer(from.bytes, -123456789012, 8);
    t.equal(memory.pointerAt(from.address + 8), -123456789012);
    const to = engine.allocate(24);
    memory.copy(to.address, from.address, 24);
    t.ok(to.bytes.equals(from.bytes));
  });

  test(`${name} calls code by its address`, async (t) => {
    const engine = await loadEngine(name);
    const dlsym = engine.load(LIBC).bind('dlsym', cdecl('pointer', 'pointer', 'pointer'));
    const symbol = engine.allocate(8);
    symbol.bytes.write('abs');
    const address = dlsym?.(0, symbol.address) ?? 0;
    t.not(address, 0);
    t.equal(engine.bindAddress(address, TABLE.abs)(-7), 7);
  });

  test(`${name} returns a struct of words by value`, async (t) => {
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
      message: 'libc.so.6 does not export NoSuchThing, NorThis',
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
  for (const name of FFI_ENGINES) {
    const args = ['--expose-gc', '--input-type=module', '--eval', script, '--', name, linuxStandIn().win32];
    const { status, signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    t.same({ status, signal }, { status: 0, signal: null }, `${name} ${stderr}`);
  }
});
