#ifndef MAPILEAK_CDO_ROWS_H
#define MAPILEAK_CDO_ROWS_H

#include "../provider/mapi-objects.h"

/* Small services for tables and properties. */

/** Frees what QueryRows gave: each row, then the set. Accepts NULL. */
void free_rows(SRowSet *rows);
/** One property of a store or a folder; MAPIFreeBuffer frees it. The error of a property that is not there.
 */
HRESULT read_property(void *object, ULONG tag, SPropValue **value);

#endif
