import { mallocBytesReader } from '../../native-bindings/linux/malloc.ts';
import {
  fileDescriptorCount,
  privateBytes,
  threadCount,
  virtualBytes,
} from '../../native-bindings/linux/proc.ts';
import { AddressSpace } from '../../native-bindings/windows/address-space.ts';
import { openGuiResources } from '../../native-bindings/windows/gui-resources.ts';
import { MemoryCounters } from '../../native-bindings/windows/memory-counters.ts';
import { ProcessCounters } from '../../native-bindings/windows/process-counters.ts';
import { ThreadCounter } from '../../native-bindings/windows/threads.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import type { Counter, Survey } from './counters.ts';

export interface PlatformSources {
  readonly counters: readonly Counter[];
  readonly surveys: readonly Survey[];
}

/** What this platform can tell of the process. Heaps are not among it: the sampler counts those itself. */
export function platformSources(
  windows: Windows,
  platform: NodeJS.Platform = process.platform,
): PlatformSources {
  switch (platform) {
    case 'win32':
      return { counters: windowsCounters(windows), surveys: windowsSurveys(windows) };
    case 'linux':
      return { counters: linuxCounters(windows), surveys: [] };
    default:
      return { counters: [handles(windows)], surveys: [] };
  }
}

function handles(windows: Windows): Counter {
  const process = new ProcessCounters(windows);
  return { resource: 'handles', read: () => process.handles() };
}

function windowsCounters(windows: Windows): readonly Counter[] {
  const memory = new MemoryCounters(windows);
  const gui = openGuiResources(windows);
  // A console program may well have none of these; Wine answers 0 whatever there is.
  const zeroIsACount = windows.wine === null;
  return [
    handles(windows),
    { resource: 'privateBytes', read: () => memory.privateBytes() },
    { resource: 'gdiObjects', zeroIsACount, read: () => gui.gdiObjects() },
    { resource: 'userObjects', zeroIsACount, read: () => gui.userObjects() },
  ];
}

function windowsSurveys(windows: Windows): readonly Survey[] {
  const addresses = new AddressSpace(windows);
  const threads = new ThreadCounter(windows);
  return [
    {
      resources: [
        'committedPrivateBytes',
        'virtualBytes',
        'reservedBytes',
        'mappedBytes',
        'imageBytes',
        'largestFreeBytes',
      ],
      read: () => {
        const sums = addresses.sums();
        return {
          committedPrivateBytes: sums.committedPrivate,
          virtualBytes: sums.taken,
          reservedBytes: sums.reserved,
          mappedBytes: sums.mapped,
          imageBytes: sums.image,
          largestFreeBytes: sums.largestFree,
        };
      },
    },
    { resources: ['threads'], read: () => ({ threads: threads.count() }) },
  ];
}

function linuxCounters(windows: Windows): readonly Counter[] {
  const mallocBytes = mallocBytesReader(windows.cLibrary);
  return [
    handles(windows),
    ...(mallocBytes === undefined ? [] : [{ resource: 'mallocBytes', read: mallocBytes } as const]),
    { resource: 'privateBytes', read: privateBytes },
    { resource: 'virtualBytes', read: virtualBytes },
    { resource: 'fileDescriptors', read: fileDescriptorCount },
    { resource: 'threads', read: threadCount },
  ];
}
