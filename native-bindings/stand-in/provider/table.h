#ifndef MAPILEAK_PROVIDER_TABLE_H
#define MAPILEAK_PROVIDER_TABLE_H

#include "../objects/objects.h"
#include "mapi-objects.h"

/*
 * IMAPITable objects: rows that were there when the table was made. Inside library_enter and library_leave.
 */

struct rows;

/** Rows to be filled, at most `limit`. NULL when memory runs out. */
struct rows *rows_make(HANDLE heap, ULONG limit);
/** Adds a row with copies of these properties; false when memory runs out. */
bool rows_add(HANDLE heap, struct rows *rows, const SPropValue *values, ULONG count);
/** For rows that no table has taken. NULL is allowed. */
void rows_free(HANDLE heap, struct rows *rows);

/** A table of one reference, which takes over the rows, in any case. NULL when memory runs out. */
IMAPITable *table_make(HANDLE heap, struct rows *rows, struct object *parent);

/* --- Between table.c, which has the object, and table-methods.c, which has the method table ------------- */

extern const IMAPITableVtbl table_methods;

HRESULT STDMETHODCALLTYPE table_set_columns(void *self, SPropTagArray *tags, ULONG flags);
HRESULT STDMETHODCALLTYPE table_query_columns(void *self, ULONG flags, SPropTagArray **tags);
HRESULT STDMETHODCALLTYPE table_get_row_count(void *self, ULONG flags, ULONG *count);
HRESULT STDMETHODCALLTYPE table_seek_row(void *self, ULONG bookmark, LONG rows, LONG *sought);
HRESULT STDMETHODCALLTYPE table_restrict(void *self, SRestriction *restriction, ULONG flags);
HRESULT STDMETHODCALLTYPE table_query_rows(void *self, LONG rows, ULONG flags, SRowSet **set);

#endif
