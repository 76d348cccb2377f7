import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readZip } from '../../harness/cli/bundle/zip-reader.ts';

/** A secret in one of the forms in which it might be written. */
export interface SecretForm {
  readonly form: string;
  readonly bytes: Buffer;
}

/** A password that occurs nowhere by chance, and that every way of writing changes. */
export const SECRET = 'Kan4"k\u00e4fig\\\u20ac9%x';

/** Text in UTF-8 and UTF-16 of both orders; base64 and hex of the bytes; escaped as in URLs, JSON and markup. */
export function formsOf(secret: string): readonly SecretForm[] {
  const utf8 = Buffer.from(secret);
  const utf16le = Buffer.from(secret, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  const json = JSON.stringify(secret).slice(1, -1);
  const written: Record<string, string> = {
    percent: encodeURIComponent(secret),
    json,
    'json in ASCII': json.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    markup: secret.replaceAll('"', '&quot;'),
    inspected: `'${secret.replaceAll('\\', '\\\\')}'`,
  };
  for (const [name, bytes] of Object.entries({ utf8, utf16le })) {
    written[`hex of ${name}`] = bytes.toString('hex');
    written[`HEX of ${name}`] = bytes.toString('hex').toUpperCase();
    written[`spaced hex of ${name}`] = bytes.toString('hex').replace(/..(?=.)/g, '$& ');
    written[`.reg hex of ${name}`] = bytes.toString('hex').replace(/..(?=.)/g, '$&,');
    written[`list of ${name}`] = [...bytes].join(',');
    // What comes before decides how three bytes become four characters: of each way, what the secret alone decides.
    for (const before of [0, 1, 2]) {
      const base64 = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      written[`base64 of ${name}, ${before} bytes in`] = base64.slice(before === 0 ? 0 : before + 1, -2);
    }
  }
  return [
    { form: 'utf8', bytes: utf8 },
    { form: 'utf16le', bytes: utf16le },
    { form: 'utf16be', bytes: utf16be },
    ...Object.entries(written).map(([form, text]) => ({ form, bytes: Buffer.from(text) })),
  ];
}

/** The forms of a secret that are in some bytes. */
export function foundIn(bytes: Buffer, forms: readonly SecretForm[]): readonly string[] {
  return forms.filter((each) => bytes.includes(each.bytes)).map(({ form }) => form);
}

/** Every file below a folder, zips unpacked, in which a secret stands, or in whose name; and how many were searched. */
export async function searchFolder(
  folder: string,
  forms: readonly SecretForm[],
): Promise<{ readonly found: readonly string[]; readonly files: number }> {
  const found: string[] = [];
  let files = 0;
  const look = (where: string, bytes: Buffer): void => {
    files += 1;
    found.push(...foundIn(bytes, forms).map((form) => `${where}: ${form}`));
  };
  for (const path of filesBelow(folder)) {
    look(path, Buffer.concat([readFileSync(path), Buffer.from(`\n${path}`)]));
    if (!path.endsWith('.zip')) continue;
    for (const entry of await readZip(path)) {
      look(`${path}/${entry.name}`, Buffer.concat(await entry.content().toArray()));
    }
  }
  return { found, files };
}

function filesBelow(folder: string): readonly string[] {
  const entries: Dirent[] = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Files and folders that others than their owner have rights to, with their modes. */
export function openToOthers(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return ['.', ...names].flatMap((name) => {
    const mode = statSync(join(folder, name), { throwIfNoEntry: false })?.mode ?? 0;
    return (mode & 0o077) === 0 ? [] : [`${name} ${(mode & 0o777).toString(8)}`];
  });
}
