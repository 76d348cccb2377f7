import {
  InvalidCredentialsError,
  OperationsError,
  StrongAuthRequiredError,
  UnknownStatusCodeError,
} from 'ldapts';
import { test } from 'tap';
import { directoryAddress, isReadable } from '../../../../scenarios/mailboxes/directory/address.ts';
import { directoryError } from '../../../../scenarios/mailboxes/directory/errors.ts';

const ADDRESS = directoryAddress('ldap://dc1', false);

/** As Active Directory words a refusal. */
const refusal = (data: string) =>
  new InvalidCredentialsError(
    `80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data ${data}, v3839\0`,
  );

test('why Active Directory refuses a user is said in words', (t) => {
  for (const [data, words] of [
    ['52e', 'wrong user name or password'],
    ['532', 'the password has expired'],
    ['533', 'the account is disabled'],
    ['773', 'the password must be changed first'],
    ['775', 'the account is locked out'],
  ] as const) {
    const error = directoryError('bind', ADDRESS, refusal(data));
    t.equal(error.code, 'CREDENTIALS');
    t.equal(error.exitCode, 4);
    t.equal(error.message, `ldap://dc1 refuses the user: ${words} (data ${data})`);
  }
  t.match(directoryError('bind', ADDRESS, refusal('9999')).message, /invalid credentials$/);
  t.end();
});

test('other results name their number and the server’s words, on one line', (t) => {
  const anonymous = directoryError('search', ADDRESS, new OperationsError('bind\r\n  must \u001b[31mbe\0'));
  t.equal(anonymous.message, 'ldap://dc1: operations error (LDAP result 1: bind must [31mbe)');
  t.match(anonymous.remedy, /--user/);
  t.match(directoryError('bind', ADDRESS, new StrongAuthRequiredError('x')).remedy, /ldaps/);
  const referral = directoryError('search', ADDRESS, new UnknownStatusCodeError(10, ''));
  t.match(referral.message, /referral/);
  t.match(
    directoryError('search', ADDRESS, new UnknownStatusCodeError(80, 'why')).message,
    /result 80: .*why/,
  );
  t.end();
});

test('a certificate that is not trusted and a server that is too old are told apart', (t) => {
  const failed = (code: string) => Object.assign(new Error('words\nof OpenSSL'), { code });
  const untrusted = directoryError('search', ADDRESS, failed('SELF_SIGNED_CERT_IN_CHAIN'));
  t.equal(untrusted.message, 'ldap://dc1: no TLS: words of OpenSSL');
  t.match(untrusted.remedy, /--ca/);
  const old = directoryError('tls', ADDRESS, failed('ERR_SSL_UNSUPPORTED_PROTOCOL'));
  t.match(old.message, /both sides know \(ERR_SSL_UNSUPPORTED_PROTOCOL\)/);
  t.match(old.remedy, /too old for TLS 1\.2/);
  t.end();
});

test('an address is a scheme, a host and perhaps a port, and nothing that would be dropped', (t) => {
  t.same(directoryAddress('LDAPS://DC1.lab.example:3269/', false), {
    url: 'ldaps://DC1.lab.example:3269',
    host: 'DC1.lab.example',
    secure: true,
    startTls: false,
  });
  t.equal(directoryAddress('ldap://[::1]:390', true).host, '::1');
  for (const wrong of [
    'dc1',
    'http://dc1',
    'ldap://',
    'ldap://dc1/DC=lab',
    'ldap://dc1?cn',
    'ldap://anna:secret-canary@dc1',
  ]) {
    t.throws(() => directoryAddress(wrong, false), { code: 'USAGE', message: /^(?!.*canary)/ }, wrong);
  }
  t.throws(() => directoryAddress('ldaps://dc1', true), { code: 'USAGE' });
  t.end();
});

test('only what leaves this machine unencrypted can be read by others', (t) => {
  t.ok(isReadable(ADDRESS));
  t.ok(isReadable(directoryAddress('ldap://127.evil.example', false)));
  t.notOk(isReadable(directoryAddress('ldap://dc1', true)));
  t.notOk(isReadable(directoryAddress('ldaps://dc1', false)));
  t.notOk(isReadable(directoryAddress('ldap://localhost', false)));
  t.notOk(isReadable(directoryAddress('ldap://[::1]', false)));
  t.end();
});
