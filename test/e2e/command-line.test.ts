import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { workplace } from '../support/command.ts';
import { parseRegFile } from '../support/parse-reg-file.ts';

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown command', ['compere'], /compare/],
  ['no command', [], /which command/],
  ['an unknown option', ['compare', '--cycle', '5'], /cycle/],
  ['a number that is none', ['compare', '--cycles', 'many'], /--cycles/],
  ['a number out of range', ['compare', '--replicates', '0'], /--replicates/],
  ['an arm that does not exist', ['compare', '--arms', 'up,down'], /--arms/],
  ['an engine that does not exist', ['compare', '--ffi', 'node-ffi'], /ffi/],
  ['an option given twice', ['compare', '--cycles', '5', '--cycles', '6'], /more than once/],
  ['an option given twice, the last time as 1', ['serve', '--port', '0', '--port', '1'], /--port was given/],
  ['a fixed length that is to settle', ['run', '--cycles', '600', '--max-cycles', '600'], /exclude/],
  ['a sequence that is to settle', ['run', '--sequential', '--max-cycles', '600'], /--sequential/],
  ['a horizon beyond the end', ['run', '--max-cycles', '512', '--horizon', '513'], /513 .* 512/],
  ['a margin of nothing known', ['run', '--margin', '64', '--margin', 'hats=1'], /resources with a margin/],
  ['a growth without a life', ['run', '--allowed-growth', '500MB'], /--logons-per-life/],
  ['a dial that does not exist', ['compare', '--stand-in', 'NoSuchDial=5'], /NoSuchDial/],
  ['a stray word', ['compare', 'off'], /off/],
  ['two passwords', ['compare', '--password-env', 'A', '--password-file', 'b'], /more than one/],
  ['a folder that is no run', ['analyse', '/'], /plan\.json cannot be read/],
  ['a value for flag get', ['flag', 'get', '1'], /takes no value/],
  ['flag set without a value', ['flag', 'set'], /needs a value/],
  ['flag set to another value', ['flag', 'set', '2'], /cannot be set to 2/],
  ['flag save without a file', ['flag', 'save'], /needs a file/],
  ['mailboxes without what to do', ['mailboxes'], /from-ad and check/],
  ['something else to do with mailboxes', ['mailboxes', 'fromad'], /from-ad/],
  ['a view that does not exist', ['compare', '--flag-view', '16-bit'], /flag-view/],
];

for (const [what, args, message] of refused) {
  test(`${what} is refused: exit 2, one message, nothing on stdout`, async (t) => {
    const end = await workplace(t).mapileak(args);
    t.equal(end.code, 2);
    t.equal(end.stdout, '');
    t.match(end.stderr, message);
    t.notMatch(end.stderr, /^\s+at /m, 'no stack trace');
  });
}

