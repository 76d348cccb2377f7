/** Constants of CreateFileW (winnt.h, fileapi.h). */
export const GENERIC_READ_WRITE = 0xc0000000;
export const OPEN_ALWAYS = 4;
export const FILE_ATTRIBUTE_NORMAL = 0x80;
/** INVALID_HANDLE_VALUE as a pointer-sized integer of either bitness. */
export const INVALID_HANDLE_VALUES: readonly number[] = [-1, 0xffffffff];
/** The longest path, in UTF-16 bytes. */
export const PATH_BYTES = 2 * 32_768;
