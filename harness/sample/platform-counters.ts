import { mallocBytesReader } from '../../native-bindings/linux/malloc.ts';
import {
  fileDescriptorCount,
  privateBytes,
  threadCount,
  virtualBytes,
} from '../../native-bindings/linux/proc.ts';
import { AddressSpace } from '../../native-bindings/windows/address-space.ts';
import { openGuiResources } from '../../native-bindings/windows/gui-resources.ts';
import { openHeapSummaries } from '../../native-bindings/windows/heap-summary.ts';
import { MemoryCounters } from '../../native-bindings/windows/memory-counters.ts';
import { ProcessCounters } from '../../native-bindings/windows/process-counters.ts';
import { ThreadCounter } from '../../native-bindings/windows/threads.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import type { Counter, Survey, Unsupported } from './counters.ts';

export interface PlatformSources {
  readonly counters: readonly Counter[];
  readonly surveys: readonly Survey[];
  /** What this system is known to lack, so that it is not even tried. */
  readonly unsupported: readonly Unsupported[];
}

/** What says which heaps there are; ProcessHeaps does. */
export interface HeapList {
  list(): readonly number[];
}

/** What this platform can tell of the process. The sampler counts and walks the heaps itself. */
export function platformSources(
  windows: Windows,
  heaps: HeapList,
  platform: NodeJS.Platform = process.platform,
): PlatformSources {
  const { surveys, unsupported } = heapSummarySources(windows, heaps);
  switch (platform) {
    case 'win32':
      return {
        counters: windowsCounters(windows),
        surveys: [...windowsSurveys(windows), ...surveys],
        unsupported,
      };
    case 'linux':
      return { counters: linuxCounters(windows), surveys, unsupported };
    default:
      return { counters: [handles(windows)], surveys, unsupported };
  }
}

function heapSummarySources(
  windows: Windows,
  heaps: HeapList,
): Pick<PlatformSources, 'surveys' | 'unsupported'> {
  const summaries = openHeapSummaries(windows);
  const resource = 'reservedHeapBytes';
  if (!summaries.supported) return { surveys: [], unsupported: [{ resource, reason: summaries.reason }] };
  const read = () => ({
    [resource]: heaps.list().reduce((sum, heap) => sum + summaries.of(heap).reserved, 0),
  });
  return { surveys: [{ resources: [resource], read }], unsupported: [] };
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
