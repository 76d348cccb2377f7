import {
  type RegEntry,
  type RegSection,
  regeditPath,
  writeRegFile,
} from '../../native-bindings/windows/reg-file.ts';
import { type RegistryState, registryValueOf } from './registry-state.ts';

const HEAD = [
  'The registry as mapileak found it. `mapileak flag restore` puts it back to the last key; this file is for the',
  'case that it cannot run. Import it with regedit from the Windows folder, as an administrator.',
] as const;

const MAY_STAY_EMPTY = [
  'This key did not exist. Deleting it would delete whatever others have put into it since, so',
  'only our value goes. Delete the key by hand if it is empty.',
] as const;

const OURS = ['This key did not exist, and is mapileak’s alone.'] as const;

/**
 * What was captured as a file that regedit imports: values that existed, deletions of values that did not, and of
 * keys that did not exist only where nobody else has any business.
 * @param ownKeys keys that belong to this program alone
 */
export function stateRegFile(state: RegistryState, ownKeys: ReadonlySet<string>): Buffer {
  const views = state.map(({ view }) => view);
  const sections = state.flatMap(({ view, missingKeys, values }) =>
    [...new Set(values.map(({ key }) => key))].map((key): RegSection => {
      const path = regeditPath(view, views, key);
      const isMissing = missingKeys.includes(key);
      if (isMissing && ownKeys.has(key)) return { kind: 'delete-key', key: path, comment: OURS };
      return {
        kind: 'values',
        key: path,
        ...(isMissing ? { comment: MAY_STAY_EMPTY } : {}),
        values: values
          .filter((value) => value.key === key)
          .map(({ name, value }): RegEntry => ({ name, value: registryValueOf(value) })),
      };
    }),
  );
  return writeRegFile(sections, HEAD);
}
