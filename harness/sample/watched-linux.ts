import { basename } from 'node:path';
import { OtherProcess, startedAt } from '../../native-bindings/linux/other-process.ts';
import { examineFile, isReadable } from '../../native-bindings/windows/image-file.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import type { ResourceName } from '../contract/resources.ts';
import { unseenFromOutside } from './unseen.ts';
import type { Look, WatchedFacts, WatchedLibraries, WatchedProcess } from './watched.ts';
import { processDenied, processNotFound, processUnfit } from './watched-errors.ts';

/** What only Windows counts. */
const WINDOWS_ALONE = 'is counted by Windows alone';

/**
 * A process of Linux, by what /proc says of it.
 * @throws HarnessError PROCESS_NOT_FOUND or PROCESS_ACCESS
 */
export function watchOnLinux(pid: number): WatchedProcess {
  return new LinuxProcess(pid);
}

class LinuxProcess implements WatchedProcess {
  readonly facts: WatchedFacts;
  readonly unsupported;
  private readonly process: OtherProcess;
  private readonly startTicks: number;
  private readonly descriptorsAreSeen: boolean;

  constructor(pid: number) {
    this.process = new OtherProcess(pid);
    try {
      this.startTicks = requireProcess(this.process);
      this.process.privateBytes();
    } catch (error) {
      throw unreadable(pid, error);
    }
    this.facts = factsOf(this.process, this.startTicks);
    const descriptors = reasonAgainst(() => this.process.fileDescriptors());
    this.descriptorsAreSeen = descriptors === null;
    const read: ResourceName[] = ['privateBytes', 'virtualBytes', 'workingSetBytes', 'threads'];
    if (this.descriptorsAreSeen) read.push('fileDescriptors');
    this.unsupported = unseenFromOutside(read, {
      handles: WINDOWS_ALONE,
      gdiObjects: WINDOWS_ALONE,
      userObjects: WINDOWS_ALONE,
      ...(descriptors === null ? {} : { fileDescriptors: descriptors }),
    });
  }

  look(): Look {
    try {
      const { residentBytes, threads, virtualBytes } = this.process.sizes();
      const readings = {
        privateBytes: this.process.privateBytes(),
        virtualBytes,
        workingSetBytes: residentBytes,
        threads,
        ...(this.descriptorsAreSeen ? { fileDescriptors: this.process.fileDescriptors() } : {}),
      };
      // Asked last: whatever was read before is this process's own only if it is still this process.
      return this.isSame() ? { seen: 'alive', readings } : { seen: 'ended', exitCode: null };
    } catch (error) {
      // A process that ends loses its memory first: its files are there, and say nothing any more.
      const denied = codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM';
      if (denied && this.isSame()) return { seen: 'denied', reason: messageOf(error) };
      return { seen: 'ended', exitCode: null };
    }
  }

  libraries(): WatchedLibraries {
    try {
      return { known: true, paths: this.process.libraries() };
    } catch (error) {
      return { known: false, reason: messageOf(error) };
    }
  }

  close(): void {}

  private isSame(): boolean {
    try {
      const { startTicks, state } = this.process.stat();
      return startTicks === this.startTicks && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  }
}

/** @returns the ticks at which it was started */
function requireProcess(process: OtherProcess): number {
  const { pid } = process;
  const group = process.threadGroup();
  if (group !== pid) {
    throw processUnfit(`${pid} is a thread of the process ${group}`, `Attach to ${group}.`);
  }
  const { isKernelThread, startTicks, state } = process.stat();
  if (isKernelThread) {
    throw processUnfit(
      `the process ${pid} is a thread of the kernel, which has no memory of its own`,
      'Name the process of a program.',
    );
  }
  if (state === 'Z') {
    throw processUnfit(`the process ${pid} has ended already`, 'Name a process that runs.');
  }
  return startTicks;
}

function factsOf(process: OtherProcess, startTicks: number): WatchedFacts {
  const executable = orNull(() => process.executable());
  const file = examineFile(process.executableFile());
  return {
    pid: process.pid,
    name: executable === null ? `process ${process.pid}` : basename(executable.replace(/ \(deleted\)$/, '')),
    executable,
    file,
    startedAt: orNull(() => startedAt(startTicks)),
    bitness: isReadable(file) ? file.bitness : null,
  };
}

function unreadable(pid: number, error: unknown): HarnessError {
  if (error instanceof HarnessError) return error;
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return processDenied(pid, messageOf(error), error);
  // Where /proc hides the processes of others (hidepid), they are there all the same.
  if (code === 'ENOENT' && !exists(pid)) return processNotFound(pid);
  if (code === 'ENOENT') return processDenied(pid, 'it is hidden in /proc', error);
  // ESRCH: it ended between two readings.
  return processNotFound(pid);
}

/** Signal 0 asks whether a process is there; who may not send it any has at least been told that. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function reasonAgainst(read: () => number): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
