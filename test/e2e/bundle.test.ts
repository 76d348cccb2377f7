import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { aliasMapSchema } from '../../harness/bundle/aliases.ts';
import { resultSchema } from '../../harness/contract/result.ts';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const CANARY = 'Tru5tno1-Kanarienvogel';
/** Names that are words of every report, or parts of others; they are told from those by where they stand. */
const WORDS = ['on', 'off', 'a', 'heap', '7', 'mailbox'];
const NAMES = [
  'Zoë Müller',
  'Amélie',
  "o'neil 'qq'",
  'x.+^$([',
  '50% & b;',
  'smith',
  'smithson',
  'wittgenstein',
];
const OTHERS = [
  'zoe.mueller',
  '日本',
  'amelie',
  'CORPDOM',
  'corp.example.com',
  'EXCH01',
  'Acme Corp',
  'Umbrella',
];

const LIST = [
  'mailbox,user,domain,server,legacyDn',
  ...WORDS.map((name) => `${name},${name},CORPDOM,EXCH01.corp.example.com,`),
  ...NAMES.slice(2).map((name) => `${name},${name.replace(/\W/g, '')},CORPDOM,EXCH01.corp.example.com,`),
  'Zoë Müller,zoe.mueller,CORPDOM,EXCH01,/o=Acme Corp/ou=First Administrative Group/cn=Recipients/cn=zoe',
  'Amélie,amelie@corp.example.com,,EXCH01,',
  'mailbox-0003,日本,CORPDOM,EXCH01,',
  '',
].join('\n');

/** What a library may have written to the log of a host, before it crashed or not. */
const LOG = `LogonUserW failed for user zoe.mueller of CORPDOM on EXCH01.corp.example.com
mailbox on in cycle 7: refused; "a" too, and AMÉLIE, Ame\u0301lie, Zo%C3%AB%20M%C3%BCller, Zo\\u00eb M\\u00fcller
日本 Umbrella ${CANARY} ${encodeURIComponent(CANARY)} /home/wittgenstein/boxes.csv
`;

interface Unpacked {
  readonly folder: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Readers of zips that are not ours. */
const READERS = [
  {
    program: 'python3',
    ask: ['--version'],
    args: (zip: string, folder: string) => ['-m', 'zipfile', '-e', zip, folder],
  },
  { program: 'unzip', ask: ['-v'], args: (zip: string, folder: string) => ['-q', zip, '-d', folder] },
] as const;
const READER = READERS.find(({ ask, program }) => spawnSync(program, ask).status === 0);

function unpacked(zip: string, folder: string): Unpacked {
  mkdirSync(folder);
  if (READER !== undefined) spawnSync(READER.program, READER.args(zip, folder));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return {
    folder: join(folder, 'mapileak-bundle'),
    files: new Map(
      files.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), readFileSync(path)];
      }),
    ),
  };
}

/** Where a text stands in any of the files, as UTF-8, ISO 8859-1 or UTF-16, in its own case, in lower or in upper case. */
function placesOf(text: string, files: Unpacked['files']): readonly string[] {
  const spellings = [text, text.toLowerCase(), text.toUpperCase(), text.normalize('NFD')];
  const forms = spellings.flatMap((each) => [
    each,
    encodeURIComponent(each),
    JSON.stringify(each).slice(1, -1),
  ]);
  const encoded = forms.flatMap((form) => [
    Buffer.from(form, 'utf8'),
    Buffer.from(form, 'utf16le'),
    Buffer.from(form, 'utf16le').swap16(),
    ...(/^[\x20-\xff]*$/.test(form) ? [Buffer.from(form, 'latin1')] : []),
  ]);
  return [...files].flatMap(([name, bytes]) =>
    encoded.some((each) => bytes.includes(each) || Buffer.from(name).includes(each)) ? [name] : [],
  );
}

