import { ResultCodeError } from 'ldapts';
import { HarnessError, messageOf } from '../../../harness/contract/errors.ts';
import type { DirectoryAddress } from './address.ts';

/** What was being done. Connecting is a part of whatever comes first. */
export type Step = 'tls' | 'bind' | 'search';

/** Why Active Directory refuses a logon: the hexadecimal Win32 error after "data" in its message. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['525', 'there is no such user'],
  ['52e', 'wrong user name or password'],
  ['52f', 'a restriction of the account'],
  ['530', 'not allowed at this time'],
  ['531', 'not allowed at this workstation'],
  ['532', 'the password has expired'],
  ['533', 'the account is disabled'],
  ['701', 'the account has expired'],
  ['773', 'the password must be changed first'],
  ['775', 'the account is locked out'],
]);

const SEE_SERVER = 'See the log of the directory server.';

/** What to do about other results of a request (RFC 4511, appendix A). */
const REMEDIES: ReadonlyMap<number, readonly [what: string, remedy: string]> = new Map([
  [1, ['operations error', 'Active Directory wants a user here: give --user and a password.']],
  [2, ['protocol error', 'If it does not speak StartTLS, use ldaps://.']],
  [3, ['it took the server longer than it may', 'Narrow the search with --base or --filter.']],
  [
    4,
    [
      'the server gives no more entries than these (size limit), so the list would not be complete',
      'Narrow the search with --base or --filter, or raise the limit on the server.',
    ],
  ],
  [7, ['it does not take a name and password', SEE_SERVER]],
  [8, ['it wants encryption or signing', 'Use ldaps://, or --starttls.']],
  [
    10,
    [
      'another server holds this part of the directory (referral)',
      'Ask that server, with --url; referrals are not followed.',
    ],
  ],
  [
    11,
    [
      'the server gives no more entries than these (administrative limit), so the list would not be complete',
      'Narrow the search with --base or --filter, or raise the limit on the server.',
    ],
  ],
  [12, ['the server does not page its answers', 'Ask a server that knows paged results (RFC 2696).']],
  [13, ['it wants encryption', 'Use ldaps://, or --starttls.']],
  [50, ['this user may not read here', 'Give --user and a password that may.']],
  [51, ['it is busy', 'Try again later.']],
  [52, ['it is not available', 'Try again later, or another server.']],
  [53, ['it is not willing to do this', SEE_SERVER]],
  [112, ['it does not speak TLS', 'Use another server, or one with a certificate.']],
]);

const BAD_BASE: ReadonlyMap<number, string> = new Map([
  [32, 'there is no such base'],
  [34, 'the base is not a distinguished name'],
]);

/** The certificate, by the names that Node gives. */
const CERTIFICATE_CODES = /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_)/;
/** Version or ciphers. */
const PROTOCOL_CODES = /^(?:ERR_SSL_|EPROTO$)/;

/** Anything that went wrong between us and a directory, as an error that a user can act on. Never holds a password. */
export function directoryError(step: Step, address: DirectoryAddress, error: unknown): HarnessError {
  if (error instanceof ResultCodeError) return resultError(step, address, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (CERTIFICATE_CODES.test(code)) {
    return of(
      address,
      `no TLS: ${oneLine(messageOf(error))}`,
      'Give the certificate of the authority that has signed the server’s with --ca, and the host as the certificate names it.',
    );
  }
  if (PROTOCOL_CODES.test(code)) {
    return of(
      address,
      `no TLS that both sides know (${code})`,
      'Where the server is too old for TLS 1.2, see docs/mailboxes.md.',
    );
  }
  if (/timed? ?out/i.test(messageOf(error))) return tookTooLong(address);
  return of(
    address,
    code === '' ? `the connection was lost: ${messageOf(error).split('\n')[0]}` : `no connection (${code})`,
    'Check host and port (ldaps:// has 636, ldap:// 389); a domain controller without a certificate ends ldaps:// at once.',
  );
}

/** No answer in the time that was given. */
export function tookTooLong(address: DirectoryAddress): HarnessError {
  return of(address, 'no answer in time', 'Check host and port, or give it longer with --timeout.');
}

/** A cookie is worth nothing on another connection, and ldapts would open one. */
export function pagesLost(): Error {
  return new Error('it was closed between two pages');
}

function resultError(
  step: Step,
  address: DirectoryAddress,
  { code, message }: ResultCodeError,
): HarnessError {
  if (step === 'bind' && code === 49) {
    const data = /\bdata ([\da-f]+)/i.exec(message)?.[1]?.toLowerCase() ?? '';
    const why = REFUSALS.get(data);
    return new HarnessError(
      'CREDENTIALS',
      `${address.url} refuses the user: ${why === undefined ? 'invalid credentials' : `${why} (data ${data})`}`,
      'Check --user and the password before you try again: each attempt counts towards a lock-out.',
    );
  }
  const badBase = BAD_BASE.get(code);
  if (step === 'search' && badBase !== undefined) {
    return new HarnessError(
      'USAGE',
      `${address.url}: ${badBase}`,
      'Give --base as a distinguished name that the directory has, such as DC=example,DC=com.',
    );
  }
  const [what, remedy] = REMEDIES.get(code) ?? ['an error', SEE_SERVER];
  return of(address, `${what} (LDAP result ${code}: ${oneLine(message)})`, remedy);
}

function of({ url }: DirectoryAddress, what: string, remedy: string): HarnessError {
  return new HarnessError('DIRECTORY', `${url}: ${what}`, remedy);
}

/** The server's words, which may be long and hold anything; the package adds the number. */
function oneLine(text: string): string {
  const words = text.replace(/ Code: 0x[\da-f]+$/i, '');
  return words
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
