import { z } from 'zod';
import { PackagingError } from './packaging-error.ts';
import { byName } from './packed-file.ts';
import { isLicence } from './shipped-files.ts';

/** What one dependency says about its licence. */
export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  /** The `license` of its package.json, an SPDX expression; null when there is none. */
  readonly spdx: string | null;
  readonly texts: readonly LicenceText[];
}

export interface LicenceText {
  /** Relative to the package's folder. */
  readonly file: string;
  readonly text: string;
}

const PACKAGE_ROOT = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/@]+\/)package\.json$/;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().nullish(),
});

/**
 * The licences of every package in a tree.
 * @param files All files, named relative to the folder that holds node_modules/.
 * @param read Gives the text of one of them.
 */
export function licencesOf(
  files: readonly string[],
  read: (file: string) => string,
): readonly PackageLicence[] {
  const roots = files.flatMap((file) => PACKAGE_ROOT.exec(file)?.[1] ?? []);
  const licenceFiles = files.filter(isLicence);
  return roots
    .map((root) => {
      const manifest = manifestSchema.parse(JSON.parse(read(`${root}package.json`)));
      const texts = licenceFiles
        .filter((file) => ownerOf(file, roots) === root)
        .map((file) => ({ file: file.slice(root.length), text: read(file) }));
      return { name: manifest.name, version: manifest.version, spdx: manifest.license ?? null, texts };
    })
    .sort((a, b) => byName(a, b) || byName({ name: a.version }, { name: b.version }));
}

/** A package may hold others in a node_modules/ of its own: the innermost owns the file. */
function ownerOf(file: string, roots: readonly string[]): string | undefined {
  return roots.filter((root) => file.startsWith(root)).sort((a, b) => b.length - a.length)[0];
}

/**
 * The text that goes with a package: every dependency, what it says of its licence, and the licence itself.
 * @throws PackagingError if a dependency has neither a licence text nor a `license` field.
 */
export function licencesText(licences: readonly PackageLicence[]): string {
  return distinct(licences).map(sectionOf).join('\n');
}

/** The same version may lie in the tree more than once. */
function distinct(licences: readonly PackageLicence[]): readonly PackageLicence[] {
  return [...new Map(licences.map((licence) => [`${licence.name}@${licence.version}`, licence])).values()];
}

function sectionOf({ name, version, spdx, texts }: PackageLicence): string {
  if (texts.length === 0 && spdx === null) {
    throw new PackagingError(
      `${name} ${version} says nothing of its licence: no text, and no field in its package.json`,
      'Find out under which licence it may be passed on, or do without it.',
    );
  }
  const heading = `${name} ${version}: ${spdx ?? 'see below'}`;
  const bodies = texts.map(({ file, text }) => `[${file}]\n\n${text.replaceAll('\r\n', '\n').trim()}\n`);
  if (bodies.length === 0) bodies.push('(The package brings no licence text.)\n');
  return [`${'='.repeat(heading.length)}\n${heading}\n${'='.repeat(heading.length)}\n`, ...bodies].join('\n');
}
