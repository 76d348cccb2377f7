import { CDO_CLASS_ID, CDO_PROG_ID } from '../../native-bindings/cdo/cdo-interfaces.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { text } from '../../native-bindings/windows/registry-values.ts';
import type { RegistryChange } from './registry-state.ts';

/** Where COM looks for classes, below HKEY_LOCAL_MACHINE. */
const CLASSES_KEY = 'SOFTWARE\\Classes';

export interface CdoClass {
  /** Full path of the stand-in's library, of the bitness of the program that creates the object. */
  readonly library: string;
  /** The view that this program reads. */
  readonly view: RegistryView;
}

/**
 * What makes COM create the stand-in's Session, in the place of a CDO that may be registered there: KB 239096 shows
 * how that one is. Every program of this view gets the stand-in's until the run ends.
 */
export function cdoClassChanges({ library, view }: CdoClass): readonly RegistryChange[] {
  // Not our own keys: they are those of a real CDO, which may have more in them.
  const shared = { view, ownKey: false };
  const server = { ...shared, key: `${CLASSES_KEY}\\CLSID\\${CDO_CLASS_ID}\\InprocServer32` };
  return [
    { ...shared, key: `${CLASSES_KEY}\\${CDO_PROG_ID}\\CLSID`, name: '', value: text(CDO_CLASS_ID) },
    { ...server, name: '', value: text(library) },
    { ...server, name: 'ThreadingModel', value: text('Both') },
  ];
}
