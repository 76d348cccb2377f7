import type { ExaminedFile } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import { type FaultCode, HarnessError } from '../../contract/errors.ts';
import { cdoBuildCheck, mapiBuildCheck } from './build-checks.ts';
import { cdoCheck } from './cdo-check.ts';
import { exchangeCheck } from './exchange-check.ts';
import type { Intent, PreflightFacts } from './facts.ts';
import { flagCheck, flagKeyCheck, flagRightsCheck } from './flag-checks.ts';
import { nodeCheck, systemCheck } from './machine-checks.ts';
import { bitnessCheck, mailClientCheck, providerFileCheck, standInFileCheck } from './provider-checks.ts';
import { registrationCheck } from './registration-check.ts';
import { rightsChecks } from './rights-checks.ts';

/**
 * All checks that need no MAPI to be loaded, in the order in which a user would ask.
 * @param inUse the library that serves MAPI, where it is known better than from the registry
 */
export function preflightChecks(
  facts: PreflightFacts,
  intent: Intent,
  inUse: ExaminedFile | null = facts.provider.implementation,
): readonly Check[] {
  const { cdo, cdoClasses, exchange, flag, machine, deniedKeys, provider, rights } = facts;
  const { flagPlaces } = intent;
  const flagKey = flagKeyCheck(flag, machine.view, flagPlaces);
  const standInFile = standInFileCheck(provider, machine);
  const between = [mailClientCheck(provider, machine), registrationCheck(provider, machine)];
  return [
    nodeCheck(machine),
    systemCheck(machine),
    providerFileCheck(provider, machine),
    ...(standInFile === null ? [] : [standInFile]),
    bitnessCheck(provider, machine),
    ...between.filter((check) => check !== null),
    ...(needsFlag(intent) ? [mapiBuildCheck(inUse)] : []),
    cdoCheck(cdoClasses, machine, provider),
    ...(cdo === null ? [] : [cdoBuildCheck(cdo, inUse)]),
    exchangeCheck(exchange, provider),
    flagCheck(flag, machine.view, flagPlaces),
    ...(flagKey === null ? [] : [flagKey]),
    flagRightsCheck(deniedKeys),
    ...rightsChecks(rights, intent.impersonation, machine.wine),
  ];
}

/** A build that ignores the flag spoils nothing where the flag is not going to be turned on. */
function needsFlag({ arms }: Intent): boolean {
  return arms.includes('on');
}

/** Codes of failing checks that are not about MAPI. */
const FAULT_OF_CHECK: Readonly<Record<string, FaultCode>> = {
  'flag-key': 'REGISTRY',
  'flag-rights': 'REGISTRY',
  node: 'NATIVE_ENGINE',
};

/** The error of a run that cannot work; null if nothing fails. */
export function errorOf(checks: readonly Check[]): HarnessError | null {
  const failed = checks.filter(({ outcome }) => outcome === 'fail');
  const [first] = failed;
  if (first === undefined) return null;
  return new HarnessError(
    FAULT_OF_CHECK[first.id] ?? 'MAPI_ENVIRONMENT',
    failed.map(({ finding, title }) => `${title}: ${finding}`).join('; '),
    [...new Set(failed.map(({ remedy }) => remedy ?? ''))].filter((remedy) => remedy !== '').join(' '),
  );
}
