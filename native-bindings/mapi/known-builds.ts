/** What is known of builds of Mapi32.dll and Cdo.dll by their file versions, and where it is known from. */

export const MAPI_FILES = ['Mapi32.dll', 'Cdo.dll'] as const;
export type MapiFileName = (typeof MAPI_FILES)[number];

/** The files of the English hotfix (KB 891509, "File information"). Later files carry it too, the article says. */
export const HOTFIX = {
  version: '6.5.7232.75',
  bytes: { 'Mapi32.dll': 635_904, 'Cdo.dll': 708_608 },
  source: 'KB 891509',
} as const satisfies { version: string; bytes: Record<MapiFileName, number>; source: string };

/**
 * Builds of Exchange Server 2003. KB 891509 names the service pack and no build; these numbers are generally known, but
 * not verified against a document of Microsoft's.
 */
export const UNVERIFIED_BUILDS = { sp1: '6.5.7226.0', sp2: '6.5.7638.0' } as const;

/**
 * Where a file stands between the builds that the article is about. `other-product`: not of Exchange 2003 (6.5), so the
 * article says nothing of it.
 */
export type BuildStage =
  | 'before-sp1'
  | 'before-hotfix'
  | 'hotfix'
  | 'after-hotfix'
  | 'sp2-or-later'
  | 'other-product'
  | 'no-version';

export function stageOf(version: string | null): BuildStage {
  if (version === null) return 'no-version';
  if (!/^6\.5\.\d+\.\d+$/.test(version)) return 'other-product';
  if (compareVersions(version, UNVERIFIED_BUILDS.sp1) < 0) return 'before-sp1';
  if (compareVersions(version, HOTFIX.version) < 0) return 'before-hotfix';
  if (version === HOTFIX.version) return 'hotfix';
  return compareVersions(version, UNVERIFIED_BUILDS.sp2) < 0 ? 'after-hotfix' : 'sp2-or-later';
}

/** Which of the article's two files a file is, by its name or by the name that its maker gave it; null for another. */
export function mapiFileOf(...names: readonly (string | null)[]): MapiFileName | null {
  const said = names.map((name) => (name ?? '').split(/[/\\]/).at(-1)?.toLowerCase() ?? '');
  if (said.some((name) => name.includes('mapi32'))) return 'Mapi32.dll';
  return said.some((name) => /^cdo\b/.test(name)) ? 'Cdo.dll' : null;
}

/** Orders versions of numbers and dots: below, at or above zero. A missing part counts as 0. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
