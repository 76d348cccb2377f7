import { test } from 'tap';
import { Aliases } from '../../../harness/bundle/aliases.ts';
import { NameIndex } from '../../../harness/bundle/name-index.ts';
import type { NameKind, RunName } from '../../../harness/bundle/names.ts';
import { Scrubber } from '../../../harness/bundle/scrubber.ts';
import { Tellings } from '../../../harness/bundle/telling.ts';
import { vocabulary } from '../../../harness/bundle/vocabulary.ts';
import { writtenForms } from '../../../harness/bundle/written-forms.ts';
import fc from '../../support/seeded-properties.ts';

type Named = readonly [NameKind, string];

/** @param said what the program says anyway */
function scrubberOf(named: readonly Named[], said = ''): Scrubber {
  const names = named.map(([kind, text]): RunName => ({ kind, text }));
  const index = new NameIndex(names);
  const tellings = new Tellings(index);
  tellings.learn(Buffer.from(said));
  return new Scrubber({ index, tellings, aliases: new Aliases([], names) });
}
const scrubbed = (text: string, named: readonly Named[], said = ''): string =>
  scrubberOf(named, said).text(text);

test('the longest name at a place is taken, also within longer words and in any case', async (t) => {
  const names: readonly Named[] = [
    ['mailbox', 'smith'],
    ['mailbox', 'smithson'],
  ];
  t.equal(scrubbed('smith SMITHSON Smithsonian', names), 'mailbox-0001 mailbox-0002 mailbox-0002ian');
});

test('a name that is part of words of the program is one as a word; a word of it is one in its place', async (t) => {
  const names: readonly Named[] = [
    ['mailbox', 'ser'],
    ['mailbox', 'on'],
  ];
  const said = 'the server is on';
  t.equal(
    scrubbed('the server is on; ser was refused', names, said),
    'the server is on; mailbox-0002 was refused',
  );
  t.equal(
    scrubbed("mailbox on in cycle 7, on-1 stopped, 'on' and on@corp; based on", names, said),
    "mailbox mailbox-0001 in cycle 7, on-1 stopped, 'mailbox-0001' and mailbox-0001@corp; based on",
  );
});

test('accents are found composed and decomposed, and escaped in every common way', async (t) => {
  const names: readonly Named[] = [['mailbox', 'Zoë "Q" Müller']];
  const forms = [
    'Zoë "Q" Müller',
    'ZOË "Q" MÜLLER',
    'Zoe\u0308 "Q" Mu\u0308ller',
    'Zo\\u00eb \\"Q\\" M\\u00fcller',
    'Zo\\u00EB \\"Q\\" M\\u00FCller',
    'Zo%C3%AB%20%22Q%22%20M%C3%BCller',
    'zo%c3%ab%20%22q%22%20m%c3%bcller',
    'Zoë &quot;Q&quot; Müller',
    'Zo&#235; &#34;Q&#34; M&#252;ller',
    'Zoë ""Q"" Müller',
    '5a,00,6f,00,eb,00,20,00,22,00,51,00,22,00,20,00,4d,00,fc,00,6c,00,6c,00,65,00,72,00',
  ];
  for (const form of forms.slice(0, -1)) t.equal(scrubbed(`<${form}>`, names), '<mailbox-0001>', form);
  const hex = scrubbed(forms.at(-1) ?? '', names);
  t.equal(
    Buffer.from(hex.replaceAll(',', ''), 'hex').toString('utf16le'),
    'mailbox-0001',
    'as bytes of a .reg file',
  );
});

test('a log may mix UTF-8, UTF-16 of either order at odd offsets, and code pages', async (t) => {
  const scrubber = scrubberOf([['user', 'Jürgen']]);
  const line = 'user Jürgen refused\n';
  const bytes = Buffer.concat([
    Buffer.from(line),
    Buffer.from('!'),
    Buffer.from(line, 'utf16le'),
    Buffer.from(line, 'utf16le').swap16(),
    Buffer.from(line, 'latin1'),
  ]);
  const clean = 'user user-0001 refused\n';
  const expected = Buffer.concat([
    Buffer.from(clean),
    Buffer.from('!'),
    Buffer.from(clean, 'utf16le'),
    Buffer.from(clean, 'utf16le').swap16(),
    Buffer.from(clean),
  ]);
  t.same(scrubber.bytes(bytes).toString('latin1'), expected.toString('latin1'));
  t.equal(scrubber.places.get('user'), 4);
});

