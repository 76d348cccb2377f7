import { compareVersions } from '../../../native-bindings/mapi/known-builds.ts';
import type { Check } from '../../contract/check.ts';
import type { MachineFacts } from './facts.ts';
import { checkOf } from './make-check.ts';

/** `engines` of package.json. */
export const OLDEST_NODE = '20.19.0';
/** Windows 10 and Server 2016: what Node 20 and 22 are made for (BUILDING.md of nodejs/node). */
const OLDEST_WINDOWS = '10.0';
/** Windows 8.1 and Server 2012 R2: Node's own check at its start refuses anything older. */
const OLDEST_THAT_STARTS = '6.3';

export function nodeCheck({ bitness, node }: MachineFacts): Check {
  const check = checkOf('node', 'Node');
  if (compareVersions(node, OLDEST_NODE) >= 0) return check.ok(`${node}, ${bitness}-bit`);
  return check.fail(`${node} is older than ${OLDEST_NODE}`, `Install Node ${OLDEST_NODE} or later.`);
}

export function systemCheck({ node, osRelease, platform, wine }: MachineFacts): Check {
  const check = checkOf('system', 'System');
  if (platform === 'linux') return check.ok(`Linux ${osRelease}: no MAPI of Microsoft’s runs here`);
  if (platform !== 'win32') {
    return check.unknown(`${platform} ${osRelease}: never tried`, 'Use Windows, or Linux for the stand-in.');
  }
  const name = `Windows ${osRelease}`;
  const remedy =
    'Run mapileak on Windows 10, Server 2016 or later, with the Exchange MAPI client and CDO 1.2.1.';
  const needs = `${name}: Node ${node} needs Windows 10 or Server 2016`;
  if (compareVersions(osRelease, OLDEST_THAT_STARTS) < 0) {
    return check.fail(
      `${needs}, and of itself refuses to start before Windows 8.1 and Server 2012 R2`,
      remedy,
    );
  }
  if (compareVersions(osRelease, OLDEST_WINDOWS) < 0) {
    return check.warn(`${needs}; it starts here, but is not made for it`, remedy);
  }
  if (wine !== null) return check.ok(`Wine ${wine}, as ${name}`);
  return check.ok(`${name}; Exchange 2003 itself runs on Windows 2000 and Server 2003, where Node does not`);
}
