import { type BuildStage, stageOf } from '../../../native-bindings/mapi/known-builds.ts';
import { type ExaminedFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { MapiChoice, Plan } from '../../contract/plan.ts';
import type { PreflightFacts } from '../preflight/facts.ts';
import { choosesStandIn } from '../stand-in.ts';

/** What decides which claims can be tested on a machine. */
export interface ClaimsHost {
  readonly standIn: boolean;
  /** Whether cycles run as users of their own, or the stand-in takes them for such. */
  readonly manyUsers: boolean;
  /** How many different mailboxes there are. */
  readonly mailboxes: number;
  readonly cdo: { readonly available: true } | { readonly available: false; readonly why: string };
  readonly exchangeHere: boolean;
  /** Where Mapi32.dll stands, and Cdo.dll where there is one; null if only loading it can tell. */
  readonly builds: readonly (BuildStage | null)[];
}

const NO_CDO =
  'CDO 1.21 (MAPI.Session) is not registered for this bitness: install it, and use a 32-bit Node (there is no other CDO)';

const SYSTEMS_MAPI = 'CDO takes the system’s MAPI, not the file that --mapi names: use --mapi system';

/**
 * @param plan of any of the runs: what they share decides
 * @param hasPassword whether one was named: on Windows nobody is logged on without
 */
export function claimsHostOf(
  { cdo, exchange, machine, provider }: PreflightFacts,
  plan: Pick<Plan, 'impersonation' | 'mailboxes' | 'mapi' | 'standInDials'>,
  hasPassword: boolean,
): ClaimsHost {
  const standIn = choosesStandIn(plan.mapi);
  const logsOn = plan.impersonation === 'logon-user' && (hasPassword || machine.platform !== 'win32');
  return {
    standIn,
    manyUsers: logsOn || plan.standInDials['IdentityFromProfile'] === 1,
    mailboxes: plan.mailboxes.count,
    cdo: standIn ? { available: true } : realCdo(plan.mapi, cdo),
    exchangeHere: exchange?.present ?? false,
    builds: [stageOfFile(provider.implementation), ...(cdo === null ? [] : [stageOfFile(cdo)])],
  };
}

/** CDO takes its MAPI from the system, whatever file is named. */
function realCdo(mapi: MapiChoice, cdo: ExaminedFile | null): ClaimsHost['cdo'] {
  if (mapi.kind === 'path') return { available: false, why: SYSTEMS_MAPI };
  return cdo === null ? { available: false, why: NO_CDO } : { available: true };
}

function stageOfFile(file: ExaminedFile | null): BuildStage | null {
  return file !== null && isReadable(file) ? stageOf(file.version) : null;
}
