import { appendFileSync, realpathSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { FileTail, type Tailed } from '../../../../harness/serve/files/tail.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

function tailed(t: Test) {
  const folder = realpathSync(temporaryFolder(t));
  const file = join(folder, 'rows.ndjson');
  const tail = new FileTail(folder, 'rows.ndjson');
  const look = async (): Promise<{ readonly end: Tailed; readonly lines: readonly string[] }> => {
    const lines: string[] = [];
    return { end: await tail.read((line) => lines.push(line)), lines };
  };
  return { file, look };
}

test('each look tells the lines that were added since the one before', async (t) => {
  const { file, look } = tailed(t);
  t.same(await look(), { end: 'gone', lines: [] }, 'there is no file yet');
  writeFileSync(file, 'one\ntwo\n');
  t.same(await look(), { end: 'read', lines: ['one', 'two'] });
  t.same(await look(), { end: 'read', lines: [] });
  appendFileSync(file, 'three\n');
  t.same(await look(), { end: 'read', lines: ['three'] });
});

test('a torn last line waits for its rest, be it torn within a character', async (t) => {
  const { file, look } = tailed(t);
  const [start, rest] = [Buffer.from('a Köln\n').subarray(0, 4), Buffer.from('a Köln\n').subarray(4)];
  writeFileSync(file, start);
  t.same(await look(), { end: 'read', lines: [] });
  appendFileSync(file, rest);
  t.same(await look(), { end: 'read', lines: ['a Köln'] });
});

test('more than one piece of a large file is told in order', async (t) => {
  const { file, look } = tailed(t);
  const lines = Array.from({ length: 20_000 }, (_, number) => `row ${number} ${'x'.repeat(30)}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  t.same((await look()).lines, lines);
});

test('a file that became shorter, was replaced or removed is gone, without a fault', async (t) => {
  for (const change of [
    (file: string) => truncateSync(file, 2),
    (file: string) => {
      writeFileSync(`${file}.new`, 'other\nrows\nthan before\n');
      renameSync(`${file}.new`, file);
    },
    (file: string) => rmSync(file),
  ]) {
    const { file, look } = tailed(t);
    writeFileSync(file, 'one\ntwo\n');
    await look();
    change(file);
    t.same(await look(), { end: 'gone', lines: [] });
  }
});
