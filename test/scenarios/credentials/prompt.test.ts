import { PassThrough } from 'node:stream';
import { test } from 'tap';
import { type PasswordIo, readPassword } from '../../../scenarios/credentials/password.ts';
import { CANARY, everythingShownOf, shows, thrownBy } from './canary.ts';

/** A terminal that notes the order of what happens on it. */
class FakeTerminal extends PassThrough {
  readonly isTTY = true;
  readonly log: string[];

  constructor(log: string[]) {
    super();
    this.log = log;
  }

  setRawMode(raw: boolean): void {
    this.log.push(raw ? 'raw' : 'cooked');
  }

  override pause(): this {
    this.log?.push('paused');
    return super.pause();
  }
}

class FakeScreen extends PassThrough {
  readonly isTTY = true;
  readonly log: string[];

  constructor(log: string[]) {
    super();
    this.log = log;
    this.on('data', (text: Buffer) => log.push(text.toString()));
  }
}

function terminal() {
  const log: string[] = [];
  const input = new FakeTerminal(log);
  const output = new FakeScreen(log);
  const io: PasswordIo = { input, output, environment: {}, userId: 0, note: () => {} };
  return { input, io, log };
}

async function typing(...chunks: readonly (string | Buffer)[]) {
  const { input, io, log } = terminal();
  const reading = readPassword({ kind: 'prompt' }, io);
  for (const chunk of chunks) input.write(chunk);
  return { password: await reading, log };
}

test('a password is read without echo, and the terminal is given back as it was', async (t) => {
  const { password, log } = await typing(`${CANARY}\r`);
  t.equal(password?.bytes.toString('utf16le'), `${CANARY}\0`);
  t.same(
    log.filter((entry) => entry !== 'paused'),
    ['raw', 'Password: ', 'cooked', '\n'],
  );
  t.equal(log.includes('paused'), true);
});

test('keys may come one by one, cut inside a character, or with corrections', async (t) => {
  const bytes = [...Buffer.from('wrong\x15aéx\x7f漢\n')].map((byte) => Buffer.from([byte]));
  const { password } = await typing(...bytes);
  t.equal(password?.bytes.toString('utf16le'), 'aé漢\0');
});

test('what was typed is wiped from the chunks of the terminal', async (t) => {
  const chunk = Buffer.from(`${CANARY}\rtyped ahead`);
  await typing(chunk);
  t.ok(chunk.every((byte) => byte === 0));
});

test('Ctrl-C stops the command, and the terminal is given back', async (t) => {
  const { input, io, log } = terminal();
  input.write(`${CANARY}\x03`);
  const error = await thrownBy(() => readPassword({ kind: 'prompt' }, io));
  t.match(error, { code: 'STOPPED', exitCode: 6 });
  t.notOk(shows(everythingShownOf(error), CANARY));
  t.ok(log.includes('cooked'));
});

test('an empty line, a line without end, and a line too long are refused', async (t) => {
  await t.rejects(typing('\r'), { code: 'PASSWORD_SOURCE', message: /is empty/ });
  await t.rejects(typing('x'.repeat(1025)), { code: 'PASSWORD_SOURCE', message: /longer than 1024 bytes/ });
  t.equal((await typing('x'.repeat(1024), '\r')).password?.bytes.length, 2050);

  const { input, io, log } = terminal();
  input.end(CANARY);
  const error = await thrownBy(() => readPassword({ kind: 'prompt' }, io));
  t.match(error, { code: 'PASSWORD_SOURCE', message: /terminal closed/ });
  t.notOk(shows(everythingShownOf(error), CANARY));
  t.ok(log.includes('cooked'));
});

test('a terminal that fails is an error without its cause', async (t) => {
  const { input, io } = terminal();
  const reading = readPassword({ kind: 'prompt' }, io);
  input.destroy(new Error(CANARY));
  const error = await thrownBy(() => reading);
  t.match(error, { code: 'PASSWORD_SOURCE', message: /terminal closed/ });
  t.notOk(shows(everythingShownOf(error), CANARY));
});

test('nothing listens to the terminal afterwards', async (t) => {
  const { input, io } = terminal();
  const before = input.eventNames().map((name) => [name, input.listenerCount(name)]);
  const reading = readPassword({ kind: 'prompt' }, io);
  input.write('x\r');
  await reading;
  t.same(
    input.eventNames().map((name) => [name, input.listenerCount(name)]),
    before,
  );
});

test('without a terminal to type on or to ask on, the other ways are named', async (t) => {
  const { io } = terminal();
  for (const change of [{ input: new PassThrough() }, { output: new PassThrough() }]) {
    await t.rejects(readPassword({ kind: 'prompt' }, { ...io, ...change }), {
      code: 'PASSWORD_SOURCE',
      exitCode: 2,
      message: /no terminal/,
      remedy: /environment variable.*password file/,
    });
  }
});
