import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { LineSplitter, LONGEST_LINE } from '../../../../harness/sample/log/line-splitter.ts';
import { LogTail } from '../../../../harness/sample/log/log-tail.ts';
import fc from '../../../support/seeded-properties.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

/** Both ways to read: holding the file open, and opening it anew each time as on Windows. */
const WAYS = [true, false] as const;

for (const holds of WAYS) {
  const way = holds ? 'held open' : 'opened for each reading';

  test(`only lines that come later count, when ${way}`, async (t) => {
    const file = join(temporaryFolder(t), 'app.log');
    writeFileSync(file, 'old\nbegun be');
    const tail = new LogTail(file, holds);
    t.teardown(() => tail.close());
    t.same(tail.start(), []);
    appendFileSync(file, 'fore\nnew\r\nhalf');
    t.same(tail.read(), { lines: ['new'], cut: 0, turns: [] }, 'the end of a line that was begun is no line');
    appendFileSync(file, ' done\n\n');
    t.same(tail.read().lines, ['half done', '']);
    t.same(tail.read(), { lines: [], cut: 0, turns: [] });
  });

  test(`a log that comes late counts from its first line, when ${way}`, async (t) => {
    const file = join(temporaryFolder(t), 'app.log');
    const tail = new LogTail(file, holds);
    t.teardown(() => tail.close());
    t.match(tail.start(), [{ what: 'missing' }]);
    t.same(tail.read().turns, [], 'that it is missing is said once');
    writeFileSync(file, '\ufeffone\ntwo\n');
    t.match(tail.read(), { lines: ['one', 'two'], turns: [{ what: 'found' }] });
  });

  test(`a log that is rotated goes on in the new file, when ${way}`, async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, 'app.log');
    writeFileSync(file, '');
    const tail = new LogTail(file, holds);
    t.teardown(() => tail.close());
    tail.start();
    appendFileSync(file, '1\n2\nwithout an end');
    t.same(tail.read().lines, ['1', '2']);
    renameSync(file, join(folder, 'app.log.1'));
    appendFileSync(join(folder, 'app.log.1'), '\n3\n');
    writeFileSync(file, '4\n');
    const { lines, turns } = tail.read();
    t.match(turns, [{ what: 'rotated' }]);
    // Who does not hold the file cannot see what was written to it last.
    t.same(lines, holds ? ['without an end', '3', '4'] : ['without an end', '4']);
    rmSync(file);
    appendFileSync(join(folder, 'app.log.1'), 'nobody reads this\n');
    t.match(tail.read(), { lines: [], turns: [{ what: 'missing' }] });
  });

  test(`a log that is cut off or written anew is read from its start, when ${way}`, async (t) => {
    const file = join(temporaryFolder(t), 'app.log');
    writeFileSync(file, 'a\nb\n');
    const tail = new LogTail(file, holds);
    t.teardown(() => tail.close());
    tail.start();
    appendFileSync(file, 'c\n');
    t.same(tail.read().lines, ['c']);
    truncateSync(file, 0);
    appendFileSync(file, 'd\n');
    t.match(tail.read(), { lines: ['d'], turns: [{ what: 'truncated' }] });
    writeFileSync(file, 'longer than before\nand more\n');
    t.match(tail.read(), { lines: ['longer than before', 'and more'], turns: [{ what: 'truncated' }] });
  });
}

test('a log that cannot be read is said to be, and waited for', async (t) => {
  const file = join(temporaryFolder(t), 'app.log');
  mkdirSync(file);
  const tail = new LogTail(file);
  t.teardown(() => tail.close());
  tail.start();
  t.same(tail.read().lines, []);
});

const ENCODINGS = [
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16 with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without one', (text: string) => Buffer.from(text, 'utf16le')],
  ['UTF-16 of the other order', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
] as const;

for (const [name, encode] of ENCODINGS) {
  test(`${name}: lines are the same however the writer's pieces fall`, async (t) => {
    const folder = temporaryFolder(t);
    let number = 0;
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', ' ', 'x'), maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.boolean(),
        (rows, cuts, crlf) => {
          const lines = ['first', ...rows];
          const bytes = encode(lines.map((row) => `${row}${crlf ? '\r\n' : '\n'}`).join(''));
          number += 1;
          const file = join(folder, `${number}.log`);
          if (crlf) writeFileSync(file, '');
          const tail = new LogTail(file);
          tail.start();
          const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].sort((a, b) => a - b);
          const found: string[] = [];
          let from = 0;
          for (const end of ends) {
            appendFileSync(file, bytes.subarray(from, end));
            from = Math.max(from, Math.min(end, bytes.length));
            found.push(...tail.read().lines);
          }
          tail.close();
          return JSON.stringify(found) === JSON.stringify(lines);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
    t.pass('so they are');
  });
}

test('a long line is cut, and counted as such', async (t) => {
  const splitter = new LineSplitter();
  const just = 'x'.repeat(LONGEST_LINE);
  t.same(splitter.add(`${just}\r\n${just}y\n`), { lines: [just, just], cut: 1 });
  for (let piece = 0; piece < 100; piece += 1) splitter.add('z'.repeat(1000));
  t.same(splitter.add('\nshort\n'), { lines: ['z'.repeat(LONGEST_LINE), 'short'], cut: 1 });
  splitter.add('the last');
  t.same(splitter.flush(), { lines: ['the last'], cut: 0 });
  t.same(splitter.flush(), { lines: [], cut: 0 });
});

test('what cannot be read is said, and leaves no file open', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const tail = new LogTail(temporaryFolder(t), true);
  t.match(tail.start(), [{ what: 'unreadable' }]);
  const before = readdirSync('/proc/self/fd').length;
  for (let look = 0; look < 5; look += 1) t.match(tail.read().turns, [{ what: 'unreadable' }]);
  t.equal(readdirSync('/proc/self/fd').length, before);
});
