import { type ExaminedFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import type { MapiChoice } from '../../contract/plan.ts';
import type { MachineFacts, ProviderFacts } from './facts.ts';
import { type CheckMaker, checkOf } from './make-check.ts';
import { isBareName } from './read-provider.ts';
import { TRY_STAND_IN } from './registration-check.ts';

const ERROR_BAD_EXE_FORMAT = 193;
/** The stand-in is reached through it. */
const NO_SYSTEM_MAPI =
  'Restore Windows’ MAPI stub with fixmapi.exe, or load the stand-in’s DLL directly with --mapi PATH.';

/** Whether the file that is loaded first is there, and is a library of this system's kind. */
export function providerFileCheck({ choice, loader }: ProviderFacts, { platform }: MachineFacts): Check {
  const check = checkOf('provider-file', 'MAPI file');
  const remedy = choice.kind === 'stand-in' && platform === 'win32' ? NO_SYSTEM_MAPI : remedyForFile(choice);
  return fileCheck(check, loader, platform, remedy);
}

/** The stand-in's own DLL, where the system's mapi32.dll is loaded before it; null elsewhere. */
export function standInFileCheck(
  { choice, implementation }: ProviderFacts,
  { platform }: MachineFacts,
): Check | null {
  if (choice.kind !== 'stand-in' || platform !== 'win32' || implementation === null) return null;
  return fileCheck(
    checkOf('stand-in-file', 'Stand-in file'),
    implementation,
    platform,
    remedyForFile(choice),
  );
}

function fileCheck(check: CheckMaker, file: ExaminedFile, platform: string, remedy: string): Check {
  const { path } = file;
  if (!isReadable(file)) {
    if (isBareName(path)) return check.unknown(`${path}: the system searches for it`, 'Give its full path.');
    return check.fail(`${path}: ${file.unreadable}`, remedy);
  }
  const wanted = platform === 'win32' ? 'PE' : 'ELF';
  if (file.format !== wanted) {
    const what =
      file.format === 'unknown' ? 'is no library' : `is a library of another system (${file.format})`;
    return check.fail(`${path} ${what}`, remedy);
  }
  return check.ok(path);
}

/** A process loads libraries of its own bitness alone. */
export function bitnessCheck(provider: ProviderFacts, { bitness, platform }: MachineFacts): Check {
  const check = checkOf('bitness', 'Bitness');
  const files = [provider.loader, provider.implementation].filter((file) => file !== null).filter(isReadable);
  const other = files.find((file) => file.bitness !== null && file.bitness !== bitness);
  if (other !== undefined) {
    const code = platform === 'win32' ? ` (error ${ERROR_BAD_EXE_FORMAT})` : '';
    return check.fail(
      `${other.path} is ${other.bitness}-bit, this Node is ${bitness}-bit and cannot load it${code}`,
      `Start mapileak with a ${other.bitness}-bit Node${other.bitness === 32 ? '; Node 22 is the last with a 32-bit build for Windows' : ''}.`,
    );
  }
  if (files.length === 0)
    return check.unknown(`this Node is ${bitness}-bit; the provider was not read`, null);
  return check.ok(`${bitness}-bit, as this Node`);
}

/** Where the system's mapi32.dll sends calls; null where the provider is loaded directly. */
export function mailClientCheck(
  { implementation, lookup }: ProviderFacts,
  { wine }: MachineFacts,
): Check | null {
  if (lookup === null) return null;
  const check = checkOf('mail-client', 'Mail client');
  switch (lookup.leads) {
    case 'nowhere': {
      const provider = 'Install Outlook or the Exchange MAPI client, or name a provider with --mapi PATH.';
      const remedy = `${provider} ${TRY_STAND_IN}`;
      if (wine !== null) return check.fail(`${lookup.why}; Wine answers MAPI_E_NOT_INITIALIZED`, remedy);
      return check.fail(`${lookup.why}, and there is no Mapi32x.dll: the stub answers E_FAIL`, remedy);
    }
    case 'to-component':
      return check.ok(`${lookup.client}, whose DLL the Windows Installer knows`);
    case 'to-client':
    case 'to-system-dll': {
      const to = lookup.leads === 'to-client' ? `${lookup.client}: ${lookup.dll}` : lookup.dll;
      if (implementation === null || isReadable(implementation)) return check.ok(to);
      if (isBareName(lookup.dll)) return check.unknown(`${to}, which the system searches for`, null);
      return check.fail(
        `${to}: ${implementation.unreadable}`,
        `Repair the mail client’s installation, or its registry entry (${lookup.entry}).`,
      );
    }
  }
}

function remedyForFile({ kind }: MapiChoice): string {
  switch (kind) {
    case 'stand-in':
      return 'Run `npm run build`, or name another provider with --mapi.';
    case 'system':
      return `Restore Windows’ MAPI stub with fixmapi.exe, or name a provider with --mapi PATH. ${TRY_STAND_IN}`;
    case 'path':
      return 'Check the path that was given to --mapi.';
  }
}
