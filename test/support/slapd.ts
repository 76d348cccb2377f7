import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { makeCertificates } from './certificates.ts';
import { temporaryFolder } from './temporary.ts';

const SLAPD = '/usr/sbin/slapd';
const SLAPADD = '/usr/sbin/slapadd';
const SYSTEM_SCHEMA = '/etc/ldap/schema/core.schema';
const SCHEMA = fileURLToPath(new URL('../../../test/fixtures/directory/exchange.schema', import.meta.url));

const MISSING = [SLAPD, SLAPADD, SYSTEM_SCHEMA, '/usr/bin/openssl'].find((file) => !existsSync(file));

/** Why there can be no directory here; false if there can. */
export const skipWithoutSlapd = MISSING === undefined ? false : `there is no ${MISSING}`;

export const BASE = 'dc=lab,dc=example';
export const ADMIN = { dn: `cn=admin,${BASE}`, password: 'admin-Canary-1' };
/** Gets at most so many entries of a search, all pages together. */
export const LIMITED = { dn: `cn=limited,${BASE}`, password: 'limited-Canary-2', entries: 1500 };

/** A directory of the test's own, on ports of its own. */
export interface TestDirectory {
  readonly url: string;
  readonly secureUrl: string;
  /** The authority that has signed the server's certificate. */
  readonly ca: string;
  /** One that has not. */
  readonly otherCa: string;
}

/** Attributes of one entry below the base. */
export interface TestEntry {
  readonly rdn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Starts slapd with these entries; it ends with the test. */
export async function startDirectory(t: Test, entries: Iterable<TestEntry>): Promise<TestDirectory> {
  const folder = temporaryFolder(t);
  const certificates = makeCertificates(folder);
  const config = join(folder, 'slapd.conf');
  const ldif = join(folder, 'entries.ldif');
  mkdirSync(join(folder, 'data'));
  writeFileSync(config, configOf(folder, certificates));
  writeFileSync(ldif, [...ownEntries(), ...[...entries].map(ldifOf)].join('\n'));
  execFileSync(SLAPADD, ['-q', '-f', config, '-l', ldif], { stdio: 'pipe' });
  const [port, securePort] = [await freePort(), await freePort()];
  const urls = [`ldap://127.0.0.1:${port}`, `ldaps://127.0.0.1:${securePort}`] as const;
  const server = spawn(SLAPD, ['-d', '0', '-f', config, '-h', urls.join(' ')], { stdio: 'ignore' });
  t.teardown(() => ended(server));
  await listening(port, server);
  return { url: urls[0], secureUrl: urls[1], ca: certificates.ca, otherCa: certificates.otherCa };
}

function configOf(folder: string, { certificate, key }: ReturnType<typeof makeCertificates>): string {
  return `include ${SYSTEM_SCHEMA}
include ${SCHEMA}
modulepath /usr/lib/ldap
moduleload back_mdb
sizelimit unlimited
referral ldap://elsewhere.example
TLSCertificateFile ${certificate}
TLSCertificateKeyFile ${key}
database mdb
suffix "${BASE}"
directory ${join(folder, 'data')}
maxsize 67108864
dbnosync
limits dn.exact="${LIMITED.dn}" size.prtotal=${LIMITED.entries}
access to attrs=userPassword by anonymous auth
access to * by users read
`;
}

function ownEntries(): readonly string[] {
  const password = (name: string, text: string): TestEntry => ({
    rdn: `cn=${name}`,
    attributes: { objectClass: 'user', objectCategory: 'service', userPassword: text },
  });
  return [
    `dn: ${BASE}\nobjectClass: organization\nobjectClass: dcObject\no: Lab\ndc: lab\n`,
    ldifOf(password('admin', ADMIN.password)),
    ldifOf(password('limited', LIMITED.password)),
    `dn: ou=Elsewhere,${BASE}\nobjectClass: referral\nobjectClass: extensibleObject\nou: Elsewhere\nref: ldap://dc2.lab.example/ou=Elsewhere,${BASE}\n`,
  ];
}

/** Values in base64, so that any text may stand there. */
function ldifOf({ attributes, rdn }: TestEntry): string {
  const line = (name: string, value: string) => `${name}:: ${Buffer.from(value).toString('base64')}\n`;
  const lines = Object.entries(attributes).map(([name, value]) => line(name, value));
  return `${line('dn', `${rdn},${BASE}`)}${lines.join('')}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (server.exitCode !== null) throw new Error(`slapd ended with ${server.exitCode}`);
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('slapd does not listen after 20 s');
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  await new Promise((resolve) => {
    server.on('exit', resolve);
    server.kill('SIGKILL');
  });
}