test('help shows the commands, examples and exit codes on stdout', async (t) => {
  const place = workplace(t);
  const general = await place.mapileak(['--help']);
  t.equal(general.code, 0);
  for (const command of ['compare', 'run', 'scenarios', 'mailboxes', 'flag', 'analyse', 'report']) {
    t.match(general.stdout, new RegExp(`mapileak ${command}`));
  }
  t.match(general.stdout, /5 {2}the session host died or hung/);
  const compare = await place.mapileak(['compare', '--help']);
  t.match(compare.stdout, /Examples:/);
  t.match((await place.mapileak(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('scenarios lists each with its expectation and source', async (t) => {
  const { code, stdout } = await workplace(t).mapileak(['scenarios']);
  t.equal(code, 0);
  t.match(stdout, /^extended-logon \(default\)\n {2}.*\n {2}expected: .*\n {2}source: KB 891509/);
});

test('the flag is shown in both views, set, and shown again', async (t) => {
  const place = workplace(t);
  t.match(
    (await place.mapileak(['flag', 'get'])).stdout,
    /64-bit view\): absent[\s\S]*32-bit view\): absent/,
  );
  t.equal((await place.mapileak(['flag', 'set', '1'])).code, 0);
  t.match(JSON.parse((await place.mapileak(['flag', 'get', '--json'])).stdout), {
    views: [
      { view: '64-bit', value: 1 },
      { view: '32-bit', value: null },
    ],
  });
  t.match((await place.mapileak(['flag', 'set', 'absent'])).stdout, /64-bit view\): absent/);
});

test('the flag is set in both keys and views at request, and all three keys are shown', async (t) => {
  const place = workplace(t);
  const places = ['--flag-view', 'both', '--flag-key', 'both'];
  const { stdout } = await place.mapileak(['flag', 'set', '1', ...places, '--json']);
  const views = [
    { view: '64-bit', value: 1 },
    { view: '32-bit', value: 1 },
  ];
  t.same(JSON.parse(stdout), {
    name: 'CleanUpMAPIHeap',
    key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications',
    views,
    undocumented: [
      {
        key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications\\node',
        views,
      },
      {
        key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem',
        views: views.map(({ view }) => ({ view, value: null })),
      },
    ],
  });
  t.match((await place.mapileak(['flag', 'get'])).stdout, /node \(not documented\)\n.*\(64-bit view\): 1\n/);
});

test('what stands in the registry is saved as a .reg file, and over no other file', async (t) => {
  const place = workplace(t);
  await place.mapileak(['flag', 'set', '1', '--flag-key', 'exe']);
  const file = join(place.folder, 'before.reg');
  t.equal((await place.mapileak(['flag', 'save', file])).code, 0);
  const sections = parseRegFile(readFileSync(file));
  t.ok(
    sections.every(({ kind }) => kind === 'values'),
    'no key is deleted',
  );
  const values = sections.flatMap((section) => (section.kind === 'values' ? section.values : []));
  t.same(
    values.map(({ value }) => value?.data.readUInt32LE() ?? null),
    [null, 1, null, null, null, null],
  );
  const again = await place.mapileak(['flag', 'save', file]);
  t.equal(again.code, 2);
  t.match(again.stderr, /before\.reg cannot be written/);
});

test('a registry that may not be written: exit 4 and what to do, for the command and for a run', async (t) => {
  const place = workplace(t);
  // The stand-in's registry answers ERROR_ACCESS_DENIED where it cannot take its lock, even to root.
  mkdirSync(`${place.registry}.lock`);
  for (const args of [
    ['flag', 'set', '1'],
    ['run', '--no-control', '--cycles', '100', '--out', place.run],
  ]) {
    const end = await place.mapileak(args);
    t.equal(end.code, 4, args.join(' '));
    t.match(end.stderr, /ERROR_ACCESS_DENIED[\s\S]*registry file .* can be read and written/);
  }
  t.same(
    readdirSync(place.folder).filter((name) => /backup\.(?:json|reg)$/.test(name)),
    [],
    'nothing is left to put back',
  );
});

test('what cannot be a registry file is an error of the environment, not a fault', async (t) => {
  const place = workplace(t);
  writeFileSync(place.registry, '');
  for (const registry of [place.folder, join(place.registry, 'below-a-file')]) {
    const end = await place.mapileak(['flag', 'get', '--registry', registry]);
    t.equal(end.code, 4, registry);
    t.match(end.stderr, /cannot be the stand-in’s registry file: /);
  }
  writeFileSync(place.registry, 'no registry');
  const corrupt = await place.mapileak(['flag', 'get']);
  t.equal(corrupt.code, 4);
  t.match(corrupt.stderr, /cannot be examined: .*ERROR_REGISTRY_CORRUPT/);
});

test('a run folder that is in use is refused before anything runs', async (t) => {
  const place = workplace(t);
  mkdirSync(place.run);
  writeFileSync(join(place.run, 'notes.txt'), 'mine');
  const end = await place.mapileak(['compare', '--out', place.run]);
  t.equal(end.code, 2);
  t.match(end.stderr, /not empty/);
});
