import { randomUUID } from 'node:crypto';
import type { StandInDials } from '../../harness/contract/plan.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { DIALS_KEY_VARIABLE } from '../../native-bindings/stand-in/dials.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { dword, text } from '../../native-bindings/windows/registry-values.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { keepRegistry } from './windows.ts';

/** Sets dials for the stand-in of this process, before it first initializes MAPI; they go with the test. */
export function dialForProcess(
  t: { teardown(action: () => void): void },
  windows: Windows,
  dials: StandInDials,
): void {
  const registry = new Registry(windows);
  const key = `SOFTWARE\\mapileak\\test-${randomUUID()}`;
  const view = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
  keepRegistry(
    t,
    registry,
    Object.keys(dials).map((name) => ({ key, name })),
  );
  for (const [name, value] of Object.entries(dials)) {
    registry.write(view, key, name, typeof value === 'number' ? dword(value) : text(value));
  }
  process.env[DIALS_KEY_VARIABLE] = key;
  t.teardown(() => {
    delete process.env[DIALS_KEY_VARIABLE];
  });
}
