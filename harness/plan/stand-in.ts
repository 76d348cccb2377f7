import { STAND_IN_NAME } from '../../native-bindings/stand-in/name.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { examineFile, isReadable } from '../../native-bindings/windows/image-file.ts';
import type { FileFacts } from '../contract/doctor.ts';
import type { MapiChoice } from '../contract/plan.ts';

/** Whether a DLL says of itself that it is the stand-in, wherever it was copied to. */
export function isStandInDll({ productName }: Pick<FileFacts, 'productName'>): boolean {
  return productName === STAND_IN_NAME;
}

/** Whether a choice is the stand-in, by its name or by the file: on Linux its library says so only once loaded. */
export function choosesStandIn(mapi: MapiChoice): boolean {
  if (mapi.kind !== 'path') return mapi.kind === 'stand-in';
  const file = examineFile(mapi.path);
  return mapi.path === standInPaths().mapi32 || (isReadable(file) && isStandInDll(file));
}
