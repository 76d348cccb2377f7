import { mallocBytesReader } from '../../native-bindings/linux/malloc.ts';
import {
  fileDescriptorCount,
  privateBytes,
  threadCount,
  virtualBytes,
} from '../../native-bindings/linux/proc.ts';
import { ProcessCounters } from '../../native-bindings/windows/process-counters.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import type { Counter } from './counters.ts';

/** The cheap counters of this platform. Heaps are not among them: the sampler counts those itself. */
export function platformCounters(
  windows: Windows,
  platform: NodeJS.Platform = process.platform,
): readonly Counter[] {
  const process = new ProcessCounters(windows);
  const everywhere: readonly Counter[] = [{ resource: 'handles', read: () => process.handles() }];
  return platform === 'linux' ? [...everywhere, ...linuxCounters(windows)] : everywhere;
}

function linuxCounters(windows: Windows): readonly Counter[] {
  const mallocBytes = mallocBytesReader(windows.cLibrary);
  return [
    ...(mallocBytes === undefined ? [] : [{ resource: 'mallocBytes', read: mallocBytes } as const]),
    { resource: 'privateBytes', read: privateBytes },
    { resource: 'virtualBytes', read: virtualBytes },
    { resource: 'fileDescriptors', read: fileDescriptorCount },
    { resource: 'threads', read: threadCount },
  ];
}
