import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'tap';
import { z } from 'zod';

const ROWS = 1_000_000;
const CHILD = fileURLToPath(new URL('million-rows.child.js', import.meta.url));

/** Some 50 MB on disk; as objects in memory several times that. */
function writeMillion(file: string): void {
  const handle = openSync(file, 'w');
  writeSync(handle, 'mailbox,user,domain,server\n');
  for (let start = 0; start < ROWS; start += 1000) {
    const rows = Array.from({ length: 1000 }, (_, row) => {
      const number = start + row;
      return `mailbox-${number},"user-${number}",EXAMPLE,EXCHANGE-${number % 17}\n`;
    });
    writeSync(handle, rows.join(''));
  }
  closeSync(handle);
}

const answerSchema = z.object({
  count: z.number(),
  mailboxes: z.array(z.array(z.string())),
  peakBytes: z.number(),
});

test('a million mailboxes are read and shuffled with a heap of 32 MB', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'million.csv');
  writeMillion(file);

  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=32', CHILD, file]);
  const { count, mailboxes, peakBytes } = answerSchema.parse(JSON.parse(stdout));
  t.equal(count, ROWS);
  for (const taken of mailboxes) t.equal(new Set(taken).size, 100);
  t.ok(mailboxes.flat().every((mailbox) => /^mailbox-\d{1,6}$/.test(mailbox)));
  t.ok(peakBytes < 200e6, `${peakBytes} bytes at the peak`);
});
