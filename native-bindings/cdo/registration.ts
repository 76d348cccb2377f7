import { expandVariables } from '../mapi/registration.ts';
import type { Registry } from '../windows/registry.ts';
import type { RegistryView } from '../windows/registry-keys.ts';
import { textOf } from '../windows/registry-values.ts';
import { CDO_PROG_ID } from './cdo-interfaces.ts';

const CLASSES_KEY = 'SOFTWARE\\Classes';
const CLASS_ID = /^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i;

/** What COM would create for CDO's name in processes of one bitness. */
export interface CdoRegistration {
  readonly view: RegistryView;
  /** The class that the name MAPI.Session stands for. */
  readonly classId: string;
  /** Its in-process server as registered; null if the class has none in this view. */
  readonly server: string | null;
}

/** Follows MAPI.Session as CLSIDFromProgID and CoCreateInstance do. null if the view has no such name. */
export function readCdoRegistration(
  registry: Registry,
  view: RegistryView,
  environment: Readonly<Record<string, string | undefined>>,
): CdoRegistration | null {
  const textAt = (key: string): string => {
    const value = registry.read(view, `${CLASSES_KEY}\\${key}`, '');
    return value === null ? '' : (textOf(value) ?? '');
  };
  const classId = textAt(`${CDO_PROG_ID}\\CLSID`);
  if (!CLASS_ID.test(classId)) return null;
  const server = textAt(`CLSID\\${classId}\\InprocServer32`);
  return { view, classId, server: server === '' ? null : expandVariables(server, environment) };
}
