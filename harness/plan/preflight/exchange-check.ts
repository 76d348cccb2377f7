import { stageOf, UNVERIFIED_BUILDS } from '../../../native-bindings/mapi/known-builds.ts';
import { isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import type { ExchangeFacts, ProviderFacts } from './facts.ts';
import { checkOf } from './make-check.ts';
import { isStandIn } from './registration-check.ts';

/** KB 891509: the program must run on the computer of Exchange, "otherwise, the memory leak may still occur". */
export function exchangeCheck(exchange: ExchangeFacts | null, provider: ProviderFacts): Check {
  const check = checkOf('exchange', 'Exchange');
  if (isStandIn(provider)) return check.ok('the stand-in needs none');
  if (exchange === null) return check.ok('there is none on this system');
  if (!exchange.present) {
    return check.warn(
      'not on this machine: the hotfix may not cure the leak from afar, says KB 891509',
      'Judge a leak that stays with the flag on by this, or run on the Exchange server.',
    );
  }
  const { store } = exchange;
  if (store === null || !isReadable(store) || store.version === null) {
    return check.unknown(
      'on this machine; its version could not be read',
      'Check that it is Exchange 2003 SP1.',
    );
  }
  const { version } = store;
  const sp1 = `SP1 is ${UNVERIFIED_BUILDS.sp1}, not verified`;
  switch (stageOf(version)) {
    case 'before-sp1':
      return check.warn(`on this machine, ${version}: older than SP1 (${sp1})`, 'Install Exchange 2003 SP1.');
    case 'sp2-or-later':
      return check.unknown(`on this machine, ${version}: SP2 or later, which KB 891509 is not about`, null);
    case 'other-product':
    case 'no-version':
      return check.warn(`on this machine, ${version}: not Exchange 2003 (6.5)`, null);
    case 'before-hotfix':
    case 'hotfix':
    case 'after-hotfix':
      return check.ok(`on this machine, ${version} (${sp1})`);
  }
}
