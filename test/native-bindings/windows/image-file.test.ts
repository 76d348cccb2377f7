import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { describeImage, examineFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import fc from '../../support/seeded-properties.ts';
import { makeDll, noCrossCompiler } from './make-dll.ts';

const skip = noCrossCompiler();
const UNKNOWN = { format: 'unknown', bitness: null, version: null, productName: null, originalName: null };

for (const bitness of [32, 64] as const) {
  test(`a ${bitness}-bit DLL tells its bitness, version and names`, { skip }, (t) => {
    const folder = t.testdir();
    const path = makeDll(folder, 'Mapi32.dll', { bitness, version: '6.5.7232.75' });
    const content = readFileSync(path);
    t.match(examineFile(path), {
      path,
      bytes: content.length,
      sha256: /^[0-9a-f]{64}$/,
      format: 'PE',
      bitness,
      version: '6.5.7232.75',
      productName: 'A product',
      originalName: 'Mapi32.dll',
    });
    t.end();
  });

  test(`a ${bitness}-bit DLL with symbols and sections behind its resources tells the same`, {
    skip,
  }, (t) => {
    const path = makeDll(t.testdir(), 'a.dll', { bitness, version: '65535.0.1.65535', debug: true });
    t.match(examineFile(path), { bitness, version: '65535.0.1.65535', productName: 'A product' });
    t.end();
  });

  test(`a ${bitness}-bit DLL without resources has no version`, { skip }, (t) => {
    t.match(examineFile(makeDll(t.testdir(), 'a.dll', { bitness })), {
      format: 'PE',
      bitness,
      version: null,
      productName: null,
    });
    t.end();
  });
}

test('a DLL that was cut off anywhere, or changed anywhere, is described or unknown, and never an error', {
  skip,
}, (t) => {
  const folder = t.testdir();
  const whole = readFileSync(makeDll(folder, 'a.dll', { bitness: 32, version: '6.5.7226.0' }));
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
  let cutOff = 0;
  fc.assert(
    fc.property(fc.nat(whole.length), fc.array(change, { maxLength: 12 }), (length, changes) => {
      const bytes = Buffer.from(whole.subarray(0, length));
      for (const { at, to } of changes) if (at < length) bytes[at] = to;
      const { format, version } = describeImage(bytes);
      if (version === null) cutOff += 1;
      return format === 'PE' || format === 'unknown' || format === 'ELF';
    }),
    { numRuns: 600 },
  );
  t.ok(cutOff > 0, 'some were damaged enough to lose their version');
  const halves = describeImage(whole.subarray(0, 1024));
  t.match(halves, { format: 'PE', bitness: 32, version: null }, 'the header alone still tells the bitness');
  t.end();
});

test('any bytes are described without an error', (t) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 4096 }),
      fc.constantFrom('', 'MZ', '\x7fELF\x02'),
      (data, start) => {
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), data]);
        return ['PE', 'ELF', 'unknown'].includes(describeImage(bytes).format);
      },
    ),
    { numRuns: 300 },
  );
  t.same(describeImage(Buffer.alloc(0)), UNKNOWN);
  t.same(describeImage(Buffer.from('MZ')), UNKNOWN);
  t.same(describeImage(Buffer.from('#!/bin/sh\n')), UNKNOWN);
  t.end();
});

test('the program that runs this test is an image of this process’s bitness', (t) => {
  const file = examineFile(process.execPath);
  t.ok(isReadable(file));
  t.match(file, {
    format: process.platform === 'win32' ? 'PE' : 'ELF',
    bitness: process.arch === 'ia32' ? 32 : 64,
  });
  t.end();
});

test('a file that is not there, and a folder, are answers', (t) => {
  const folder = t.testdir();
  writeFileSync(join(folder, 'file'), '');
  t.same(examineFile(join(folder, 'none.dll')), {
    path: join(folder, 'none.dll'),
    unreadable: 'no such file',
  });
  t.match(examineFile(join(folder, 'file', 'below')), { unreadable: 'no such file' });
  t.match(examineFile(folder), { unreadable: /EISDIR|EPERM|directory/ });
  t.end();
});

const WINE = [
  { bitness: 64, path: '/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/mapi32.dll' },
  { bitness: 32, path: '/usr/lib/i386-linux-gnu/wine/i386-windows/mapi32.dll' },
];
for (const { bitness, path } of WINE) {
  const noWine = existsSync(path) ? false : `there is no ${path}`;
  test(`Wine’s own ${bitness}-bit mapi32.dll has a version`, { skip: noWine }, (t) => {
    t.match(examineFile(path), {
      format: 'PE',
      bitness,
      version: /^\d+\.\d+\.\d+\.\d+$/,
      originalName: 'mapi32.dll',
    });
    t.end();
  });
}
