import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes new names in a folder survive a power cut. Windows has no such call, and NTFS journals names by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
