import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { z } from 'zod';
import { examineFile, isReadable } from '../../native-bindings/windows/image-file.ts';
import type { Registry } from '../../native-bindings/windows/registry.ts';
import type { Check } from '../contract/check.ts';
import type { Environment, LoadedLibrary } from '../contract/environment.ts';
import { SCHEMA_VERSION } from '../contract/plan.ts';
import { everyFlagPlace, readFlags } from '../plan/flag-places.ts';
import type { BlockReport, HostReady } from './messages.ts';

/** This program's version, as its package says. */
export function mapileakVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

/** This program, and the machine that it runs on. */
export function describeMachine() {
  return {
    schema: SCHEMA_VERSION,
    mapileak: mapileakVersion(),
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    osRelease: release(),
    cpus: cpus().length,
    totalMemoryBytes: totalmem(),
  } as const;
}

/** environment.json from what the host said of itself and what the parent can see. */
export function describeEnvironment(
  host: HostReady & Pick<BlockReport, 'unsupported'>,
  registry: Registry,
  preflight: readonly Check[],
): Environment {
  return {
    ...describeMachine(),
    wine: host.wine,
    bitness: host.bitness,
    standIn: host.standIn,
    standInDials: host.standInDials,
    libraries: host.libraries.map(describeLibrary),
    flagBefore: [...readFlags(registry, everyFlagPlace(registry))],
    preflight: [...preflight],
    unsupported: host.unsupported,
  };
}

/**
 * A file that is loaded may still be closed to readers: virtualized by Click-to-Run, or locked by a virus scanner.
 * That is no reason to end a run.
 */
export function describeLibrary(path: string): LoadedLibrary {
  const file = examineFile(path);
  if (!isReadable(file)) {
    return { path, bytes: null, sha256: null, version: null, unreadable: file.unreadable };
  }
  const { bytes, sha256, version } = file;
  return { path, bytes, sha256, version, unreadable: null };
}
