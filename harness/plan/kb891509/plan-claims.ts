import { type BuildStage, HOTFIX } from '../../../native-bindings/mapi/known-builds.ts';
import type { ArmName } from '../../contract/arms.ts';
import {
  CLAIM_NAMES,
  type ClaimName,
  type ClaimsPlan,
  type Evidence,
  EXPERIMENT_NAMES,
  type ExperimentName,
  type PlannedClaim,
} from '../../contract/claims.ts';
import { SCHEMA_VERSION, type StandInDials } from '../../contract/plan.ts';
import type { ClaimsHost } from './claims-host.ts';

/** Which claims are tested here, by which runs. A run that several claims need is made once, with all their arms. */
export function planClaims(
  claims: readonly ClaimName[],
  host: ClaimsHost,
  standInDials: StandInDials,
  now: Date,
): ClaimsPlan {
  const planned = CLAIM_NAMES.filter((claim) => claims.includes(claim)).map((claim) =>
    plannedClaim(claim, host),
  );
  const needed = planned.flatMap((each) => (each.tested ? each.evidence : []));
  return {
    schema: SCHEMA_VERSION,
    createdAt: now.toISOString(),
    standInDials,
    claims: planned,
    experiments: EXPERIMENT_NAMES.flatMap((experiment) => {
      const arms = armsOf(needed.filter((each) => each.experiment === experiment));
      return arms.length === 0 ? [] : [{ experiment, arms, error: null }];
    }),
  };
}

const ARM_ORDER: readonly ArmName[] = ['off', 'on'];

function armsOf(evidence: readonly Evidence[]): ArmName[] {
  return ARM_ORDER.filter((arm) => evidence.some(({ arms }) => arms.includes(arm)));
}

function plannedClaim(claim: ClaimName, host: ClaimsHost): PlannedClaim {
  const why = reasonNotToTest(claim, host);
  return why === null
    ? { claim, tested: true, evidence: evidenceFor(claim, host) }
    : { claim, tested: false, why };
}

const off = (experiment: ExperimentName): Evidence => ({ experiment, arms: ['off'] });
const on = (experiment: ExperimentName): Evidence => ({ experiment, arms: ['on'] });
const both = (experiment: ExperimentName): Evidence => ({ experiment, arms: ['off', 'on'] });

/** A real MAPI is before the hotfix, or far from Exchange, or it is not: then the plain runs are the evidence. */
function evidenceFor(claim: ClaimName, { cdo, standIn }: ClaimsHost): Evidence[] {
  switch (claim) {
    case 'mapi32':
      return [off('mapi32')];
    case 'cdo':
      return [off('cdo')];
    case 'impersonation':
      return [off('mapi32'), off('no-impersonation')];
    case 'many-mailboxes':
      return [off('mapi32'), off('same-mailbox')];
    case 'cure':
      return cdo.available ? [both('mapi32'), both('cdo')] : [both('mapi32')];
    case 'no-restart':
      return [both('mapi32')];
    case 'before-hotfix':
      return [both(standIn ? 'before-hotfix' : 'mapi32')];
    case 'same-computer':
      return standIn ? [on('remote-store'), on('mapi32')] : [on('mapi32')];
    case 'reload':
      return [on('reload'), on('mapi32')];
    case 'other-stores':
      return [both('other-stores')];
  }
}

const ONE_USER =
  'every cycle would run as the same user here: give accounts and a password, with --impersonation logon-user';

/** null if nothing speaks against it. */
function reasonNotToTest(claim: ClaimName, host: ClaimsHost): string | null {
  // One user can open other mailboxes; everything else is about many users.
  if (claim !== 'other-stores' && !host.manyUsers) return ONE_USER;
  if (host.mailboxes < 2) return 'there is only one mailbox: give a list of more';
  switch (claim) {
    case 'cdo':
      return host.cdo.available ? null : host.cdo.why;
    case 'cure':
    case 'no-restart':
      if (host.standIn) return null;
      if (!host.exchangeHere)
        return 'Exchange is not on this computer, and the article promises the cure there alone';
      return whyNotHotfixed(host);
    case 'before-hotfix':
      return host.standIn ? null : whyNoOldBuild(host);
    case 'same-computer':
      if (host.standIn) return null;
      if (host.exchangeHere) return 'Exchange is on this computer: run it on another one';
      return whyNotHotfixed(host);
    case 'mapi32':
    case 'impersonation':
    case 'many-mailboxes':
    case 'reload':
    case 'other-stores':
      return null;
  }
}

/** Builds that have the value, or may. */
const HOTFIXED: readonly (BuildStage | null)[] = ['hotfix', 'after-hotfix', 'sp2-or-later'];

/** The article says what the value does in builds that have it: in both files, since the hotfix replaces both. */
function whyNotHotfixed({ builds }: ClaimsHost): string | null {
  if (builds.every((build) => HOTFIXED.includes(build))) return null;
  return builds.includes(null)
    ? 'the build of Mapi32.dll or Cdo.dll cannot be told before it is loaded'
    : `Mapi32.dll or Cdo.dll is no build of Exchange 2003 with the hotfix ${HOTFIX.version}`;
}

/** An old build is tested beside Exchange: far from it, growth with 1 may have the other reason. */
function whyNoOldBuild({ builds: [mapi32 = null], exchangeHere }: ClaimsHost): string | null {
  if (mapi32 !== 'before-hotfix') {
    return mapi32 === null
      ? 'the build of Mapi32.dll cannot be told before it is loaded'
      : `Mapi32.dll is no build of Exchange 2003 SP1 from before the hotfix ${HOTFIX.version}`;
  }
  return exchangeHere ? null : 'Exchange is not on this computer, where it may leak with 1 for that reason';
}
