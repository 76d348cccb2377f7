import { formatCount, formatCounted } from '../../../reports/format.ts';
import type { Screen } from '../../../reports/screen.ts';
import { screenText, wrap } from '../../../reports/terminal/text.ts';

/** What `mapileak bundle --json` prints. */
export interface Bundled {
  readonly schema: 1;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The map from aliases to names, which stays here. */
  readonly map: string;
  readonly entries: readonly { readonly name: string; readonly bytes: number }[];
  readonly replaced: readonly {
    readonly kind: string;
    /** How many there are in the map, whether or not they came up. */
    readonly aliases: number;
    readonly places: number;
  }[];
  readonly leftOut: readonly string[];
  /** Names and secrets that the bundle was searched for. */
  readonly searched: number;
}

/** BUNDLE.txt: what lies before the reader. Says nothing that differs between two bundles of a run. */
export function coverText(places: ReadonlyMap<string, number>): string {
  const counts = [...places].sort(([a], [b]) => (a < b ? -1 : 1));
  return `A run of mapileak, for a support case.

report.html is the report: open it in a browser. \`mapileak analyse\` judges this folder again, from
the samples in it.

Mailboxes, users, hosts, domains, paths and the like are replaced by aliases: mailbox-0007 is one and
the same mailbox wherever it is named. Who measured has the map from aliases to names. Nothing else was
changed: counts, rates, times, versions and hashes of libraries are those that were measured.
result.json and report.html were made from the replaced data.

Replaced, by kind and places:
${counts.map(([kind, count]) => `  ${kind.padEnd(10)} ${formatCount(count)}\n`).join('') || '  nothing\n'}`;
}

/** The same on the terminal. */
export function renderBundle(bundled: Bundled, screen: Screen): string {
  const { bytes, entries, file, leftOut, map, replaced, searched } = bundled;
  const sentences = [
    `Bundle: ${file} (${formatCounted(bytes, 'byte')}, ${formatCounted(entries.length, 'file')})`,
    `In it: ${entries.map(({ name }) => name).join(', ')}`,
    `Replaced by aliases: ${replaced.map(replacedText).join(', ') || 'nothing'}.`,
    ...(leftOut.length === 0 ? [] : [`Left out: ${leftOut.join(', ')}`]),
    `Read back and searched for ${formatCounted(searched, 'name')}: none is in it.`,
    `The map from aliases to names stays here, for you alone: ${map}`,
  ];
  return sentences.map((each) => `${wrap(screenText(each, screen), screen.width, 2).join('\n')}\n`).join('');
}

const PLURALS: Readonly<Record<string, string>> = {
  mailbox: 'mailboxes',
  dn: 'distinguished names',
  sid: 'SIDs',
  hidden: 'hidden texts',
};

function replacedText({ kind, places }: Bundled['replaced'][number]): string {
  return `${PLURALS[kind] ?? `${kind}s`} in ${formatCounted(places, 'place')}`;
}
