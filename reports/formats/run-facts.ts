import type { FlagReading, FlagValue, LoadedLibrary } from '../../harness/contract/environment.ts';
import type { ReportedRun } from '../reported-run.ts';
import { dialsWording } from '../wording.ts';

/** A fact by a name that scripts may rely on. */
export type RunFact = readonly [name: string, value: string];

export const FLAG_FACT = 'CleanUpMAPIHeap before';

/** What was measured, how, and where. Without a mailbox, a user, or the name of the machine. */
export function runFacts({ environment, expectation, plan, runFolder }: ReportedRun): readonly RunFact[] {
  const { arch, bitness, mapileak, node, osRelease, platform, standIn, standInDials, wine } = environment;
  return [
    ['mapileak', mapileak],
    ['scenario', plan.scenario.name],
    ['provider', standIn ? 'stand-in' : 'not the stand-in'],
    ...(standIn ? [['dials', dialsWording(standInDials) || 'all as by default'] as const] : []),
    ['os', `${platform} ${osRelease}${wine === null ? '' : `, Wine ${wine}`}`],
    ['process', `${bitness}-bit ${arch}, Node ${node}`],
    ['ffi', plan.ffi],
    ['impersonation', plan.impersonation],
    ['arms', plan.arms.join(',')],
    ['replicates', String(plan.replicates)],
    ['seed', String(plan.seed)],
    ['expect', expectation?.expected ?? 'nothing'],
    ['run folder', runFolder],
    ...environment.libraries.map((library) => ['library', libraryFact(library)] as const),
    ...environment.flagBefore.map((reading) => [FLAG_FACT, flagFact(reading)] as const),
  ];
}

/** `C:\Windows\System32\mapi32.dll 6.5.7232.75, sha256 b1946a...`. */
function libraryFact({ path, sha256, unreadable, version }: LoadedLibrary): string {
  if (sha256 === null) return `${path}: could not be read: ${unreadable ?? 'no reason was recorded'}`;
  return `${path} ${version ?? 'without a version'}, sha256 ${sha256}`;
}

/** `64-bit HKLM\...\Applications: no such value`. */
function flagFact({ key, value, view }: FlagReading): string {
  return `${view} ${key}: ${flagValue(value)}`;
}

export function flagValue(value: FlagValue): string {
  return value === null ? 'no such value' : value === 'not-a-dword' ? 'not a REG_DWORD' : String(value);
}
