import { test } from 'tap';
import { PasswordReceiver, sealPassword } from '../../../harness/execute/sealed-password.ts';
import fc from '../../support/seeded-properties.ts';

test('what was sealed is opened as it was, and is left as it was', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 2050 }), (bytes) => {
      const given = Uint8Array.from(bytes);
      const receiver = new PasswordReceiver();
      const sealed = sealPassword(given, receiver.publicKey);
      const opened = new Uint8Array(bytes.length);
      receiver.open(sealed, opened);
      return Buffer.from(opened).equals(bytes) && Buffer.from(given).equals(bytes);
    }),
    { seed: 891509, numRuns: 50 },
  );
  t.pass('for 50 passwords');
  t.end();
});

test('the same password is never sealed to the same bytes, nor opened by another receiver', (t) => {
  const password = Buffer.from('a password\0', 'utf16le');
  const receiver = new PasswordReceiver();
  const one = sealPassword(password, receiver.publicKey);
  const other = sealPassword(password, receiver.publicKey);
  t.notSame(one.sealed, other.sealed);
  t.notOk(Buffer.from(one.sealed).includes(password.subarray(0, 4)));
  const opened = new Uint8Array(password.length);
  new PasswordReceiver().open(one, opened);
  t.notSame(Buffer.from(opened), password);
  t.throws(() => receiver.open(one, new Uint8Array(3)), RangeError);
  t.end();
});
