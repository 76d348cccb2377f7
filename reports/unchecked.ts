import { RESOURCE_NAMES } from '../harness/contract/resources.ts';
import { attachedUnchecked } from './attached-unchecked.ts';
import type { ReportInput } from './report-input.ts';
import { knownResource, resourceLabel } from './resource-label.ts';

/** What a run could not have noticed, in sentences: a verdict says nothing about these. */
export function uncheckedClaims({ environment, plan, result, soak }: ReportInput): readonly string[] {
  if (plan.attached !== undefined) return attachedUnchecked(plan.attached);
  const grew = result.arms.some(({ verdict }) => verdict !== 'no-leak');
  const compared = plan.arms.length > 1 || plan.control;
  const tested = new Set([...plan.arms, ...(plan.control ? ['control'] : [])]);
  const claims: readonly (string | false)[] = [
    result.standIn && 'Exchange, Outlook and the hotfix of KB 891509: the stand-in was measured instead.',
    plan.impersonation === 'none' &&
      'Impersonation: no cycle ran as another user, and KB 891509 is about programs that impersonate.',
    environment.wine !== null &&
      `Windows: this ran under Wine ${environment.wine}, whose LogonUserW logs nobody on (it answers the token 0xDEADBEEF).`,
    plan.impersonation === 'self' &&
      'Changing identities: every cycle impersonated the same user, so growth per new user shows only if the provider keys it by something else.',
    plan.mailboxOrder === 'repeated' && 'Many mailboxes: every cycle used the same one.',
    !tested.has('off') && 'The program with CleanUpMAPIHeap 0.',
    !tested.has('on') && 'The program with CleanUpMAPIHeap 1: whether the flag cures anything is open.',
    !tested.has('absent') && 'The program without any CleanUpMAPIHeap value.',
    !plan.control && 'The instrument: there was no control arm, so its own growth is part of the rates.',
    result.selfTest.outcome === 'not-made' &&
      'Whether the instrument finds a leak: no self-test planted one for it.',
    hadOneEach({ plan, result }) &&
      'Chance between processes: each arm had one, so what was its own cannot be told from what the arm did.',
    plan.layout === 'sequential' &&
      compared &&
      'The same moment: hosts of the arms did not live at the same time, so what changed on the machine between them is part of their difference.',
    hadOneLook(plan) &&
      'Whether more cycles would have settled more: the length was fixed beforehand, with one look at its end.',
    !plan.explain &&
      grew &&
      'With what it grows: no phase told growth per logon from growth per change of identity, per new mailbox or per minute (--no-explain).',
    notRun(result, soak),
    'Growth that begins later than the last cycle, or that comes in lumps rarer than the run is long.',
    `Other code than the scenario ${result.scenario}, and other builds than the libraries listed under Environment.`,
  ];
  return claims.filter((claim) => claim !== false);
}

const notRun = ({ complete }: ReportInput['result'], soak: ReportInput['soak']): string | false =>
  !complete &&
  (soak?.goesOn === true ? 'What the soak goes on to measure.' : 'The cycles that were planned but not run.');

export interface NotMeasured {
  readonly label: string;
  readonly reason: string;
}

/** Resources without numbers, with the reason: from the environment first, then from what the samples hold. */
export function notMeasured({ environment, result, series }: ReportInput): readonly NotMeasured[] {
  const reasons = new Map(environment.unsupported.map(({ resource, reason }) => [resource, reason]));
  const judged = new Map(
    result.arms.flatMap((arm) =>
      Object.entries(arm.resources).flatMap(([resource, { verdict, reason }]) =>
        verdict === 'unsupported' ? [[resource, reason] as const] : [],
      ),
    ),
  );
  return [...new Set([...RESOURCE_NAMES, ...reasons.keys()])].flatMap((resource) => {
    const known = knownResource(resource);
    const reason = reasons.get(resource) ?? judged.get(resource);
    const sampled = known !== undefined && series.has(known);
    if (sampled && reason === undefined) return [];
    return [{ label: resourceLabel(resource), reason: reason ?? 'no sample read it' }];
  });
}

/** Whether an arm had a single process; a soak begins them until it ends. */
function hadOneEach({ plan, result }: Pick<ReportInput, 'plan' | 'result'>): boolean {
  if (plan.soak === undefined) return plan.replicates === 1;
  return result.arms.some(({ replicates }) => replicates === 1);
}

const hadOneLook = ({ length, soak }: ReportInput['plan']): boolean =>
  length.by !== 'settled' && soak === undefined;
