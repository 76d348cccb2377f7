import { test } from 'tap';
import { bindTable } from '../../../native-bindings/ffi/bind-table.ts';
import { loadEngine } from '../../../native-bindings/ffi/load-engine.ts';
import { cdecl } from '../../../native-bindings/ffi/signature.ts';
import { parseMaps } from '../../../native-bindings/linux/loaded-libraries.ts';
import { mallocBytesReader } from '../../../native-bindings/linux/malloc.ts';
import {
  fileDescriptorCount,
  parsePrivateBytes,
  parseThreadCount,
  parseVirtualBytes,
  privateBytes,
  threadCount,
  virtualBytes,
} from '../../../native-bindings/linux/proc.ts';

test('private bytes are private pages and what was swapped out', async (t) => {
  const rollup = `55d0-7ffd ---p 00000000 00:00 0 [rollup]
Rss:               48388 kB
Private_Clean:       100 kB
Private_Dirty:        20 kB
Swap:                  3 kB
SwapPss:               9 kB
`;
  t.equal(parsePrivateBytes(rollup), 123 * 1024);
  t.throws(() => parsePrivateBytes('Rss: 1 kB\n'), /no field Private_Clean/);
});

test('a status without the field is an error, not a zero', async (t) => {
  t.equal(parseVirtualBytes('Name:\tnode\nVmSize:\t  2048 kB\n'), 2_097_152);
  t.throws(() => parseVirtualBytes('VmSizes:\t 2048 kB\n'));
  t.equal(parseThreadCount('Threads:\t11\n'), 11);
  t.throws(() => parseThreadCount('Threads:\tmany\n'));
});

test('this process has all of it', async (t) => {
  t.ok(privateBytes() > 1_000_000);
  t.ok(virtualBytes() > privateBytes());
  t.ok(threadCount() > 1);
  t.ok(fileDescriptorCount() >= 3);
});

test('memory that native code takes from the C library shows in its heap, and goes again', async (t) => {
  const engine = await loadEngine('ffi-napi');
  const { malloc, free } = bindTable(engine.load('libc.so.6'), {
    malloc: cdecl('pointer', 'pointer'),
    free: cdecl('void', 'pointer'),
  });
  const read = mallocBytesReader(engine.load('libc.so.6')) ?? (() => Number.NaN);
  const before = read();
  const blocks = [1000, 100_000, 5_000_000].map((bytes) => malloc(bytes));
  const taken = read() - before;
  // Node itself takes and frees some of the C library's memory meanwhile.
  t.ok(Math.abs(taken - 5_101_000) < 100_000, `${taken} bytes more`);
  for (const block of blocks) free(block);
  t.ok(Math.abs(read() - before) < 100_000);
});

test('shared libraries are found in a memory map, each once', async (t) => {
  const maps = [
    '7f00-7f01 r--p 00000000 fe:00 123   /opt/app dir/libmapi32.so',
    '7f01-7f02 r-xp 00001000 fe:00 123   /opt/app dir/libmapi32.so',
    '7f02-7f03 r--p 00000000 fe:00 124   /opt/libwin32.so.1',
    '7f03-7f04 r--p 00000000 fe:00 125   /usr/lib/libc.so.6',
    '7f04-7f05 rw-s 00000000 fe:00 126   /home/mapi.txt',
    '7f05-7f06 rw-p 00000000 00:00 0     [heap]',
  ].join('\n');
  t.same(parseMaps(maps), ['/opt/app dir/libmapi32.so', '/opt/libwin32.so.1', '/usr/lib/libc.so.6']);
});
