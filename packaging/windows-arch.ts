/** The bitnesses a package is made for, as Node's `process.arch` names them. */
export const WINDOWS_ARCHS = ['ia32', 'x64'] as const;

export type WindowsArch = (typeof WINDOWS_ARCHS)[number];
