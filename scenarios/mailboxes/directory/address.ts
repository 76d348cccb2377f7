import { HarnessError } from '../../../harness/contract/errors.ts';

/** Where a directory is, and how it is spoken to. */
export interface DirectoryAddress {
  /** `ldaps://dc1.example.com:636`, without path. */
  readonly url: string;
  readonly host: string;
  /** TLS from the first byte on. */
  readonly secure: boolean;
  /** TLS on request (RFC 4511, 4.14). */
  readonly startTls: boolean;
}

/**
 * Checks what the user gave as the address. What stands in an LDAP URL behind the port is refused, as it would have
 * no effect.
 * @throws HarnessError USAGE
 */
export function directoryAddress(given: string, startTls: boolean): DirectoryAddress {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || (url.protocol !== 'ldap:' && url.protocol !== 'ldaps:') || url.hostname === '') {
    throw wrong('--url is not the address of a directory');
  }
  if (url.username !== '' || url.password !== '') throw wrong('--url holds a user');
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw wrong('--url names more than a host and a port');
  }
  const secure = url.protocol === 'ldaps:';
  if (secure && startTls) {
    throw new HarnessError(
      'USAGE',
      'ldaps:// is TLS from its start, but --starttls was given',
      'Leave --starttls out, or give ldap://.',
    );
  }
  return {
    url: `${url.protocol}//${url.host}`,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    secure,
    startTls,
  };
}

/** Whether others could read along. */
export function isReadable({ host, secure, startTls }: DirectoryAddress): boolean {
  return !secure && !startTls && !/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

function wrong(what: string): HarnessError {
  return new HarnessError(
    'USAGE',
    what,
    'Give ldaps://host or ldap://host, with :port if needed; base, filter and user have options of their own.',
  );
}
