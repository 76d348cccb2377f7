import { resolve, toNamespacedPath } from 'node:path';
import { bindTable } from '../ffi/bind-table.ts';
import { NativeText } from '../ffi/native-text.ts';
import { readPointer } from '../ffi/words.ts';
import { PATH_BYTES } from './files.ts';
import { sidText } from './sid-text.ts';
import { ADVAPI32_SECURITY, KERNEL32_LOCAL } from './signatures.ts';
import { Tokens } from './tokens.ts';
import type { Windows } from './windows.ts';

const SDDL_REVISION_1 = 1;
const DACL_SECURITY_INFORMATION = 0x4;
const PROTECTED_DACL_SECURITY_INFORMATION = 0x8000_0000;
/** Room for a DACL of 64 KB, which is the longest there is (ACL.AclSize, winnt.h), and the descriptor around it. */
const DESCRIPTOR_BYTES = 66_000;
/** One entry (ace strings, Security Descriptor Definition Language): its kind, flags and rights, and whom it is about. */
const ENTRY = /\((?<kind>[^;)]*);[^;)]*;[^;)]*;[^;)]*;[^;)]*;(?<whom>[^;)]*)[^)]*\)/g;

/**
 * Closes a folder, and what is going to be made in it, to all but the user of this process and the system; what it
 * inherited counts no more. SetFileSecurityW takes no rights from the folder above, which is what is wanted here.
 * @returns whom it is open to besides, by SID or by SDDL's names: a file system may know of no access rights
 * @throws CallFailure, for instance ERROR_ACCESS_DENIED for a folder of somebody else
 */
export function closeFolder(windows: Windows, path: string): readonly string[] {
  const { calls, engine } = windows;
  const advapi32 = bindTable(windows.advapi32Library, ADVAPI32_SECURITY);
  const { LocalFree } = bindTable(windows.kernel32Library, KERNEL32_LOCAL);
  const name = new NativeText(engine, PATH_BYTES).wide(toNamespacedPath(resolve(path)));
  const user = sidText(ownSid(windows));
  const out = engine.allocate(8);
  const whom = [user, 'SY'];
  const sddl = `D:P${whom.map((each) => `(A;OICI;FA;;;${each})`).join('')}`;
  calls.bool(
    'ConvertStringSecurityDescriptorToSecurityDescriptorW',
    advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
      new NativeText(engine, 2 * (sddl.length + 1)).wide(sddl),
      SDDL_REVISION_1,
      out.address,
      0,
    ),
  );
  const descriptor = readPointer(out.bytes);
  try {
    const information = (DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION) >>> 0;
    calls.bool('SetFileSecurityW', advapi32.SetFileSecurityW(name, information, descriptor));
  } finally {
    LocalFree(descriptor);
  }
  return othersIn(accessOf(windows, path), whom);
}

/**
 * Who has which access to a file or folder, as SDDL: `D:P(A;OICI;FA;;;SY)...`.
 * @throws CallFailure
 */
export function accessOf(windows: Windows, path: string): string {
  const { calls, engine, memory } = windows;
  const advapi32 = bindTable(windows.advapi32Library, ADVAPI32_SECURITY);
  const { LocalFree } = bindTable(windows.kernel32Library, KERNEL32_LOCAL);
  const name = new NativeText(engine, PATH_BYTES).wide(toNamespacedPath(resolve(path)));
  const descriptor = engine.allocate(DESCRIPTOR_BYTES);
  const out = engine.allocate(16);
  calls.bool(
    'GetFileSecurityW',
    advapi32.GetFileSecurityW(
      name,
      DACL_SECURITY_INFORMATION,
      descriptor.address,
      DESCRIPTOR_BYTES,
      out.address,
    ),
  );
  calls.bool(
    'ConvertSecurityDescriptorToStringSecurityDescriptorW',
    advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW(
      descriptor.address,
      SDDL_REVISION_1,
      DACL_SECURITY_INFORMATION,
      out.address,
      out.address + 8,
    ),
  );
  const text = readPointer(out.bytes);
  try {
    const copy = engine.allocate(2 * out.bytes.readUInt32LE(8));
    memory.copy(copy.address, text, copy.bytes.length);
    return copy.bytes.toString('utf16le').split('\0', 1).join();
  } finally {
    LocalFree(text);
  }
}

/** Who else is allowed anything. Without a list of access everybody is, whom SDDL calls WD. */
export function othersIn(sddl: string, whom: readonly string[]): readonly string[] {
  if (!sddl.includes('('))
    return /^D:[A-Z]*$/.test(sddl) && !sddl.includes('NO_ACCESS_CONTROL') ? [] : ['WD'];
  const allowed = [...sddl.matchAll(ENTRY)].flatMap(({ groups }) =>
    groups?.['kind']?.startsWith('D') ? [] : [groups?.['whom'] ?? ''],
  );
  // LA is what SDDL calls the administrator's own account, which may be the user.
  return [...new Set(allowed)].filter((each) => !whom.includes(each) && each !== 'LA');
}

function ownSid(windows: Windows): Buffer {
  const tokens = new Tokens(windows);
  const token = tokens.duplicateOwn();
  try {
    return tokens.sidOf(token);
  } finally {
    tokens.close(token);
  }
}
