import { messageOf } from '../../contract/errors.ts';
import type { RotationLimits, RunFolder } from '../../execute/run-folder.ts';
import type { FolderCollector } from '../folder-collector.ts';

/**
 * Keeps the folder of a soak from growing. What could not be done is said, and tried again after the next round: all rows
 * are kept until it is.
 * @param heard has heard every row of the folder
 */
export function rotate(
  folder: Pick<RunFolder, 'rotate'>,
  heard: Pick<FolderCollector, 'merged'>,
  note: (text: string) => void,
  limits?: RotationLimits,
): void {
  try {
    folder.rotate(() => heard.merged(), limits);
  } catch (error) {
    note(`Warning: ${messageOf(error)}.`);
  }
}
