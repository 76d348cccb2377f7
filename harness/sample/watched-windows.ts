import { win32 } from 'node:path';
import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import type { GuiResources } from '../../native-bindings/windows/gui-resources.ts';
import { examineFile } from '../../native-bindings/windows/image-file.ts';
import { OtherProcess } from '../../native-bindings/windows/other-process.ts';
import type { Registry } from '../../native-bindings/windows/registry.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { messageOf } from '../contract/errors.ts';
import type { ResourceName } from '../contract/resources.ts';
import { type Counter, CounterSet } from './counters.ts';
import { unseenFromOutside } from './unseen.ts';
import type { Look, WatchedFacts, WatchedLibraries, WatchedProcess } from './watched.ts';
import { processDenied, processNotFound, processUnfit } from './watched-errors.ts';

/** The system itself, and what runs when nothing does. */
const OF_THE_SYSTEM: readonly number[] = [0, 4];

/**
 * A process of Windows, held open until it is closed.
 * @throws HarnessError PROCESS_NOT_FOUND or PROCESS_ACCESS
 */
export function watchOnWindows(windows: Windows, registry: Registry, pid: number): WatchedProcess {
  if (OF_THE_SYSTEM.includes(pid)) {
    throw processUnfit(`the process ${pid} is the system itself`, 'Name the process of a program.');
  }
  const process = opened(windows, pid);
  try {
    const real = process.realPid();
    if (real !== pid) throw processNotFound(pid);
    if (process.hasEnded()) {
      throw processUnfit(`the process ${pid} has ended already`, 'Name a process that runs.');
    }
    return new WindowsProcess(windows, process, registry.views.length === 2);
  } catch (error) {
    process.close();
    throw error;
  }
}

class WindowsProcess implements WatchedProcess {
  readonly facts: WatchedFacts;
  private readonly process: OtherProcess;
  private readonly counters: CounterSet;
  private readonly read: readonly ResourceName[];

  constructor(windows: Windows, process: OtherProcess, has64BitView: boolean) {
    this.process = process;
    this.facts = factsOf(process, has64BitView);
    const counters = countersOf(process, windows);
    this.counters = new CounterSet(counters);
    this.read = counters.map(({ resource }) => resource);
  }

  get unsupported() {
    const failed = this.counters.unsupported;
    const read = this.read.filter((resource) => failed.every((each) => each.resource !== resource));
    return unseenFromOutside(read, {
      fileDescriptors: 'is counted elsewhere than on Windows alone',
      ...Object.fromEntries(failed.map(({ resource, reason }) => [resource, reason])),
    });
  }

  look(): Look {
    if (this.process.hasEnded()) return { seen: 'ended', exitCode: this.process.exitCode() };
    const readings = this.counters.read();
    // What a process says while it ends is not what it held.
    if (this.process.hasEnded()) return { seen: 'ended', exitCode: this.process.exitCode() };
    return { seen: 'alive', readings };
  }

  libraries(): WatchedLibraries {
    try {
      return { known: true, paths: this.process.modules() };
    } catch (error) {
      return { known: false, reason: messageOf(error) };
    }
  }

  close(): void {
    this.process.close();
  }
}

function countersOf(process: OtherProcess, { wine }: Windows): readonly Counter[] {
  const gui = guiOf(process);
  // Wine answers 0 whatever there is.
  const zeroIsACount = wine === null;
  return [
    { resource: 'handles', read: () => process.handles() },
    { resource: 'privateBytes', read: () => process.sizes().privateBytes },
    { resource: 'virtualBytes', read: () => process.sizes().virtualBytes },
    { resource: 'workingSetBytes', read: () => process.sizes().workingSetBytes },
    { resource: 'threads', read: () => process.threads() },
    { resource: 'gdiObjects', zeroIsACount, read: () => gui().gdiObjects() },
    { resource: 'userObjects', zeroIsACount, read: () => gui().userObjects() },
  ];
}

/** Asked for when it is first read, so that a refusal makes these two unsupported and nothing else. */
function guiOf(process: OtherProcess): () => GuiResources {
  let gui: GuiResources | null = null;
  return () => {
    gui ??= process.guiResources();
    return gui;
  };
}

function factsOf(process: OtherProcess, has64BitView: boolean): WatchedFacts {
  const executable = orNull(() => process.executable());
  return {
    pid: process.pid,
    name: executable === null ? `process ${process.pid}` : win32.basename(executable),
    executable,
    file: executable === null ? null : examineFile(executable),
    startedAt: orNull(() => process.startedAt()),
    bitness: orNull(() => bitnessOf(process, has64BitView)),
  };
}

function bitnessOf(process: OtherProcess, has64BitView: boolean): 32 | 64 {
  const is64BitWindows = POINTER_BYTES === 8 || has64BitView;
  return is64BitWindows && !process.isWow64() ? 64 : 32;
}

function opened(windows: Windows, pid: number): OtherProcess {
  try {
    return new OtherProcess(windows, pid);
  } catch (error) {
    if (!(error instanceof CallFailure) || error.call !== 'OpenProcess') throw error;
    if (error.code === 'ERROR_INVALID_PARAMETER') throw processNotFound(pid);
    throw processDenied(pid, error.message, error);
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
