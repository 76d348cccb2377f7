import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { z } from 'zod';
import { readRegularFile } from '../../../harness/contract/input-file.ts';
import { complaint, parseJson, readJsonFile } from '../../../harness/contract/json-input.ts';
import { faultOfJson } from '../../../harness/contract/json-scanner.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const BOUNDS = { depth: 100, values: 1000 };

test('a fault of JSON has its line and column, and what was written there is not repeated', (t) => {
  t.match(faultOfJson('{"a": 1,\n "b" 2}', BOUNDS), { line: 2, column: 6, what: 'there is no colon' });
  t.match(faultOfJson('{"a": geheim}', BOUNDS), { line: 1, column: 7, what: 'there is no JSON value' });
  t.match(faultOfJson('[1, 2', BOUNDS), { line: 1, column: 6, what: 'it ends too early' });
  t.match(faultOfJson('{} {}', BOUNDS), { column: 4, what: 'something follows its end' });
  t.equal(faultOfJson(' [{}, [], "\\u00e4", -1.5e3, null] ', BOUNDS), null);
  t.throws(() => parseJson('{"password": geheim}'), { message: /^(?!.*geheim).*line 1, column 14/ });
  t.end();
});

test('brackets by the million are refused before they are parsed, which would take sixty bytes for each', (t) => {
  t.throws(() => parseJson('['.repeat(8 * 2 ** 20)), /nested more than 100 deep/);
  t.throws(() => parseJson(`[${'[],'.repeat(400_000)}0]`), /more than 300000 values/);
  t.same(parseJson(`${'['.repeat(90)}${']'.repeat(90)}`), JSON.parse(`${'['.repeat(90)}${']'.repeat(90)}`));
  t.end();
});

test('a byte order mark is passed over; UTF-16 and bytes that are no UTF-8 are named', (t) => {
  const file = join(temporaryFolder(t), 'x.json');
  const reading = (content: Buffer | string): unknown => {
    writeFileSync(file, content);
    return readJsonFile(file);
  };
  t.same(reading('\ufeff{"a":1}'), { a: 1 });
  t.throws(() => reading(Buffer.from('\ufeff{}', 'utf16le')), /UTF-16/);
  t.throws(() => reading(Buffer.from([0x22, 0xff, 0x22])), /not UTF-8/);
  t.end();
});

test('what is no file, or far too large, is not read', { skip: process.platform === 'win32' }, (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string): string => join(folder, name);
  execFileSync('mkfifo', [at('fifo')]);
  symlinkSync('/dev/zero', at('zero'));
  mkdirSync(at('folder'));
  writeFileSync(at('large'), '');
  truncateSync(at('large'), 300 * 2 ** 20);
  for (const name of ['fifo', 'zero']) t.throws(() => readRegularFile(at(name), 100), /not a regular file/);
  t.throws(() => readRegularFile(at('folder'), 100), /it is a directory/);
  t.throws(() => readRegularFile(at('large'), 2 ** 20), /larger than 1 MiB/);
  t.match(readRegularFile('/proc/self/status', 2 ** 20).toString(), /^Name:/, 'a file that says it is empty');
  t.end();
});

test('of many faults five are told', (t) => {
  const { error } = z.array(z.number()).safeParse(Array.from({ length: 100_000 }, () => 'x'));
  t.match(complaint(error ?? new z.ZodError([])), /at \[4\]\n… and 99995 more$/);
  t.end();
});
