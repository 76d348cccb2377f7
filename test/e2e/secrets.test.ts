import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { RUN_REPORTS } from '../../reports/catalogue.ts';
import { type Ended, eventOf, QUICK, type Workplace, workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { countInMemory, watchDescendants } from '../support/process-secrets.ts';
import { formsOf, foundIn, openToOthers, SECRET, searchFolder } from '../support/secret-search.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
const FORMS = formsOf(SECRET);
const TEXT = FORMS.filter(({ form }) => form.startsWith('utf'));
const SHORT = ['--cycles', '40', '--replicates', '1', '--no-control', '--mailbox-count', '10', ...QUICK];

/** A workplace whose programs keep their temporary files in it, too. */
function searchable(t: Test): Workplace & { readonly environment: Record<string, string> } {
  const place = workplace(t);
  const temporary = join(place.folder, 'tmp');
  mkdirSync(temporary);
  return { ...place, environment: { TMPDIR: temporary, TEMP: temporary, TMP: temporary } };
}

/** Nothing of the secret is in what was said and in what was written, nor in names of files. */
async function assertUntold(t: Test, place: Workplace, said: string, fewest: number): Promise<void> {
  t.same(foundIn(Buffer.from(said), FORMS), [], 'in what was said');
  const { files, found } = await searchFolder(place.folder, FORMS);
  t.same(found, [], 'in files');
  t.ok(files >= fewest, `${files} files were searched`);
}

/** In a folder of its own, which is not searched. */
function passwordFile(t: Test, password: string): string {
  const file = join(temporaryFolder(t), 'password');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return file;
}

const said = ({ stderr, stdout }: Ended): string => `${stdout}\n${stderr}`;
const coreLimit = (pid: number): string | undefined =>
  /^Max core file size +(\S+ +\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'latin1'))?.[1];

test('the search finds a secret in every form', (t) => {
  const utf16 = Buffer.from(SECRET, 'utf16le');
  for (const text of [
    JSON.stringify({ SECRET }),
    `x=${encodeURIComponent(SECRET)}&y`,
    Buffer.from(SECRET).toString('hex'),
    Buffer.from(`pass: ${SECRET}!`).toString('base64'),
    Buffer.from(`:${SECRET}`).toString('base64'),
    Buffer.concat([Buffer.from('ab'), utf16, utf16]).toString('base64'),
    `<p>${SECRET.replaceAll('"', '&quot;')}</p>`,
  ]) {
    t.not(foundIn(Buffer.from(text), FORMS).length, 0, text);
  }
  t.same(foundIn(utf16, FORMS), ['utf16le']);
  t.end();
});

test('a password from the environment is in no file, process or message of a run, and once in memory', async (t) => {
  const place = searchable(t);
  mkdirSync(place.run);
  chmodSync(place.run, 0o777);
  // Beside it, runs are kept in a history.
  writeFileSync(join(place.folder, 'history.ndjson'), '', { mode: 0o600 });
  const reports = RUN_REPORTS.flatMap(({ fileName, name }) => [
    '--report',
    `${name}=${join(place.folder, `of-${fileName}`)}`,
  ]);
  const args = ['run', '--cycles', '1000000', '--block', '20', ...QUICK, '--impersonation', 'logon-user'];
  const umask = process.umask(0);
  const { child, ended } = place.start(
    [...args, '--out', place.run, ...reports, '--password-env', 'BOX_PASSWORD'],
    { ...place.environment, BOX_PASSWORD: SECRET },
  );
  process.umask(umask);
  const parent = child.pid ?? 0;
  const watched = watchDescendants(parent, FORMS);
  const { pid: host } = await eventOf(place, 'host-started');
  while (readFileSync(join(place.run, 'samples.ndjson'), 'utf8').split('\n').length < 4) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  for (const [who, pid] of Object.entries({ parent, host })) {
    t.same(countInMemory(pid, TEXT), { utf16le: 1 }, `memory of the ${who}`);
    t.same(foundIn(readFileSync(`/proc/${pid}/environ`), FORMS), [], `environment of the ${who}`);
    t.equal(coreLimit(pid)?.replace(/ +/, ' '), '1 1', `cores of the ${who}`);
  }
  t.same(openToOthers(place.run), [], 'rights of others while it runs');
  t.same((await searchFolder(place.folder, FORMS)).found, [], 'in files while it runs');
  child.kill('SIGINT');
  const end = await ended;
  watched.stop();
  t.equal(end.code, 6, end.stderr);
  t.same([...watched.found], []);
  t.ok(watched.descendants.size >= 2, `${watched.descendants.size} processes were looked at`);
  t.same(openToOthers(place.run), [], 'rights of others afterwards');
  const forEveryone = RUN_REPORTS.filter((report) => report.forEveryone).map(({ fileName }) => fileName);
  for (const file of readdirSync(place.folder).filter((name) => /^of-|registry|history/.test(name))) {
    const open = openToOthers(place.folder).some((found) => found.startsWith(`${file} `));
    t.equal(open, forEveryone.includes(file.slice('of-'.length)), file);
  }

  t.match(readFileSync(join(place.folder, 'history.ndjson'), 'utf8'), /^\{.*\}\n$/);

  const zip = join(place.folder, 'bundle.zip');
  const secret = ['--password-file', passwordFile(t, SECRET)];
  const bundled = await place.mapileak(['bundle', place.run, '--out', zip, ...secret], place.environment);
  t.equal(bundled.code, 0, bundled.stderr);
  t.same(
    openToOthers(place.folder).filter((name) => name.startsWith('bundle')),
    [],
  );
  await assertUntold(t, place, said(end) + said(bundled), 20);
});

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

