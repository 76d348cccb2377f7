import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'tap';
import { type PasswordIo, readPassword } from '../../../scenarios/credentials/password.ts';
import { CANARY, everythingShownOf, shows, thrownBy } from './canary.ts';

const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
const path = join(folder, 'password');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const me = process.getuid?.() ?? null;
const skip = me === null && 'files have no owner-only mode here';

function io(changes: Partial<PasswordIo> = {}): PasswordIo {
  return {
    input: new PassThrough(),
    output: new PassThrough(),
    environment: {},
    userId: me,
    note: () => {},
    ...changes,
  };
}

async function read(content: string | Buffer, mode = 0o600): Promise<string | undefined> {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  const password = await readPassword({ kind: 'file', path }, io());
  return password?.bytes.toString('utf16le');
}

test('a password file holds one line, whose break is dropped, and may begin with a byte order mark', async (t) => {
  for (const content of [CANARY, `${CANARY}\n`, `${CANARY}\r\n`, `\ufeff${CANARY}\n`]) {
    t.equal(await read(content), `${CANARY}\0`, JSON.stringify(content));
  }
});

test('spaces belong to the password', async (t) => {
  t.equal(await read(' a b \n'), ' a b \0');
});

test('a password file with nothing in it, or more than a password, is refused', async (t) => {
  for (const content of ['', '\n', '\r\n', '\ufeff', '\ufeff\n']) {
    await t.rejects(read(content), { code: 'PASSWORD_SOURCE', message: /is empty/ }, JSON.stringify(content));
  }
  for (const content of [`${CANARY}\n\n`, `${CANARY}\nmore`, `${CANARY}\r`, `${CANARY}\n\r\n`]) {
    const error = await thrownBy(() => read(content));
    t.match(error, { code: 'PASSWORD_SOURCE', message: /more than one line/ }, JSON.stringify(content));
    t.notOk(shows(everythingShownOf(error), CANARY));
  }
  await t.rejects(read(Buffer.from(`\ufeff${CANARY}`, 'utf16le')), { message: /is not UTF-8/ });
});

test('a password file holds at most 1,024 bytes', async (t) => {
  t.equal((await read('x'.repeat(1024)))?.length, 1025);
  await t.rejects(read('x'.repeat(1025)), { code: 'PASSWORD_SOURCE', message: /larger than 1024 bytes/ });
});

test('a password file that others have any right to is refused, with its mode', { skip }, async (t) => {
  for (const mode of [0o601, 0o602, 0o604, 0o610, 0o620, 0o640, 0o644, 0o666]) {
    await t.rejects(
      read(CANARY, mode),
      { code: 'PASSWORD_SOURCE', exitCode: 2, message: `(mode ${mode.toString(8)})`, remedy: /chmod 600/ },
      mode.toString(8),
    );
  }
  t.equal(await read(CANARY, 0o600), `${CANARY}\0`);
  t.equal(await read(CANARY, 0o700), `${CANARY}\0`);
});

test('a password file of another user is refused', { skip }, async (t) => {
  writeFileSync(path, CANARY);
  chmodSync(path, 0o600);
  const stranger = io({ userId: (me ?? 0) + 1 });
  await t.rejects(readPassword({ kind: 'file', path }, stranger), { message: /belongs to another user/ });
  if (me === 0) {
    chownSync(path, 65534, 65534);
    await t.rejects(readPassword({ kind: 'file', path }, io()), { message: /belongs to another user/ });
  }
});

test('a link is followed, and what it leads to must be safe', { skip }, async (t) => {
  const link = join(folder, 'link');
  symlinkSync(path, link);
  await read(CANARY, 0o600);
  const password = await readPassword({ kind: 'file', path: link }, io());
  t.equal(password?.bytes.toString('utf16le'), `${CANARY}\0`);
  chmodSync(path, 0o644);
  await t.rejects(readPassword({ kind: 'file', path: link }, io()), { message: /mode 644/ });
});

test('without owners the file is read, and the missing check is told', async (t) => {
  await read(CANARY);
  const notes: string[] = [];
  const password = await readPassword(
    { kind: 'file', path },
    io({ userId: null, note: (text) => notes.push(text) }),
  );
  t.equal(password?.bytes.toString('utf16le'), `${CANARY}\0`);
  t.match(notes, [/is not checked on Windows/]);
  t.equal(notes.length, 1);
});

test('what is not a regular file is refused without reading it', { skip }, async (t) => {
  mkdirSync(join(folder, 'directory'), { mode: 0o700 });
  for (const special of [join(folder, 'directory'), '/dev/null', '/dev/zero']) {
    await t.rejects(
      readPassword({ kind: 'file', path: special }, io()),
      { message: /is not a regular file/ },
      special,
    );
  }
});

test('a password given where a path is expected is not repeated', async (t) => {
  for (const given of [CANARY, `${CANARY}\0`, `${CANARY}/x`, CANARY.repeat(400)]) {
    const error = await thrownBy(() => readPassword({ kind: 'file', path: given }, io()));
    t.match(error, { code: 'PASSWORD_SOURCE', message: /there is no password file of that name/ });
    t.notOk(shows(everythingShownOf(error), CANARY));
  }
});
