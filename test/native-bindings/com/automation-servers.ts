import {
  type DispatchInterface,
  methodMember,
  propertyMember,
} from '../../../native-bindings/com/dispatch-object.ts';

/**
 * Scripting.FileSystemObject, which every Windows and Wine has: an Automation server that is none of ours.
 */
export const FILE_SYSTEM_OBJECT = {
  name: 'FileSystemObject',
  members: {
    BuildPath: methodMember(),
    FolderExists: methodMember(),
    GetFile: methodMember(),
    GetFolder: methodMember(),
    GetSpecialFolder: methodMember(),
    GetTempName: methodMember(),
    Drives: propertyMember(),
    NoSuchMember: methodMember(),
  },
} as const satisfies DispatchInterface<string>;

export const FOLDER = {
  name: 'Folder',
  members: { Path: propertyMember(), Name: propertyMember() },
} as const satisfies DispatchInterface<string>;

export const DRIVES = {
  name: 'Drives',
  members: { Count: propertyMember() },
} as const satisfies DispatchInterface<string>;

/** WindowsInstaller.Installer, which describes its errors, and numbers them itself. */
export const INSTALLER = {
  name: 'Installer',
  members: { OpenDatabase: methodMember() },
} as const satisfies DispatchInterface<string>;