test('a host that crashes with a typed password in its memory leaves no core, and nothing tells it', {
  skip: !hasScript && 'there is no `script` of util-linux',
}, async (t) => {
  const place = searchable(t);
  const args = ['run', ...SHORT, '--impersonation', 'logon-user', '--stand-in', 'CrashAtLogon=7'];
  const command = [process.execPath, MAIN, ...args, '--out', place.run, '--password-prompt'];
  const quoted = command.map((word) => `'${word}'`).join(' ');
  const child = spawn(
    'script',
    ['--quiet', '--return', '--command', `ulimit -c unlimited; exec ${quoted}`, '/dev/null'],
    { cwd: place.folder, env: { ...process.env, ...place.environment, MAPILEAK_REGISTRY: place.registry } },
  );
  const screen = await typedOn(child, SECRET);
  t.match(screen, /the session host of off-1 died .* in MAPILogonEx, cycle 6/);
  t.same(
    readdirSync(place.folder).filter((name) => /core/.test(name)),
    [],
  );
  await assertUntold(t, place, screen, 8);
});

/** Types when it is asked to. Resolves to all that the terminal showed. */
async function typedOn(child: ReturnType<typeof spawn>, password: string): Promise<string> {
  let screen = '';
  let typed = false;
  child.stdout?.on('data', (data: Buffer) => {
    screen += data.toString();
    if (typed || !screen.includes('Password: ')) return;
    typed = true;
    child.stdin?.write(`${password}\r`);
  });
  await new Promise((resolve) => child.on('close', resolve));
  // The terminal breaks lines where it likes.
  return screen.replaceAll(/\r?\n +|\r?\n/g, ' ');
}

test('a refused password is not told, nor the one that the stand-in wants', async (t) => {
  const place = searchable(t);
  const list = join(place.folder, 'boxes.csv');
  writeFileSync(list, 'mailbox,user,domain,server\nm1,u1,D,S\nm2,u2,D,S\n');
  const args = ['mailboxes', 'check', list, '--impersonation', 'logon-user', '--pause-ms', '0'];
  const wrong = passwordFile(t, SECRET);
  const { child, ended } = place.start(
    [...args, '--stand-in', 'Password=Anderer-Kan4rie', '--password-file', wrong],
    place.environment,
  );
  const wanted = formsOf('Anderer-Kan4rie');
  const watched = watchDescendants(child.pid ?? 0, [...FORMS, ...wanted]);
  const end = await ended;
  watched.stop();
  t.equal(end.code, 4, end.stderr);
  t.match(end.stderr, /ERROR_LOGON_FAILURE/);
  // A child shows its parent's arguments, in which the stand-in's password was given, until it has its own.
  t.same(
    [...watched.found].filter((where) => !where.includes('cmdline')),
    [],
  );
  t.ok(watched.descendants.size > 0);
  await assertUntold(t, place, said(end), 2);
  t.same(foundIn(Buffer.from(said(end)), wanted), []);
  t.same((await searchFolder(place.folder, wanted)).found, [], 'the registry is as it was');
});

test('a directory that is not there is not told a password, and nobody else is', async (t) => {
  const place = searchable(t);
  const args = ['mailboxes', 'from-ad', '--url', 'ldap://127.0.0.1:1', '--base', 'dc=x', '--user', 'u@x'];
  const end = await place.mapileak([...args, '--password-env', 'AD_PASSWORD', '--out', 'list.csv'], {
    ...place.environment,
    AD_PASSWORD: SECRET,
  });
  t.equal(end.code, 4, end.stderr);
  await assertUntold(t, place, said(end), 0);
});

test('a host that hangs with a password is ended, and nothing tells it', { skip: !NIGHTLY }, async (t) => {
  const place = searchable(t);
  const args = ['run', ...SHORT, '--impersonation', 'logon-user', '--hang-timeout', '1', '--out', place.run];
  const end = await place.mapileak(
    [...args, '--stand-in', 'HangAtLogon=7', '--password-env', 'BOX_PASSWORD'],
    { ...place.environment, BOX_PASSWORD: SECRET },
  );
  t.equal(end.code, 5, end.stderr);
  await assertUntold(t, place, said(end), 8);
});