test('a bundle names nobody, and is judged as the run was', { timeout: 120_000 }, async (t) => {
  const place = workplace(t);
  const list = join(place.folder, 'wittgenstein-boxes.csv');
  writeFileSync(list, LIST);
  const measured = await place.mapileak(
    [
      ...['compare', ...QUICK, '--no-control', '--cycles', '64', '--replicates', '2', '--json'],
      ...['--mailboxes', list, '--impersonation', 'logon-user', '--password-env', 'BOX_PASSWORD'],
      ...['--stand-in', 'RefuseLogonEvery=3', '--stand-in', 'RefuseProfile=smith'],
      ...['--stand-in', `Password=${CANARY}`, '--out', place.run],
    ],
    { BOX_PASSWORD: CANARY },
  );
  const result = resultOf(measured);
  t.ok(result.arms.every(({ failures }) => (failures.byMailbox['smith'] ?? 0) > 0));
  appendFileSync(
    join(place.run, 'hosts', 'off-1.log'),
    Buffer.concat([
      Buffer.from(LOG),
      Buffer.from('\0'),
      Buffer.from(LOG, 'utf16le'),
      Buffer.from(LOG, 'utf16le').swap16(),
      Buffer.from('Zoë Müller', 'latin1'),
    ]),
  );
  writeFileSync(join(place.run, 'notes about smith.txt'), 'Acme Corp');
  const password = join(place.folder, 'password');
  writeFileSync(password, CANARY, { mode: 0o600 });

  const zip = `${place.run}.bundle.zip`;
  const map = `${place.run}.aliases.json`;
  const hidden = ['--hide', 'Umbrella', '--password-file', password];
  const bundled = await place.mapileak(['bundle', place.run, ...hidden]);
  t.equal(bundled.code, 0, bundled.stderr);
  t.equal(bundled.stderr, '');
  const said = bundled.stdout.replace(/\s+/g, ' ');
  t.match(said, /report\.html.*Replaced by aliases: .*mailboxes in \d+ places/);
  t.match(said, /Left out: notes about smith\.txt/);
  t.ok(bundled.stdout.replace(/\s+/g, '').includes(map), 'the place of the map is told');
  if (process.platform !== 'win32') t.equal(statSync(map).mode & 0o777, 0o600);
  t.equal(readFileSync(map, 'utf8').includes(CANARY), false, 'no secret is in the map either');

  const again = await place.mapileak(['bundle', place.run, ...hidden, '--out', 'again.zip', '--json']);
  t.equal(again.code, 0, again.stderr);
  t.same(readFileSync(join(place.folder, 'again.zip')), readFileSync(zip), 'the same run, the same bytes');
  const refused = await place.mapileak(['bundle', place.run]);
  t.equal(refused.code, 2, 'no bundle is overwritten');

  if (READER === undefined) return;
  const { files, folder } = unpacked(zip, join(place.folder, 'unpacked'));
  for (const name of [...NAMES, ...OTHERS, CANARY, place.folder, 'boxes.csv', 'wittgenstein'])
    t.same(placesOf(name, files), [], name);
  t.same(
    placesOf(createHash('sha256').update(LIST).digest('hex'), files),
    [],
    'nor what names can be guessed by',
  );
  const aliasOf = new Map(
    aliasMapSchema
      .parse(JSON.parse(readFileSync(map, 'utf8')))
      .aliases.filter(({ kind }) => kind === 'mailbox')
      .map(({ alias, name }) => [name, alias]),
  );
  t.equal(new Set(aliasOf.values()).size, WORDS.length + NAMES.length);
  const events = files.get('mapileak-bundle/events.ndjson')?.toString() ?? '';
  const named = new Set([...events.matchAll(/"mailbox":"([^"]*)"/g)].map(([, name]) => name));
  t.same(
    [...named].filter((name) => !/^mailbox-\d{4}$/.test(name ?? '')),
    [],
  );
  const log = files.get('mapileak-bundle/hosts/off-1.log')?.toString() ?? '';
  t.match(log, `mailbox ${aliasOf.get('on')} in cycle 7: refused; "${aliasOf.get('a')}" too`);

  await t.test('its verdict, rates and warnings are those of the run', async (t) => {
    const judged = resultOf(await place.mapileak(['analyse', folder, '--json']));
    const byAlias = (counts: Readonly<Record<string, number>>) =>
      Object.entries(counts)
        .map(([name, count]) => [aliasOf.get(name) ?? name, count] as const)
        .filter(([, count]) => count > 5)
        .sort();
    const nameless = (each: typeof judged) =>
      each.arms.map((arm) => ({
        ...arm,
        failures: { ...arm.failures, byMailbox: byAlias(arm.failures.byMailbox) },
      }));
    t.same(nameless(judged), nameless(result));
    t.same({ ...judged, arms: [] }, { ...result, arms: [] });
    const packed = files.get('mapileak-bundle/result.json')?.toString() ?? '';
    t.same(resultSchema.parse(JSON.parse(packed)), judged, 'and what lies in it is what is judged from it');
  });

  await t.test('a folder of claims is bundled with its runs, by the same aliases', async (t) => {
    const claims = join(place.folder, 'claims');
    cpSync(place.run, join(claims, 'mapi32'), { recursive: true });
    writeFileSync(
      join(claims, 'claims-plan.json'),
      JSON.stringify({
        schema: 1,
        createdAt: '2026-01-31T08:09:10.000Z',
        standInDials: { RefuseProfile: 'smith' },
        claims: [
          { claim: 'mapi32', tested: true, evidence: [{ experiment: 'mapi32', arms: ['off'] }] },
          { claim: 'cdo', tested: false, why: 'no CDO on EXCH01' },
        ],
        experiments: [{ experiment: 'mapi32', arms: ['off'], error: null }],
      }),
    );
    const end = await place.mapileak(['bundle', claims, '--map', map, ...hidden]);
    t.equal(end.code, 0, end.stderr);
    const inside = unpacked(`${claims}.bundle.zip`, join(place.folder, 'claims-unpacked'));
    const names = [...inside.files.keys()];
    for (const name of ['claims-plan.json', 'claims.json', 'report.html', 'mapi32/result.json'])
      t.ok(names.includes(`mapileak-bundle/${name}`), name);
    for (const name of [...NAMES, ...OTHERS, CANARY]) t.same(placesOf(name, inside.files), [], name);
    t.match(
      inside.files.get('mapileak-bundle/mapi32/events.ndjson')?.toString(),
      aliasOf.get('smith') ?? 'an alias',
    );
  });

  await t.test('what cannot be replaced makes no bundle, and is not told', async (t) => {
    const out = join(place.folder, 'never.zip');
    const end = await place.mapileak(['bundle', place.run, '--hide', 'busyBlocks', '--out', out]);
    t.equal(end.code, 7);
    t.match(end.stderr, /would still tell what hidden-\d+ stands for/);
    t.notMatch(end.stderr, /busyBlocks/);
    t.same(
      readdirSync(place.folder).filter((name) => name.startsWith('never')),
      [],
    );
    t.equal(existsSync(out), false);
  });

  await t.test('a list that is gone, and a row that was cut off, are no hindrance', async (t) => {
    const folder = join(place.folder, 'later');
    cpSync(place.run, folder, { recursive: true });
    writeFileSync(list, 'mailbox\nothers\n');
    appendFileSync(join(folder, 'samples.ndjson'), '{"schema":1,"mailbox":"smi');
    const end = await place.mapileak(['bundle', folder, '--json']);
    t.equal(end.code, 0, end.stderr);
    t.match(end.stderr, /has changed since the run/);
    t.equal(JSON.parse(end.stdout).schema, 1);
    const later = unpacked(`${folder}.bundle.zip`, join(place.folder, 'later-unpacked'));
    t.match(
      later.files.get('mapileak-bundle/result.json')?.toString(),
      /the last line of path-\d+.samples\.ndjson was cut off/,
    );
  });
});

test('what is no run folder is no bundle', async (t) => {
  const place = workplace(t);
  const end = await place.mapileak(['bundle', place.folder]);
  t.equal(end.code, 2);
  t.match(end.stderr, /is no run folder/);
  t.same(readdirSync(place.folder), []);
});

test('the map of aliases is never what is sent', async (t) => {
  const place = workplace(t);
  const same = join(place.folder, 'case.zip');
  const end = await place.mapileak(['bundle', place.folder, '--out', same, '--map', same]);
  t.equal(end.code, 2);
  t.match(end.stderr, /--out and --map both name/);
  t.same(readdirSync(place.folder), []);
});

test('zips are read by a program that is not ours', {
  skip:
    READER === undefined ? 'neither python3 nor unzip is here: what is in the zips was not looked at' : false,
}, async (t) => {
  t.ok(READER);
});
