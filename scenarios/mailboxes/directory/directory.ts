import { connect, isIP } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { Client, FilterParser } from 'ldapts';
import { HarnessError } from '../../../harness/contract/errors.ts';
import type { Password } from '../../credentials/password.ts';
import type { DirectoryAddress } from './address.ts';
import type { DirectoryEntry, DirectoryPage } from './entry.ts';
import { directoryError, pagesLost, type Step, tookTooLong } from './errors.ts';
import { CookieReader, PageControl } from './page-control.ts';

/** Active Directory answers with at most so many entries (MaxPageSize in its LDAP policies). */
const PAGE_ENTRIES = 1000;
/** Few are wanted, but some of what comes may be of no use. */
const SMALL_PAGE_ENTRIES = 100;

/** How to reach a directory, and as whom. */
export interface DirectoryOptions {
  readonly address: DirectoryAddress;
  /** Certificates to trust instead of the well-known ones, PEM; null for those. */
  readonly ca: Buffer | null;
  /** Distinguished name, user principal name or DOMAIN\user; null to stay anonymous. */
  readonly user: string | null;
  readonly password: Password | null;
  /** How long each answer may take. */
  readonly timeoutMs: number;
  /** Aborted when nobody waits for an answer any longer. */
  readonly stop: AbortSignal;
}

/** What to look for. */
export interface DirectoryQuery {
  readonly base: string;
  /** As RFC 4515 writes it. */
  readonly filter: string;
  readonly attributes: readonly string[];
  /** How many entries are wanted at most; null for all. */
  readonly limit: number | null;
}

/** @throws HarnessError USAGE if it is not a filter */
export function checkFilter(filter: string): void {
  try {
    FilterParser.parseString(filter);
    // The package takes missing parentheses at the end for given; in values they are escaped.
    if (filter.split('(').length !== filter.split(')').length) throw new Error('unbalanced');
  } catch {
    throw new HarnessError(
      'USAGE',
      `${JSON.stringify(filter)} is not an LDAP filter`,
      'Write it as in RFC 4515, such as (&(objectClass=user)(mailNickname=*)), and put it in quotes.',
    );
  }
}

/** One connection to an LDAP directory. */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #client: Client;
  readonly #cookies = new CookieReader();

  /** Connects, and logs on if there is a user. @throws HarnessError DIRECTORY, CREDENTIALS, STOPPED */
  static async open(options: DirectoryOptions): Promise<Directory> {
    const directory = new Directory(options);
    try {
      await directory.#begin();
      return directory;
    } catch (error) {
      await directory.close();
      throw error;
    }
  }

  private constructor(options: DirectoryOptions) {
    const { address, ca, timeoutMs } = options;
    const watched = <F extends typeof connect | typeof connectSecurely>(open: F): F =>
      new Proxy(open, {
        apply: (target, self, given: readonly unknown[]) => {
          const socket: ReturnType<F> = Reflect.apply(target, self, given);
          this.#cookies.restart();
          return socket.on('data', this.#cookies.read);
        },
      });
    this.#options = options;
    this.#client = new Client({
      url: address.url,
      timeout: timeoutMs,
      connectTimeout: timeoutMs,
      createConnection: watched(connect),
      createSecureConnection: watched(connectSecurely),
      // With options for TLS the package would speak it on ldap:// too.
      ...(address.secure && ca !== null ? { tlsOptions: { ca } } : {}),
    });
  }

  /**
   * What is found, page by page; no page is asked for before the one before has been dealt with.
   * @throws HarnessError USAGE if there is no such base, DIRECTORY, STOPPED
   */
  async *pages(query: DirectoryQuery): AsyncGenerator<DirectoryPage> {
    const size = Math.min(PAGE_ENTRIES, Math.max(query.limit ?? PAGE_ENTRIES, SMALL_PAGE_ENTRIES));
    let cookie: Buffer | null = Buffer.alloc(0);
    do {
      const page: PageControl = new PageControl(size, cookie);
      const found = await this.#step('search', () => {
        if (page.follows && !this.#client.isConnected) return Promise.reject(pagesLost());
        return this.#client.search(
          query.base,
          // Without a limit of ours the package would ask the server to stop after ten seconds.
          { scope: 'sub', filter: query.filter, attributes: [...query.attributes], timeLimit: 0 },
          page,
        );
      });
      cookie = this.#cookies.take();
      yield {
        entries: found.searchEntries.map(({ dn, ...values }) => entryOf(dn, values)),
        referrals: found.searchReferences,
      };
    } while (cookie !== null && cookie.length > 0);
  }

  async close(): Promise<void> {
    await this.#client.unbind().catch(() => {});
  }

  async #begin(): Promise<void> {
    const { address, ca, password, user } = this.#options;
    if (address.startTls) {
      const { host } = address;
      const names = isIP(host) === 0 ? { host, servername: host } : { host };
      await this.#step('tls', () => this.#client.startTLS({ ...names, ...(ca === null ? {} : { ca }) }));
    }
    if (user === null || password === null) return;
    // The package takes text alone, which cannot be wiped.
    const text = password.bytes.toString('utf16le', 0, password.bytes.length - 2);
    await this.#step('bind', () => this.#client.bind(user, text));
  }

  /** An action with an end: its own, the wish to stop, or the time being up. */
  async #step<T>(step: Step, action: () => Promise<T>): Promise<T> {
    const { address, stop, timeoutMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    let onStop = (): void => {};
    const given = new Promise<never>((_, reject) => {
      onStop = () => reject(stopped());
      timer = setTimeout(() => reject(tookTooLong(address)), 2 * timeoutMs);
      stop.addEventListener('abort', onStop);
      if (stop.aborted) onStop();
    });
    try {
      return await Promise.race([given, action()]);
    } catch (error) {
      throw error instanceof HarnessError ? error : directoryError(step, address, error);
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    }
  }
}

function entryOf(dn: string, values: Readonly<Record<string, unknown>>): DirectoryEntry {
  return {
    dn,
    values: new Map(
      Object.entries(values).map(([name, given]) => {
        const list: readonly unknown[] = Array.isArray(given) ? given : [given];
        return [
          name.toLowerCase(),
          list.filter((value) => typeof value === 'string' || Buffer.isBuffer(value)),
        ];
      }),
    ),
  };
}

function stopped(): HarnessError {
  return new HarnessError(
    'STOPPED',
    'stopped before the directory had answered',
    'Run the command again when there is time.',
  );
}
