#include "answers.h"

#include <string.h>

#include "../objects/objects.h"

HRESULT not_supported(void *self, void *out) {
  if (out) memcpy(out, &(void *){NULL}, sizeof(void *));
  return object_check(self) ? MAPI_E_NO_SUPPORT : MAPI_E_INVALID_OBJECT;
}

static char *copy_text(void *parent, const char *text) {
  void *copy;
  size_t bytes = strlen(text) + 1;
  if (MAPIAllocateMore((ULONG)bytes, parent, &copy) != S_OK) return NULL;
  return memcpy(copy, text, bytes);
}

HRESULT STDMETHODCALLTYPE get_last_error(void *self, HRESULT result, ULONG flags, MAPIERROR **error) {
  if (!error) return MAPI_E_INVALID_PARAMETER;
  *error = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  if (!object_check(self)) return MAPI_E_INVALID_OBJECT;
  /* Success without a structure means that there is nothing to add to the code. */
  if (result != MAPI_E_NO_SUPPORT) return S_OK;

  void *memory;
  if (MAPIAllocateBuffer(sizeof **error, &memory) != S_OK) return MAPI_E_NOT_ENOUGH_MEMORY;
  MAPIERROR *answer = memory;
  *answer = (MAPIERROR){.lpszError = copy_text(memory, "The stand-in does not model this method."),
                        .lpszComponent = copy_text(memory, MapileakStandInIdentity())};
  *error = answer;
  return S_OK;
}
