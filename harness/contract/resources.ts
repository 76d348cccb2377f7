import { z } from 'zod';
import { readingSchema } from './numbers.ts';

/**
 * What can leak. The role says how far a resource is believed:
 * - `gate`: an exact count kept by the system. It convicts, and an arm is clean only if all of these are.
 * - `support`: coarse or shared with the instrument. It may convict when it is clear, but never acquits.
 * - `context`: shown, never judged.
 */
export type ResourceRole = 'gate' | 'support' | 'context';
export type Unit = 'bytes' | 'count';

export interface ResourceInfo {
  readonly unit: Unit;
  readonly role: ResourceRole;
  /** What the reader of a report sees. */
  readonly label: string;
  /** The smallest step in which the metric moves: the floor of its standard error. */
  readonly grain: number;
  /** Where the number comes from. */
  readonly source: string;
}

export const RESOURCE_NAMES = [
  'heapBytes',
  'heaps',
  'handles',
  'temporaryProfiles',
  'committedHeapBytes',
  'reservedHeapBytes',
  'mallocBytes',
  'privateBytes',
  'committedPrivateBytes',
  'virtualBytes',
  'reservedBytes',
  'mappedBytes',
  'imageBytes',
  'largestFreeBytes',
  'fileDescriptors',
  'threads',
  'gdiObjects',
  'userObjects',
  'workingSetBytes',
] as const;
export const resourceNameSchema = z.enum(RESOURCE_NAMES);
export type ResourceName = z.infer<typeof resourceNameSchema>;

/** Readings of one sample; a resource that was not read at this point is simply not there. */
export const readingsSchema = z.partialRecord(resourceNameSchema, readingSchema);
export type Readings = z.infer<typeof readingsSchema>;

export const RESOURCES: Readonly<Record<ResourceName, ResourceInfo>> = {
  heapBytes: {
    unit: 'bytes',
    role: 'gate',
    label: 'busy heap bytes',
    grain: 16,
    source: 'HeapWalk over GetProcessHeaps: cbData of all busy blocks',
  },
  heaps: { unit: 'count', role: 'gate', label: 'heaps', grain: 1, source: 'GetProcessHeaps' },
  handles: { unit: 'count', role: 'gate', label: 'handles', grain: 1, source: 'GetProcessHandleCount' },
  temporaryProfiles: {
    unit: 'count',
    role: 'gate',
    label: 'temporary profiles',
    grain: 1,
    source: 'profiles left behind by the scenario',
  },
  committedHeapBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'committed heap bytes',
    grain: 4096,
    source: 'HeapWalk: committed size of all regions and of large blocks',
  },
  reservedHeapBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'reserved heap bytes',
    grain: 65536,
    source: 'HeapSummary over GetProcessHeaps: cbReserved',
  },
  mallocBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'C library heap bytes',
    grain: 16,
    source: 'mallinfo2: uordblks + hblkhd',
  },
  privateBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'private bytes',
    grain: 4096,
    source: 'smaps_rollup: private pages and swap; PrivateUsage on Windows',
  },
  committedPrivateBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'committed private pages',
    grain: 4096,
    source: 'VirtualQuery: MEM_COMMIT and MEM_PRIVATE',
  },
  virtualBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'virtual size',
    grain: 65536,
    source: '/proc/self/status; on Windows VirtualQuery: everything that is not MEM_FREE',
  },
  reservedBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'reserved addresses',
    grain: 65536,
    source: 'VirtualQuery: MEM_RESERVE',
  },
  mappedBytes: {
    unit: 'bytes',
    role: 'support',
    label: 'mapped sections',
    grain: 4096,
    source: 'VirtualQuery: MEM_COMMIT and MEM_MAPPED',
  },
  imageBytes: {
    unit: 'bytes',
    role: 'context',
    label: 'programs and DLLs',
    grain: 4096,
    source: 'VirtualQuery: MEM_COMMIT and MEM_IMAGE',
  },
  largestFreeBytes: {
    unit: 'bytes',
    role: 'context',
    label: 'largest free block of addresses',
    grain: 65536,
    source: 'VirtualQuery: the largest MEM_FREE',
  },
  fileDescriptors: {
    unit: 'count',
    role: 'support',
    label: 'file descriptors',
    grain: 1,
    source: '/proc/self/fd',
  },
  threads: {
    unit: 'count',
    role: 'support',
    label: 'threads',
    grain: 1,
    source: '/proc/self/status; Toolhelp on Windows',
  },
  gdiObjects: { unit: 'count', role: 'support', label: 'GDI objects', grain: 1, source: 'GetGuiResources' },
  userObjects: { unit: 'count', role: 'support', label: 'USER objects', grain: 1, source: 'GetGuiResources' },
  workingSetBytes: {
    unit: 'bytes',
    role: 'context',
    label: 'working set',
    grain: 4096,
    source: 'pidusage, from outside the process',
  },
};
