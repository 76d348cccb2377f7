import { compareVersions } from '../../../native-bindings/mapi/known-builds.ts';
import type { Check } from '../../contract/check.ts';
import type { MachineFacts } from './facts.ts';
import { checkOf } from './make-check.ts';

/** `engines` of package.json. */
export const OLDEST_NODE = '20.19.0';
/** Windows 7 and Server 2008 R2: the oldest that Node since 6 starts on (nodejs/node 7384, 3804). */
const OLDEST_WINDOWS = '6.1';

export function nodeCheck({ bitness, node }: MachineFacts): Check {
  const check = checkOf('node', 'Node');
  if (compareVersions(node, OLDEST_NODE) >= 0) return check.ok(`${node}, ${bitness}-bit`);
  return check.fail(`${node} is older than ${OLDEST_NODE}`, `Install Node ${OLDEST_NODE} or later.`);
}

export function systemCheck({ osRelease, platform, wine }: MachineFacts): Check {
  const check = checkOf('system', 'System');
  if (platform === 'linux') return check.ok(`Linux ${osRelease}: no MAPI of Microsoft’s runs here`);
  if (platform !== 'win32') {
    return check.unknown(`${platform} ${osRelease}: never tried`, 'Use Windows, or Linux for the stand-in.');
  }
  const name = `Windows ${osRelease}`;
  if (compareVersions(osRelease, OLDEST_WINDOWS) < 0) {
    return check.fail(
      `${name}: Node needs Windows 7 or Server 2008 R2`,
      'Run mapileak on a later Windows, with the Exchange MAPI client and CDO 1.2.1.',
    );
  }
  if (wine !== null) return check.ok(`Wine ${wine}, as ${name}`);
  return check.ok(`${name}; Exchange 2003 itself runs on Windows 2000 and Server 2003, where Node does not`);
}
