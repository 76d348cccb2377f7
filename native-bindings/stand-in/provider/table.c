#include "table.h"

#include <stdint.h>
#include <string.h>

#include "buffers.h"
#include "library.h"
#include "props.h"
#include "restrictions.h"

#define TBL_ASYNC 0x1u
#define TBL_BATCH 0x2u
#define TBL_ALL_COLUMNS 0x1u
#define TBL_NOADVANCE 0x1u
enum { BOOKMARK_BEGINNING, BOOKMARK_CURRENT, BOOKMARK_END };

/* One buffer with everything the rows hold as its children. */
struct rows {
  ULONG limit, count;
  SRow rows[];
};

struct table {
  struct object object;
  struct rows *rows;
  SPropTagArray *columns; /* NULL: those of the first row */
  ULONG *shown;           /* the numbers of the rows that the restriction admits */
  ULONG shown_count, position;
};

static void end_table(HANDLE heap, struct object *object) {
  struct table *table = (struct table *)object;
  buffer_free(heap, table->columns);
  buffer_free(heap, table->rows);
}

static const IID iid_table = MAPI_IID(0x0301);
static const IID *const interfaces[] = {&iid_table, NULL};
static const struct object_kind table_kind = {
    .methods = &table_methods, .interfaces = interfaces, .end = end_table};
static_assert(sizeof(struct table) <= OBJECT_BYTES, "a table fits into a block");

struct rows *rows_make(HANDLE heap, ULONG limit) {
  if (limit > UINT16_MAX) return NULL;
  struct rows *rows = buffer_make(heap, sizeof *rows + limit * sizeof *rows->rows);
  if (rows) *rows = (struct rows){.limit = limit};
  return rows;
}

bool rows_add(HANDLE heap, struct rows *rows, const SPropValue *values, ULONG count) {
  if (rows->count == rows->limit) return false;
  SRow row = {0};
  row.lpProps = props_copy(heap, rows, values, count, NULL, &row.cValues);
  if (!row.lpProps) return false;
  rows->rows[rows->count++] = row;
  return true;
}

void rows_free(HANDLE heap, struct rows *rows) { buffer_free(heap, rows); }

static void show(struct table *table, const SRestriction *restriction) {
  table->shown_count = 0;
  table->position = 0;
  for (ULONG i = 0; i < table->rows->count; i++) {
    if (restriction_admits(restriction, &table->rows->rows[i])) table->shown[table->shown_count++] = i;
  }
}

IMAPITable *table_make(HANDLE heap, struct rows *rows, struct object *parent) {
  ULONG *shown = buffer_more(heap, rows->count * sizeof *shown, rows);
  struct table *table = shown ? object_make(heap, &table_kind, parent) : NULL;
  if (!table) {
    buffer_free(heap, rows);
    return NULL;
  }
  table->rows = rows;
  table->shown = shown;
  show(table, NULL);
  return (IMAPITable *)table;
}

/* --- Methods -------------------------------------------------------------------------------------------- */