test('accounts, profiles and paths are known by their form; those of the system stay', async (t) => {
  const names: readonly Named[] = [['program', '/opt/mapileak']];
  t.equal(scrubbed('S-1-5-21-1004336348-1177238915-682003330-512 S-1-5-18', names), 'sid-1 S-1-5-18');
  t.equal(scrubbed('mapileak_1234_0123456789abcdef0123456789abcdef', names), 'profile-1');
  t.equal(
    scrubbed('C:\\Users\\anna\\x.csv C:\\Windows\\System32\\mapi32.dll', names),
    'path-1 C:\\Windows\\System32\\mapi32.dll',
  );
  t.equal(scrubbed('\\\\files\\anna\\x.csv: denied', names), 'path-1: denied');
  t.equal(scrubbed('/home/anna/x.csv:7 /usr/lib/libc.so and/or', names), 'path-1:7 /usr/lib/libc.so and/or');
  t.equal(
    scrubbed('at f (file:///opt/mapileak/dist/harness/x.js:1:2) /opt/mapileaks/x', names),
    'at f (file://path-1/dist/harness/x.js:1:2) path-2',
  );
});

test('a path of Windows is one with the blanks in its folders, and one is found behind a colon or equals sign', async (t) => {
  t.equal(
    scrubbed('C:\\Documents and Settings\\Anna Beispiel\\x.csv, line 2 in d:\\x.log: is no list', []),
    'path-1, line 2 in path-2: is no list',
  );
  t.equal(scrubbed('"\\\\files\\All Users\\Anna B\\x.csv"', []), '"path-1"');
  t.equal(scrubbed('cwd:/home/anna/x --out=/home/anna/y', []), 'cwd:path-1 --out=path-2');
  t.equal(
    scrubbed('https://example.com/a at 1/2 C:\\Windows\\x.dll', []),
    'https://example.com/a at 1/2 C:\\Windows\\x.dll',
  );
});

test('a text with a blank after each letter is searched for paths in no time', async (t) => {
  t.equal(scrubbed(`C:\\${'a '.repeat(20_000)}`, []).startsWith('path-1 '), true);
});

test('an address or a path that is said without being a name is no word for that', async (t) => {
  const names: readonly Named[] = [
    ['path', 'acme.exe'],
    ['user', 'anna@corp'],
  ];
  t.equal(scrubbed('acme.exe anna@corp', names, 'acme.exe and anna@corp'), 'path-1 user-0001');
});

test('a text that is to be hidden is, though it look like an alias', async (t) => {
  const aliases = new Aliases([], [{ kind: 'hidden', text: 'user-0007' }], ['user-0007']);
  t.equal(aliases.of('hidden', 'user-0007'), 'hidden-1');
  t.equal(scrubbed('of user-0007', [['hidden', 'user-0007']]), 'of hidden-1');
});

test('a path below a known folder is replaced to its end, blanks in the folder and all', async (t) => {
  const names: readonly Named[] = [['directory', 'C:\\Documents and Settings\\anna']];
  t.equal(scrubbed('C:\\Documents and Settings\\anna\\acme\\x.csv, line 2', names), 'path-1, line 2');
});

test('sentences of the program stay whole, whoever is called like a word of them', async (t) => {
  const names = ['mapi', 'heap', 'flag', 'server', 'between', 'a', '7'].map(
    (name): Named => ['mailbox', name],
  );
  const sentence = 'the heap of a MAPI session on the server was found before 7 cycles between two samples';
  t.equal(scrubbed(sentence, names, vocabulary() + sentence), sentence);
});

test('whatever a name is made of, nothing of it is left in whatever form it stood there', async (t) => {
  const letters = fc.stringMatching(/^[b-df-km-np-z]{4}$/);
  const name = fc
    .tuple(fc.string({ maxLength: 4, unit: 'grapheme' }), letters)
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(99), { maxLength: 8 }),
      (names, picks) => {
        const scrubber = scrubberOf(names.map((text): Named => ['mailbox', text]));
        const forms = names.flatMap((text) => writtenForms(text).map((form) => form.text));
        const text = picks.map((pick) => forms[pick % forms.length] ?? '').join(' | ');
        for (const encoding of ['utf8', 'utf16le'] as const) {
          const clean = scrubber.bytes(Buffer.from(text, encoding));
          for (const each of names)
            if (clean.includes(Buffer.from(each, encoding))) return isPartOfAlias(each);
        }
        return true;
      },
    ),
    { seed: 891509, numRuns: 100 },
  );
  t.pass();
});

const isPartOfAlias = (name: string): boolean => 'mailbox-0001 | '.includes(name.toLowerCase());
