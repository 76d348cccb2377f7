import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Files in PEM, good for a day. */
export interface Certificates {
  /** Of 127.0.0.1, signed by `ca`. */
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
  /** An authority that has signed nothing. */
  readonly otherCa: string;
}

/** Makes two authorities and a server's certificate with openssl. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '1',
  ];
  for (const name of ['ca', 'other']) {
    openssl(...newKey, '-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`));
  }
  openssl(
    ...newKey,
    ...[
      '-subj',
      '/CN=directory',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-addext',
      'basicConstraints=CA:FALSE',
    ],
    ...['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-keyout', at('server.key'), '-out', at('server.pem')],
  );
  return { certificate: at('server.pem'), key: at('server.key'), ca: at('ca.pem'), otherCa: at('other.pem') };
}