HRESULT STDMETHODCALLTYPE table_set_columns(void *self, SPropTagArray *tags, ULONG flags) {
  if (!tags || tags->cValues == 0 || tags->cValues > UINT16_MAX) return MAPI_E_INVALID_PARAMETER;
  if (flags & ~(TBL_ASYNC | TBL_BATCH)) return MAPI_E_UNKNOWN_FLAGS;
  struct table *table = object_enter(self, &table_kind);
  if (!table) return MAPI_E_INVALID_OBJECT;
  HANDLE heap = library_heap();
  SPropTagArray *columns = tags_copy(heap, tags);
  if (columns) {
    buffer_free(heap, table->columns);
    table->columns = columns;
  }
  library_leave();
  return columns ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

/* The tags of the first row, as a buffer of its own. */
static SPropTagArray *all_columns(HANDLE heap, const struct rows *rows) {
  ULONG count = rows->count ? rows->rows[0].cValues : 0;
  SPropTagArray *tags = buffer_make(heap, sizeof *tags + count * sizeof *tags->aulPropTag);
  if (!tags) return NULL;
  tags->cValues = count;
  for (ULONG i = 0; i < count; i++) tags->aulPropTag[i] = rows->rows[0].lpProps[i].ulPropTag;
  return tags;
}

HRESULT STDMETHODCALLTYPE table_query_columns(void *self, ULONG flags, SPropTagArray **tags) {
  if (!tags) return MAPI_E_INVALID_PARAMETER;
  *tags = NULL;
  if (flags & ~TBL_ALL_COLUMNS) return MAPI_E_UNKNOWN_FLAGS;
  struct table *table = object_enter(self, &table_kind);
  if (!table) return MAPI_E_INVALID_OBJECT;
  bool chosen = table->columns && !(flags & TBL_ALL_COLUMNS);
  *tags = chosen ? tags_copy(library_heap(), table->columns) : all_columns(library_heap(), table->rows);
  library_leave();
  return *tags ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

HRESULT STDMETHODCALLTYPE table_get_row_count(void *self, ULONG flags, ULONG *count) {
  if (!count) return MAPI_E_INVALID_PARAMETER;
  *count = 0;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct table *table = object_enter(self, &table_kind);
  if (!table) return MAPI_E_INVALID_OBJECT;
  *count = table->shown_count;
  library_leave();
  return S_OK;
}

HRESULT STDMETHODCALLTYPE table_seek_row(void *self, ULONG bookmark, LONG rows, LONG *sought) {
  if (bookmark > BOOKMARK_END) return MAPI_E_INVALID_PARAMETER;
  struct table *table = object_enter(self, &table_kind);
  if (!table) return MAPI_E_INVALID_OBJECT;
  LONGLONG origin = bookmark == BOOKMARK_BEGINNING ? 0
                    : bookmark == BOOKMARK_END     ? table->shown_count
                                                   : table->position;
  LONGLONG target = origin + rows;
  if (target < 0) target = 0;
  if (target > table->shown_count) target = table->shown_count;
  table->position = (ULONG)target;
  if (sought) *sought = (LONG)(target - origin);
  library_leave();
  return S_OK;
}

HRESULT STDMETHODCALLTYPE table_restrict(void *self, SRestriction *restriction, ULONG flags) {
  if (flags & ~(TBL_ASYNC | TBL_BATCH)) return MAPI_E_UNKNOWN_FLAGS;
  HRESULT result = restriction ? restriction_check(restriction) : S_OK;
  if (result != S_OK) return result;
  struct table *table = object_enter(self, &table_kind);
  if (!table) return MAPI_E_INVALID_OBJECT;
  show(table, restriction);
  library_leave();
  return S_OK;
}

static void free_rows(HANDLE heap, SRowSet *set) {
  for (ULONG i = 0; i < set->cRows; i++) buffer_free(heap, set->aRow[i].lpProps);
  buffer_free(heap, set);
}

/* As of real MAPI: the set and the properties of each row are buffers of their own. */
static SRowSet *copy_rows(HANDLE heap, const struct table *table, ULONG first, ULONG count) {
  SRowSet *set = buffer_make(heap, sizeof *set + count * sizeof *set->aRow);
  if (!set) return NULL;
  set->cRows = 0;
  while (set->cRows < count) {
    const SRow *from = &table->rows->rows[table->shown[first + set->cRows]];
    SRow row = {0};
    row.lpProps = props_copy(heap, NULL, from->lpProps, from->cValues, table->columns, &row.cValues);
    if (!row.lpProps) {
      free_rows(heap, set);
      return NULL;
    }
    set->aRow[set->cRows++] = row;
  }
  return set;
}

HRESULT STDMETHODCALLTYPE table_query_rows(void *self, LONG rows, ULONG flags, SRowSet **set) {
  if (!set) return MAPI_E_INVALID_PARAMETER;
  *set = NULL;
  if (rows == 0) return MAPI_E_INVALID_PARAMETER;
  if (flags & ~TBL_NOADVANCE) return MAPI_E_UNKNOWN_FLAGS;
  struct table *table = object_enter(self, &table_kind);
  if (!table) return MAPI_E_INVALID_OBJECT;

  /* A negative number reads those before the position, and leaves it before them. */
  ULONG wanted = rows < 0 ? 0u - (ULONG)rows : (ULONG)rows;
  ULONG available = rows < 0 ? table->position : table->shown_count - table->position;
  ULONG count = wanted < available ? wanted : available;
  ULONG first = rows < 0 ? table->position - count : table->position;
  *set = copy_rows(library_heap(), table, first, count);
  if (*set && !(flags & TBL_NOADVANCE)) table->position = rows < 0 ? first : first + count;
  library_leave();
  return *set ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}
