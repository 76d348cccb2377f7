import { createHash } from 'node:crypto';
import { byName, type PackedFile } from './packed-file.ts';

/** One line as `sha256sum` writes it: digest, two spaces, name. */
export function checksumLine(name: string, content: Uint8Array): string {
  return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;
}

/** The text of SHA256SUMS for `sha256sum -c`, sorted by name. */
export function checksums(files: readonly PackedFile[]): string {
  return [...files]
    .sort(byName)
    .map(({ name, content }) => checksumLine(name, content))
    .join('');
}
