import {
  type RegEntry,
  type RegSection,
  regeditPath,
  writeRegFile,
} from '../../native-bindings/windows/reg-file.ts';
import { type RegistryState, registryValueOf } from './registry-state.ts';

const headOf = (at: string): readonly string[] => [
  `The registry as mapileak found it at ${at}; what was changed since is lost when this is imported.`,
  'If a run was killed, `mapileak flag restore` puts everything back, down to the last key; this file is for',
  'the case that it cannot. Import it as an administrator, with the regedit of the Windows folder itself.',
];

const MAY_STAY_EMPTY = [
  'This key did not exist. Deleting it would delete what others have put into it since, so only the value is',
  'deleted. If the key is empty after the import, delete it by hand.',
] as const;

const OURS = ['This key did not exist, and is mapileak’s alone.'] as const;

/**
 * What was captured as a file that regedit imports: values that existed, deletions of values that did not, and of
 * keys that did not exist only where nobody else has any business.
 * @param capturedAt ISO 8601
 * @param ownKeys keys that belong to this program alone
 */
export function stateRegFile(
  state: RegistryState,
  capturedAt: string,
  ownKeys: ReadonlySet<string> = new Set(),
): Buffer {
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
  return writeRegFile(sections, headOf(capturedAt));
}
