import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that has just ended may hold its files for a moment longer on Windows. */
const REMOVE = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const;

/** A folder of its own for a test, gone when the test is over. */
export function temporaryFolder(t: { teardown(action: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapileak-test-'));
  t.teardown(() => rmSync(folder, REMOVE));
  return folder;
}

/** As {@link temporaryFolder}, in memory where the system has such a place: for rows, each of which waits for its disk. */
export function folderInMemory(t: { teardown(action: () => void): void }): string {
  const folder = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'mapileak-test-'));
  t.teardown(() => rmSync(folder, REMOVE));
  return folder;
}

const SHARED_MEMORY = '/dev/shm';

/** Gives this process a stand-in registry of its own until the test is over. */
export function temporaryRegistry(t: { teardown(action: () => void): void }): string {
  const file = join(temporaryFolder(t), 'registry.txt');
  const before = process.env['MAPILEAK_REGISTRY'];
  process.env['MAPILEAK_REGISTRY'] = file;
  t.teardown(() => {
    if (before === undefined) delete process.env['MAPILEAK_REGISTRY'];
    else process.env['MAPILEAK_REGISTRY'] = before;
  });
  return file;
}
