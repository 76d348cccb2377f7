import { PassThrough } from 'node:stream';
import { test } from 'tap';
import { Password, type PasswordIo, readPassword } from '../../../scenarios/credentials/password.ts';
import fc from '../../support/seeded-properties.ts';
import { CANARY, everythingShownOf, shows, thrownBy } from './canary.ts';

function ioWith(environment: Record<string, string | undefined>): PasswordIo {
  return { input: new PassThrough(), output: new PassThrough(), environment, userId: 0, note: () => {} };
}

const VARIABLE = 'MAPILEAK_PASSWORD';

async function fromEnvironment(value: string): Promise<Password | null> {
  return readPassword({ kind: 'environment', variable: VARIABLE }, ioWith({ [VARIABLE]: value }));
}

test('a password is UTF-16LE with a terminating NUL', async (t) => {
  const password = await fromEnvironment('aé😀');
  t.equal(password?.bytes.toString('hex'), '6100e9003dd800de0000');
});

test('any text without NUL and line breaks arrives as it is', async (t) => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\0\r\n]/.test(value));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const password = await fromEnvironment(value);
      return password?.bytes.toString('utf16le') === `${value}\0`;
    }),
    { seed: 891509, numRuns: 300 },
  );
  t.pass('for 300 texts');
});

test('no source is no password', async (t) => {
  t.equal(await readPassword({ kind: 'none' }, ioWith({})), null);
});

test('the detector of passwords detects them', (t) => {
  const utf16 = Buffer.from(CANARY, 'utf16le');
  for (const leak of [
    { CANARY },
    { utf16 },
    new Error(CANARY),
    [utf16.toString('base64')],
    Buffer.from(CANARY),
  ]) {
    t.ok(shows(everythingShownOf(leak), CANARY));
  }
  t.end();
});

test('no way of printing shows a password', async (t) => {
  const password = await fromEnvironment(CANARY);
  t.notOk(shows(everythingShownOf(password), CANARY));
  t.notOk(shows(everythingShownOf({ nested: [password] }), CANARY));
  t.notOk(shows(everythingShownOf(structuredClone(password)), CANARY));
  t.equal(`${password}`, '[password]');
  t.equal(JSON.stringify({ password }), '{"password":"[password]"}');
});

test('erasing wipes the bytes, and they cannot be used by mistake afterwards', async (t) => {
  const password = new Password(Buffer.from(`${CANARY}\0`, 'utf16le'));
  const { bytes } = password;
  t.ok(bytes.some((byte) => byte !== 0));
  password.erase();
  t.ok(bytes.every((byte) => byte === 0));
  t.throws(() => password.bytes, { message: 'the password has been erased' });
  t.doesNotThrow(() => password.erase());
});

test('an environment variable is deleted, so that child processes do not inherit it', async (t) => {
  const environment = { [VARIABLE]: CANARY, OTHER: 'kept' };
  await readPassword({ kind: 'environment', variable: VARIABLE }, ioWith(environment));
  t.same(environment, { OTHER: 'kept' });
});

test('an environment variable that is not set or empty is an error with a remedy', async (t) => {
  for (const [environment, state] of [
    [{}, 'not set'],
    [{ [VARIABLE]: undefined }, 'not set'],
    [{ [VARIABLE]: '' }, 'empty'],
  ] as const) {
    await t.rejects(readPassword({ kind: 'environment', variable: VARIABLE }, ioWith(environment)), {
      code: 'PASSWORD_SOURCE',
      exitCode: 2,
      message: `the environment variable ${VARIABLE} is ${state}`,
      remedy: /password file or the prompt/,
    });
  }
});

test('a password given where a name is expected is not repeated', async (t) => {
  for (const given of [
    CANARY,
    'Summer2024',
    'hunter2',
    'SECRET',
    'my_password',
    'A_b',
    '_A',
    'A__B',
    'toString',
    '',
  ]) {
    const error = await thrownBy(() => readPassword({ kind: 'environment', variable: given }, ioWith({})));
    t.match(
      error,
      { code: 'PASSWORD_SOURCE', message: /given as the source of the password is not set/ },
      given,
    );
    if (given !== '') t.notOk(shows(everythingShownOf(error).replaceAll(/\s+at .*/g, ''), given), given);
  }
});

test('a password that LogonUserW would cut short is refused', async (t) => {
  const nul = await thrownBy(() => fromEnvironment(`${CANARY}\0more`));
  t.match(nul, { code: 'PASSWORD_SOURCE', message: /contains a NUL character/ });
  for (const lineBreak of ['\n', '\r', '\r\n']) {
    const error = await thrownBy(() => fromEnvironment(`${CANARY}${lineBreak}`));
    t.match(error, { code: 'PASSWORD_SOURCE', message: /more than one line/ });
    t.notOk(shows(everythingShownOf(error), CANARY));
  }
});
