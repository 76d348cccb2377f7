import { type BuildStage, stageOf } from '../../../native-bindings/mapi/known-builds.ts';
import { isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Plan } from '../../contract/plan.ts';
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
  /** Where the MAPI provider stands; null if only loading it can tell. */
  readonly build: BuildStage | null;
}

const NO_CDO =
  'CDO 1.21 (MAPI.Session) is not registered for this bitness: install it, and use a 32-bit Node (there is no other CDO)';

/** @param plan of any of the runs: what they share decides */
export function claimsHostOf(
  { cdo, exchange, provider }: PreflightFacts,
  plan: Pick<Plan, 'impersonation' | 'mailboxes' | 'mapi' | 'standInDials'>,
): ClaimsHost {
  const standIn = choosesStandIn(plan.mapi);
  const { implementation } = provider;
  return {
    standIn,
    manyUsers: plan.impersonation === 'logon-user' || plan.standInDials['IdentityFromProfile'] === 1,
    mailboxes: plan.mailboxes.count,
    cdo: standIn || cdo !== null ? { available: true } : { available: false, why: NO_CDO },
    exchangeHere: exchange?.present ?? false,
    build: implementation !== null && isReadable(implementation) ? stageOf(implementation.version) : null,
  };
}
