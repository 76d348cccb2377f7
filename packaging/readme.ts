import type { WindowsArch } from './windows-arch.ts';
import { WINDOWS_NODE_VERSION } from './windows-node.ts';

const BITS: Readonly<Record<WindowsArch, string>> = { ia32: '32-bit', x64: '64-bit' };

/** README.txt: what somebody needs who has this folder and a command prompt, and nothing else. */
export function readmeText(version: string, arch: WindowsArch): string {
  return `mapileak ${version} for Windows, ${BITS[arch]}

Reproduces and measures the MAPI memory leak of Microsoft KB 891509, with CleanUpMAPIHeap off and on.
Nothing has to be installed, and no internet is needed: Node.js ${WINDOWS_NODE_VERSION} is in this folder.

In a command prompt, as an administrator, in this folder or any other:

    mapileak.cmd doctor        which MAPI loads here, and why? what is missing, and what to do
    mapileak.cmd compare       growth per logon with the flag off and on, and a verdict
    mapileak.cmd --help        the other commands, their options, and the exit codes

Without options compare measures the stand-in, a MAPI provider of mapileak's own for trying; doctor --mapi stand-in
checks that one, and needs no mail client. To measure the MAPI of this machine:

    mapileak.cmd compare --mapi system --mailboxes FILE --password-prompt

Its bitness must be that of the MAPI on this machine. Exchange 2003's, and the Exchange MAPI/CDO download, are 32-bit.

What it changes on the machine
    A run writes CleanUpMAPIHeap to the registry, below HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\
    Windows Messaging Subsystem\\Applications, and a key of its own below SOFTWARE\\mapileak. A run on the stand-in (the
    default) also registers that as a mail client for node.exe (SOFTWARE\\Clients\\Mail and MSMapiApps). Afterwards
    exactly what was there is put back. If a run is killed, "mapileak.cmd flag restore" does so. Results go to a new
    folder below "runs" in the current folder, unless --out names another. To remove mapileak, delete this folder,
    %LOCALAPPDATA%\\mapileak and %ProgramData%\\mapileak.

Where it runs
    Windows 10, Windows Server 2016, or later: Node.js ${WINDOWS_NODE_VERSION} needs that. It does not start on Windows Server 2003,
    the only home of Exchange 2003. The MAPI client and the server may be different machines.

What is in this folder
    docs explains the list of mailboxes (mailboxes.md), the report, the verdict and the stand-in.
    SHA256SUMS has the SHA-256 of every other file; certutil -hashfile FILE SHA256 shows one.
    LICENSE is mapileak's licence, LICENSES has those of what comes with it.
`;
}
