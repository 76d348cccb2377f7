import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Pauses between attempts: together longer than a reader of a small file, a virus scanner or a metrics collector has it open.
 */
const PAUSES_MS: readonly number[] = [10, 20, 40, 80, 160, 320, 640];

/**
 * Replaces a file by another one. On Windows that is refused while anybody has the old one open, if only to read it: so
 * there it is tried again for a second or so.
 * @throws what the action throws, once nothing has helped
 */
export async function patiently<T>(action: () => Promise<T>, platform = process.platform): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await action();
    } catch (error) {
      if (!isHeld(error, platform)) throw error;
      await sleep(pauseMs);
    }
  }
  return await action();
}

/** {@link patiently}, for who must not go on before it is done. */
export function patientlySync<T>(action: () => T, platform = process.platform): T {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (const pauseMs of PAUSES_MS) {
    try {
      return action();
    } catch (error) {
      if (!isHeld(error, platform)) throw error;
      Atomics.wait(never, 0, 0, pauseMs);
    }
  }
  return action();
}

/** ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION, as libuv names them. */
const HELD: readonly unknown[] = ['EACCES', 'EBUSY', 'EPERM'];

const isHeld = (error: unknown, platform: NodeJS.Platform): boolean =>
  platform === 'win32' && error instanceof Error && 'code' in error && HELD.includes(error.code);
