import { bindTable } from '../ffi/bind-table.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import { USER32 } from './signatures.ts';
import type { Windows } from './windows.ts';

const GR_GDIOBJECTS = 0;
const GR_USEROBJECTS = 1;

/** What a process has of the desktop's objects. MAPI's hidden notification windows are USER objects. */
export interface GuiResources {
  gdiObjects(): number;
  userObjects(): number;
}

/** GetGuiResources (winuser.h), on Windows only. A process without any has 0; so says Wine of every process. */
export function openGuiResources(
  windows: Windows,
  process = windows.kernel32.GetCurrentProcess(),
): GuiResources {
  const user32 = bindTable(windows.engine.load(libraryFiles({ kind: 'system' }).user32), USER32);
  return {
    gdiObjects: () => user32.GetGuiResources(process, GR_GDIOBJECTS),
    userObjects: () => user32.GetGuiResources(process, GR_USEROBJECTS),
  };
}
