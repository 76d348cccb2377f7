import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { LineTooLong, linesOf } from '../../../harness/execute/file-lines.ts';
import { samplesOf } from '../../../harness/execute/read-run-folder.ts';
import fc from '../../support/seeded-properties.ts';
import { temporaryFolder } from '../../support/temporary.ts';

async function lines(file: string): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of linesOf(file)) all.push(line);
  return all;
}

test('lines end at line feeds, with or without a carriage return, and nowhere else', async (t) => {
  const file = join(temporaryFolder(t), 'rows.ndjson');
  writeFileSync(file, 'a\r\n\n"\u2028\u2029\u0085\r"\nlast');
  t.same(await lines(file), ['a', '', '"\u2028\u2029\u0085\r"', 'last']);
  writeFileSync(file, '');
  t.same(await lines(file), []);
});

test('lines come whole, however they lie to the pieces in which a file is read', async (t) => {
  const file = join(temporaryFolder(t), 'rows.ndjson');
  const lengths = fc.array(fc.oneof(fc.nat(5), fc.nat(600_000)), { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(lengths, async (all) => {
    const wanted = all.map((length, at) => 'ä'.repeat(length / 2) + at);
    writeFileSync(file, `${wanted.join('\n')}\n`);
    t.same((await lines(file)).join('|') === wanted.join('|'), true);
  });
  await fc.assert(property, { numRuns: 30, seed: 7 });
});

test('a line that never ends is named by its number, and not gathered in memory', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'samples.ndjson');
  writeFileSync(file, '{}\n');
  truncateSync(file, 300 * 2 ** 20);
  await t.rejects(lines(file), new LineTooLong(2));
  writeFileSync(file, '');
  truncateSync(file, 300 * 2 ** 20);
  writeFileSync(join(folder, 'events.ndjson'), '');
  const reading = samplesOf(folder).next();
  await t.rejects(reading, { code: 'RUN_FOLDER', message: /samples\.ndjson:1 cannot be read: .* 16 MiB/ });
});
