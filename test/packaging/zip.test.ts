import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'tap';
import { checksums } from '../../packaging/checksums.ts';
import { type PackedFile, windowsText } from '../../packaging/packed-file.ts';
import { writeZip } from '../../packaging/zip.ts';
import { temporaryFolder } from '../support/temporary.ts';

const FILES: readonly PackedFile[] = [
  { name: 'b/with space.txt', content: Buffer.from('two') },
  { name: 'a.bin', content: Buffer.alloc(300_000, 7) },
  { name: 'empty', content: Buffer.alloc(0) },
];

test('the checksums are what sha256sum checks, and it sees a changed file', async (t) => {
  const folder = temporaryFolder(t);
  for (const { name, content } of FILES) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(join(folder, 'SHA256SUMS'), checksums(FILES));
  const check = () => spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: folder }).status;
  t.equal(check(), 0);
  writeFileSync(join(folder, 'a.bin'), 'changed');
  t.equal(check(), 1);
});

test('the same files in another order and time zone give the same zip, byte for byte', async (t) => {
  const folder = temporaryFolder(t);
  const zoneBefore = process.env['TZ'];
  t.teardown(() => {
    if (zoneBefore === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zoneBefore;
  });
  process.env['TZ'] = 'Asia/Tokyo';
  await writeZip(join(folder, 'one.zip'), FILES);
  process.env['TZ'] = 'America/Lima';
  await writeZip(join(folder, 'other.zip'), [...FILES].reverse());
  const [one, other] = ['one.zip', 'other.zip'].map((name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  );
  t.equal(one, other);
});

const UNZIP = spawnSync('unzip', ['-v']).status === 0;

test('another program unpacks what was packed', {
  skip: UNZIP ? false : 'unzip is not installed',
}, async (t) => {
  const folder = temporaryFolder(t);
  await writeZip(join(folder, 'it.zip'), FILES);
  t.equal(spawnSync('unzip', ['-q', 'it.zip', '-d', 'out'], { cwd: folder }).status, 0);
  for (const { name, content } of FILES) {
    t.ok(readFileSync(join(folder, 'out', name)).equals(content), name);
  }
});

test('a text for Windows has both characters at each line end', async (t) => {
  t.equal(windowsText('x', 'one\ntwo\n').content.toString(), 'one\r\ntwo\r\n');
});
