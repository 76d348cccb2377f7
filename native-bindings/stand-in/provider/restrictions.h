#ifndef MAPILEAK_PROVIDER_RESTRICTIONS_H
#define MAPILEAK_PROVIDER_RESTRICTIONS_H

#include <stdbool.h>

#include "mapi-abi.h"
#include "mapi-props.h"

/** S_OK for a restriction that can be evaluated: RES_AND, RES_EXIST, and RES_PROPERTY with RELOP_EQ. */
HRESULT restriction_check(const SRestriction *restriction);
/** Whether a row is let through by a restriction that was checked. NULL lets all through. */
bool restriction_admits(const SRestriction *restriction, const SRow *row);

#endif
