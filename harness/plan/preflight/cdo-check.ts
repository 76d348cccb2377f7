import { type ExaminedFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import type { CdoFacts, MachineFacts, ProviderFacts } from './facts.ts';
import { type CheckMaker, checkOf } from './make-check.ts';

const PROGRAM = 'MAPI.Session';
const ONLY_32_BIT = 'CDO 1.21 exists in 32-bit only';
const INSTALL =
  'Install the Exchange MAPI client and CDO 1.2.1 again (KB 2028411), or leave scenarios out that use CDO.';

/**
 * What scenarios that use CDO would get. That there is no CDO is in order: most scenarios need none, and
 * those that do say so themselves.
 */
export function cdoCheck(
  registered: readonly CdoFacts[],
  machine: MachineFacts,
  { choice }: Pick<ProviderFacts, 'choice'>,
): Check {
  const check = checkOf('cdo', 'CDO');
  if (choice.kind === 'stand-in') {
    return check.ok(
      `the stand-in’s: a run registers it as ${PROGRAM} while it lasts, if its scenario uses CDO`,
    );
  }
  const own = registered.find(({ view }) => view === machine.view);
  if (own?.server != null) return usable(check, own, own.server, machine);
  const other = registered.find(({ server, view }) => view !== machine.view && server !== null);
  if (other?.server != null) {
    return check.ok(
      `not for this ${machine.bitness}-bit process: ${described(other, other.server)}; ${ONLY_32_BIT}`,
    );
  }
  if (own !== undefined) {
    return check.warn(
      `${PROGRAM} is ${own.classId} in the ${own.view} view, a class without an in-process server`,
      INSTALL,
    );
  }
  const cannot = machine.bitness === 64 ? `, and this process is 64-bit: ${ONLY_32_BIT}` : '';
  return check.ok(`${PROGRAM} is not registered; only scenarios that use CDO need it${cannot}`);
}

function usable(check: CheckMaker, facts: CdoFacts, server: ExaminedFile, machine: MachineFacts): Check {
  const found = described(facts, server);
  if (!isReadable(server)) return check.warn(`${found}, which cannot be read: ${server.unreadable}`, INSTALL);
  if (server.bitness !== null && server.bitness !== machine.bitness) {
    return check.warn(
      `${found}, which this ${machine.bitness}-bit process cannot load`,
      `Use a ${server.bitness}-bit Node for scenarios that use CDO.`,
    );
  }
  return check.ok(found);
}

/** `MAPI.Session is {...} in the 32-bit view: C:\...\cdo.dll 6.5.7232.75, in-process, 32-bit`. */
function described({ classId, view }: CdoFacts, server: ExaminedFile): string {
  const name = `${PROGRAM} is ${classId} in the ${view} view: ${server.path}`;
  if (!isReadable(server)) return name;
  const bitness = server.bitness === null ? '' : `, ${server.bitness}-bit`;
  return `${name}${server.version === null ? '' : ` ${server.version}`}, in-process${bitness}`;
}
