import { isIP } from 'node:net';

/** What of a request decides whether it is looked at, by the names of HTTP. */
export interface Asked {
  readonly method: string | undefined;
  readonly host: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
}

/** Where the server listens. */
export interface Listening {
  /** As it was asked for: a name or an address. */
  readonly host: string;
  readonly port: number;
}

export interface Refusal {
  readonly status: 403 | 405 | 421;
  readonly why: string;
}

/**
 * Whether a request is refused before anything is done for it. A page elsewhere may send a browser here under a name
 * of its own (DNS rebinding): then `Host` names that, and no address of ours.
 */
export function refusalOf(
  { fetchMode, fetchSite, host, method }: Asked,
  listening: Listening,
): Refusal | null {
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, why: 'This server only shows: GET and HEAD.' };
  if (host === undefined || !isOurs(host, listening)) {
    return {
      status: 421,
      why: 'This server answers under the address that it was started with, and no other.',
    };
  }
  // Other sites may link here, and no more: https://www.w3.org/TR/fetch-metadata/
  if (fetchSite === 'cross-site' && fetchMode !== 'navigate') {
    return { status: 403, why: 'Other sites may not read this.' };
  }
  return null;
}

/** An address is nobody's to redirect; of names only the given one and `localhost` are ours. */
function isOurs(hostHeader: string, { host, port }: Listening): boolean {
  const parsed = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/i.exec(hostHeader);
  if (parsed === null) return false;
  const name = (parsed[1] ?? parsed[2] ?? '').toLowerCase();
  if (Number(parsed[3] ?? 80) !== port) return false;
  if (name === host.toLowerCase()) return true;
  if (isLoopback(host)) return name === 'localhost' || isLoopback(name);
  return isWildcard(host) && (name === 'localhost' || isIP(name) !== 0);
}

/** 127.0.0.0/8 and ::1 (RFC 1122, RFC 4291), and the name that stands for them (RFC 6761). */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** Every address of the machine. */
export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** The address of the start page. */
export function addressOf({ host, port }: Listening): string {
  const shown = isWildcard(host) ? 'localhost' : host;
  return `http://${isIP(shown) === 6 ? `[${shown}]` : shown}:${port}/`;
}
