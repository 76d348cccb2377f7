import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Test, test } from 'tap';
import { Aliases } from '../../../../harness/bundle/aliases.ts';
import { NameIndex } from '../../../../harness/bundle/name-index.ts';
import type { RunName } from '../../../../harness/bundle/names.ts';
import { Tellings } from '../../../../harness/bundle/telling.ts';
import { checkBundle } from '../../../../harness/cli/bundle/check.ts';
import { zipFiles } from '../../../../harness/cli/bundle/zip.ts';
import { readZip } from '../../../../harness/cli/bundle/zip-reader.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const NAMES: readonly RunName[] = [
  { kind: 'secret', text: 'Tru5tno1' },
  { kind: 'mailbox', text: 'Jürgen' },
  { kind: 'mailbox', text: 'on' },
];

/** What is found in a bundle of such files, in which `on` is a word that the program says anyway. */
async function leakIn(t: Test, files: Readonly<Record<string, string | Buffer>>) {
  const folder = temporaryFolder(t);
  const zip = join(folder, 'x.zip');
  mkdirSync(join(folder, 'in', 'hosts'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'in', name), content);
  await zipFiles(zip, join(folder, 'in'), Object.keys(files), 'x/');
  const index = new NameIndex(NAMES);
  const tellings = new Tellings(index);
  tellings.learn(Buffer.from('based on samples'));
  const parts = { index, tellings, aliases: new Aliases([], NAMES) };
  return (await checkBundle(zip, NAMES, parts, 'x/')).leak;
}

const CLEAN = {
  'events.ndjson': '{"event":"exhausted","mailbox":"mailbox-0002"}\n',
  'report.html': 'based on samples',
};

test('nothing is found where nothing is', async (t) => {
  t.equal(await leakIn(t, CLEAN), null);
});

test('a name or a secret is found in every encoding and form, and told by its alias alone', async (t) => {
  const planted: readonly (readonly [string, Buffer | string, string])[] = [
    ['hosts/off-1.log', Buffer.from('xTRU5TNO1', 'utf16le').swap16(), 'secret-1'],
    ['hosts/off-1.log', Buffer.concat([Buffer.from('x'), Buffer.from('jürgen', 'utf16le')]), 'mailbox-0001'],
    ['report.html', '<b>J&#252;rgen</b>', 'mailbox-0001'],
    ['samples.ndjson', '{"call":"J\\u00fcrgen"}\n', 'mailbox-0001'],
    ['flag-backup.reg', Buffer.from('J%C3%BCrgen', 'utf16le'), 'mailbox-0001'],
    ['plan.json', '{"seed":1,"name":"Ju\u0308rgen"}', 'mailbox-0001'],
  ];
  for (const [name, content, alias] of planted)
    t.same(
      await leakIn(t, { ...CLEAN, [name]: content }),
      { entry: `x/${name}`, alias },
      `${name} ${content}`,
    );
  t.same(
    await leakIn(t, { ...CLEAN, 'hosts/Jürgen.log': '' }),
    { entry: 'x/hosts/Jürgen.log', alias: 'mailbox-0001' },
    'in the name of a file, too',
  );
});

test('a mailbox called like a word is found in the fields of mailboxes, and where it is labelled', async (t) => {
  const row = (fields: string): Readonly<Record<string, string>> => ({
    ...CLEAN,
    'events.ndjson': `${fields}\n`,
  });
  t.match(await leakIn(t, row('{"failures":[{"mailbox":"on"}]}')), { alias: 'mailbox' });
  t.match(await leakIn(t, { ...CLEAN, 'result.json': '{"byMailbox":{"on":3}}' }), { alias: 'mailbox' });
  t.match(await leakIn(t, row('{"detail":"mailbox on was refused"}')), { alias: 'mailbox' });
  t.match(await leakIn(t, { ...CLEAN, 'hosts/on-1.log': 'mailbox on was refused' }), { alias: 'mailbox' });
  t.equal(await leakIn(t, row('{"detail":"based on it, on-1 stopped"}')), null);
});

test('long files are searched piece by piece, and names across their edges are found', async (t) => {
  const piece = 4 << 20;
  for (const at of [piece - 3, piece, 2 * piece - 1]) {
    const bytes = Buffer.alloc(2 * piece + 100, 'x');
    bytes.write('Tru5tno1', at);
    t.match(await leakIn(t, { ...CLEAN, 'samples.ndjson': bytes }), { alias: 'secret-1' });
  }
});

test('what was zipped is what is read back', async (t) => {
  const folder = temporaryFolder(t);
  const zip = join(folder, 'x.zip');
  writeFileSync(join(folder, 'a.txt'), 'Zoë\n'.repeat(1000));
  writeFileSync(join(folder, 'empty.txt'), '');
  await zipFiles(zip, folder, ['a.txt', 'empty.txt'], 'Zoë/');
  const entries = await readZip(zip);
  t.same(
    entries.map(({ bytes, name }) => [name, bytes]),
    [
      ['Zoë/a.txt', 5000],
      ['Zoë/empty.txt', 0],
    ],
  );
  t.equal(await text(entries[0]?.content() ?? Readable.from([])), 'Zoë\n'.repeat(1000));
  await t.rejects(readZip(join(folder, 'a.txt')), /a\.txt cannot be read back: there is no directory/);
});
