#ifndef MAPILEAK_WIN32_DIALS_H
#define MAPILEAK_WIN32_DIALS_H

#include <stdbool.h>

#include "win32.h"

#define DIAL_TEXT_UNITS 256

/**
 * Reads a REG_SZ dial of the stand-in: a value in the key below HKEY_LOCAL_MACHINE that the environment
 * variable MAPILEAK_STAND_IN_KEY names, by default SOFTWARE\mapileak\stand-in. False if there is none.
 */
bool read_text_dial(LPCWSTR name, WCHAR text[DIAL_TEXT_UNITS]);

/** Reads a REG_DWORD dial in the same key; `initial` if there is none. */
DWORD read_number_dial(LPCWSTR name, DWORD initial);

#endif
