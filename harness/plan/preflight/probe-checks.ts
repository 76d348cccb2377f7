import { isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import type { ProbedModule, ProviderInUse } from '../../contract/doctor.ts';
import type { MachineFacts, ProviderFacts } from './facts.ts';
import { type CheckMaker, checkOf } from './make-check.ts';
import { isSamePath } from './read-provider.ts';
import { TRY_STAND_IN } from './registration-check.ts';

/** What came of loading MAPI in a process of its own. */
export type ProbeResult =
  | {
      readonly outcome: 'initialized';
      readonly failure: { readonly code: string; readonly message: string } | null;
    }
  | { readonly outcome: 'not-loaded' | 'died' | 'hung'; readonly detail: string };

/** Names of providers that a stub hands over to. */
const PROVIDER_MODULE = /^(?:msmapi32|olmapi32|exmapi32|mapi32x)\.dll$/i;

export function probeCheck(result: ProbeResult, { wine }: MachineFacts): Check {
  const check = checkOf('mapi-loads', 'MAPI loads');
  switch (result.outcome) {
    case 'not-loaded':
      return check.fail(
        result.detail,
        'See the checks above; a wrong bitness or a missing file is named there.',
      );
    case 'died':
      return check.fail(
        `the process that loaded it ended: ${result.detail}`,
        'Repair that MAPI, or name another with --mapi.',
      );
    case 'hung':
      return check.fail(
        result.detail,
        'Look for a dialog: without a usable mail client the stub shows one. Set a default mail client, or use --mapi PATH.',
      );
    case 'initialized':
      return result.failure === null
        ? check.ok('MAPIInitialize and MAPIUninitialize succeed')
        : initializeFailure(check, result.failure, wine);
  }
}

function initializeFailure(
  check: CheckMaker,
  { code, message }: { readonly code: string; readonly message: string },
  wine: string | null,
): Check {
  if (code === 'MAPI_E_NOT_INITIALIZED' && wine !== null) {
    return check.fail(
      `${message}: Wine found no mail client that it could load`,
      `Register one in HKLM\\Software\\Clients\\Mail, or use --mapi PATH. ${TRY_STAND_IN}`,
    );
  }
  if (code === 'MAPI_E_CALL_FAILED') {
    return check.fail(
      `${message}: no mail client for Extended MAPI, or one of the other bitness`,
      `Check the mail client and its bitness above, or use --mapi PATH. ${TRY_STAND_IN}`,
    );
  }
  return check.fail(message, 'Repair that MAPI, or name another with --mapi.');
}

/** The library that really serves MAPI, and why. null if none was loaded. */
export function providerInUse(
  provider: ProviderFacts,
  modules: readonly ProbedModule[],
): ProviderInUse | null {
  const { choice, implementation, loader, lookup } = provider;
  const came = modules.filter(({ loaded }) => loaded !== 'before');
  const at = (path: string): ProbedModule | undefined => came.find((module) => isSamePath(module.path, path));
  if (lookup === null) {
    const direct = choice.kind === 'stand-in' ? (implementation ?? loader) : loader;
    const module = at(direct.path) ?? came.find(({ path }) => fileName(path) === fileName(direct.path));
    if (module === undefined) return null;
    const because =
      choice.kind === 'stand-in' ? 'it is the stand-in, loaded directly' : 'it was loaded directly';
    return { path: module.path, standIn: module.standIn, because, registryEntry: null };
  }
  const led = implementation !== null && isReadable(implementation) ? at(implementation.path) : undefined;
  if (led !== undefined && lookup.leads !== 'nowhere') {
    const because =
      lookup.leads === 'to-client'
        ? `mapi32.dll follows the mail client ${lookup.client}`
        : 'mapi32.dll falls back on it';
    return { path: led.path, standIn: led.standIn, because, registryEntry: lookup.entry };
  }
  const guessed = came.find(({ path, standIn }) => standIn || PROVIDER_MODULE.test(fileName(path)));
  if (guessed === undefined) return null;
  const component = lookup.leads === 'to-component';
  return {
    path: guessed.path,
    standIn: guessed.standIn,
    because: component
      ? `the Windows Installer led there for ${lookup.client}`
      : 'mapi32.dll loaded it; no registry entry that is known explains it',
    registryEntry: component ? lookup.entry : null,
  };
}

export function providerInUseCheck(
  inUse: ProviderInUse | null,
  result: ProbeResult,
  { lookup }: ProviderFacts,
): Check | null {
  const check = checkOf('provider', 'Provider');
  if (inUse !== null) return check.ok(`${inUse.path}${inUse.standIn ? ' (stand-in)' : ''}: ${inUse.because}`);
  if (result.outcome !== 'initialized' || result.failure !== null || lookup === null) return null;
  return check.unknown(
    'mapi32.dll answered, but no provider that is known was loaded',
    'See the modules in --json.',
  );
}

function fileName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).toLowerCase();
}
