/* The method table of IMAPITable, and the methods the stand-in does not model. */
#include "../objects/objects.h"
#include "answers.h"
#include "table.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD advise(void *self, ULONG events, void *sink, ULONG_PTR *connection) {
  UNUSED(events), UNUSED(sink);
  return not_supported(self, connection);
}

METHOD unadvise(void *self, ULONG_PTR connection) {
  UNUSED(connection);
  return not_supported(self, NULL);
}

METHOD get_status(void *self, ULONG *status, ULONG *type) {
  UNUSED(status), UNUSED(type);
  return not_supported(self, NULL);
}

METHOD seek_row_approx(void *self, ULONG numerator, ULONG denominator) {
  UNUSED(numerator), UNUSED(denominator);
  return not_supported(self, NULL);
}

METHOD query_position(void *self, ULONG *row, ULONG *numerator, ULONG *denominator) {
  UNUSED(row), UNUSED(numerator), UNUSED(denominator);
  return not_supported(self, NULL);
}

METHOD find_row(void *self, SRestriction *restriction, ULONG bookmark, ULONG flags) {
  UNUSED(restriction), UNUSED(bookmark), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD create_bookmark(void *self, ULONG *bookmark) {
  UNUSED(bookmark);
  return not_supported(self, NULL);
}

METHOD free_bookmark(void *self, ULONG bookmark) {
  UNUSED(bookmark);
  return not_supported(self, NULL);
}

METHOD sort_table(void *self, void *order, ULONG flags) {
  UNUSED(order), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD query_sort_order(void *self, void **order) { return not_supported(self, order); }

METHOD expand_row(void *self, ULONG bytes, BYTE *key, ULONG rows, ULONG flags, SRowSet **set, ULONG *more) {
  UNUSED(bytes), UNUSED(key), UNUSED(rows), UNUSED(flags), UNUSED(more);
  return not_supported(self, set);
}

METHOD collapse_row(void *self, ULONG bytes, BYTE *key, ULONG flags, ULONG *rows) {
  UNUSED(bytes), UNUSED(key), UNUSED(flags), UNUSED(rows);
  return not_supported(self, NULL);
}

METHOD wait_for_completion(void *self, ULONG flags, ULONG timeout, ULONG *status) {
  UNUSED(flags), UNUSED(timeout), UNUSED(status);
  return not_supported(self, NULL);
}

METHOD get_collapse_state(void *self, ULONG flags, ULONG bytes, BYTE *key, ULONG *state_bytes, BYTE **state) {
  UNUSED(flags), UNUSED(bytes), UNUSED(key), UNUSED(state_bytes);
  return not_supported(self, state);
}

METHOD set_collapse_state(void *self, ULONG flags, ULONG bytes, BYTE *state, ULONG *bookmark) {
  UNUSED(flags), UNUSED(bytes), UNUSED(state), UNUSED(bookmark);
  return not_supported(self, NULL);
}

METHOD abort_table(void *self) { return not_supported(self, NULL); }

const IMAPITableVtbl table_methods = {
    UNKNOWN_METHODS,
    .GetLastError = get_last_error,
    .Advise = advise,
    .Unadvise = unadvise,
    .GetStatus = get_status,
    .SetColumns = table_set_columns,
    .QueryColumns = table_query_columns,
    .GetRowCount = table_get_row_count,
    .SeekRow = table_seek_row,
    .SeekRowApprox = seek_row_approx,
    .QueryPosition = query_position,
    .FindRow = find_row,
    .Restrict = table_restrict,
    .CreateBookmark = create_bookmark,
    .FreeBookmark = free_bookmark,
    .SortTable = sort_table,
    .QuerySortOrder = query_sort_order,
    .QueryRows = table_query_rows,
    .Abort = abort_table,
    .ExpandRow = expand_row,
    .CollapseRow = collapse_row,
    .WaitForCompletion = wait_for_completion,
    .GetCollapseState = get_collapse_state,
    .SetCollapseState = set_collapse_state,
};
