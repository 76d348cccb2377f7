/** Win32 error codes that these bindings meet, by name (winerror.h). */
export const WIN32_ERRORS = {
  ERROR_SUCCESS: 0,
  ERROR_FILE_NOT_FOUND: 2,
  ERROR_PATH_NOT_FOUND: 3,
  ERROR_ACCESS_DENIED: 5,
  ERROR_INVALID_HANDLE: 6,
  ERROR_NOT_ENOUGH_MEMORY: 8,
  ERROR_BAD_EXE_FORMAT: 193,
  ERROR_INVALID_PARAMETER: 87,
  ERROR_INSUFFICIENT_BUFFER: 122,
  ERROR_MORE_DATA: 234,
  ERROR_NO_MORE_ITEMS: 259,
  ERROR_NO_TOKEN: 1008,
  ERROR_BADDB: 1009,
  ERROR_REGISTRY_CORRUPT: 1015,
  ERROR_KEY_DELETED: 1018,
  ERROR_PRIVILEGE_NOT_HELD: 1314,
  ERROR_LOGON_FAILURE: 1326,
  ERROR_ACCOUNT_RESTRICTION: 1327,
  ERROR_PASSWORD_EXPIRED: 1330,
  ERROR_ACCOUNT_DISABLED: 1331,
  ERROR_BAD_IMPERSONATION_LEVEL: 1346,
  ERROR_LOGON_TYPE_NOT_GRANTED: 1385,
  ERROR_PASSWORD_MUST_CHANGE: 1907,
  ERROR_ACCOUNT_LOCKED_OUT: 1909,
} as const;

export type Win32ErrorName = keyof typeof WIN32_ERRORS;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(WIN32_ERRORS).map(([name, value]) => [value, name]),
);

/** The name of a Win32 error, or `Win32 error N`. */
export function win32ErrorName(error: number): string {
  return NAMES.get(error) ?? `Win32 error ${error}`;
}
