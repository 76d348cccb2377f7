import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { scanMailboxFile } from '../../../scenarios/mailboxes/csv.ts';
import { COLUMNS } from '../../../scenarios/mailboxes/header.ts';
import type { Mailbox } from '../../../scenarios/mailboxes/mailbox.ts';
import { readRow } from '../../../scenarios/mailboxes/row.ts';
import { CSV_HEADER, csvLine } from '../../../scenarios/mailboxes/write-csv.ts';
import fc from '../../support/seeded-properties.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('only what must be is put in quotes', (t) => {
  const plain = { mailbox: 'anna', user: 'anna l', domain: '', server: 'EX#1', legacyDn: '/o=Org/cn=a' };
  t.equal(CSV_HEADER, 'mailbox,user,domain,server,legacyDn\n');
  t.equal(csvLine(plain), 'anna,anna l,,EX#1,/o=Org/cn=a\n');
  t.equal(csvLine({ ...plain, mailbox: '#1', user: 'a,"b"' }), '"#1","a,""b""",,EX#1,/o=Org/cn=a\n');
  t.end();
});

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', ',', '#', ' ', ';', '\t', '\n', '=', '\\', '@', 'é', '漢', '😀', '\u00a0', '\ufeff'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

/** What `readRow` makes of any five values at all; nothing if it refuses them. */
const accepted = fc
  .tuple(
    text,
    text,
    text,
    text,
    fc.oneof(
      fc.constant(''),
      text.map((rest) => `/o=${rest}`),
    ),
  )
  .map((values) => readRow(COLUMNS, values))
  .filter((row): row is { readonly mailbox: Mailbox } => 'mailbox' in row)
  .map(({ mailbox }) => mailbox);

test('every row that is accepted is read back as it was written', async (t) => {
  const file = join(temporaryFolder(t), 'boxes.csv');
  await fc.assert(
    fc.asyncProperty(fc.array(accepted, { minLength: 1, maxLength: 20 }), async (rows) => {
      writeFileSync(file, CSV_HEADER + rows.map(csvLine).join(''));
      const read: Mailbox[] = [];
      await scanMailboxFile(file, (row) => read.push(row));
      assert.deepEqual(read, rows);
    }),
    { seed: 891509, numRuns: 300 },
  );
});
