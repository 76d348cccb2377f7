import { type Attachment, cycleUnitOf } from '../../harness/contract/attached.ts';
import type { FlagReading, FlagValue, LoadedLibrary } from '../../harness/contract/environment.ts';
import { inputCodeOf } from '../../harness/contract/input-code.ts';
import { formatDuration } from '../format.ts';
import type { ReportedRun } from '../reported-run.ts';
import { codeWording, dialsWording } from '../wording.ts';

/** A fact by a name that scripts may rely on. */
export type RunFact = readonly [name: string, value: string];

export const FLAG_FACT = 'CleanUpMAPIHeap before';

/** What was measured, how, and where. Without a mailbox, a user, or the name of the machine. */
export function runFacts(run: ReportedRun): readonly RunFact[] {
  const { environment, expectation, plan, runFolder } = run;
  const { arch, bitness, mapileak, node, osRelease, platform, wine } = environment;
  return [
    ['mapileak', mapileak],
    ['scenario', plan.scenario.name],
    ...inputCodeOf(plan).map((each) => ['code from outside', codeWording(each)] as const),
    ...(plan.attached === undefined ? workFacts(run) : watchedFacts(run, plan.attached)),
    ['os', `${platform} ${osRelease}${wine === null ? '' : `, Wine ${wine}`}`],
    ['process', `${bitness}-bit ${arch}, Node ${node}`],
    ['arms', plan.arms.join(',')],
    // Of a soak it is how many processes its self-test has; how many it came to is told of each arm.
    ...(plan.soak === undefined ? [['replicates', String(plan.replicates)] as const] : []),
    ['expect', expectation?.expected ?? 'nothing'],
    ['run folder', runFolder],
    ...environment.libraries.map((library) => ['library', libraryFact(library)] as const),
    ...environment.flagBefore.map((reading) => [FLAG_FACT, flagFact(reading)] as const),
  ];
}

/** Of a run that logs on itself. */
function workFacts({ environment: { standIn, standInDials }, plan }: ReportedRun): readonly RunFact[] {
  return [
    ['provider', standIn ? 'stand-in' : 'not the stand-in'],
    ...(standIn ? [['dials', dialsWording(standInDials) || 'all as by default'] as const] : []),
    ['ffi', plan.ffi],
    ['impersonation', plan.impersonation],
    ['seed', String(plan.seed)],
  ];
}

/** Of an attached run: the programs and what a cycle is. */
function watchedFacts({ environment, plan }: ReportedRun, attached: Attachment): readonly RunFact[] {
  const { cycles, intervalMs, processes } = attached;
  const pattern = cycles.by === 'log' ? ` /${cycles.pattern}/${cycles.flags}` : '';
  return [
    ...processes.map(({ name, pid }) => ['watched', `${name} (PID ${pid})`] as const),
    ...(environment.watched ?? []).flatMap(({ file }) =>
      file === null ? [] : [['program', libraryFact(file)] as const],
    ),
    ['cycle', `${cycleUnitOf(plan)}${pattern}`],
    ['sampled every', formatDuration(intervalMs)],
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
