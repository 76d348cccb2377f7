#ifndef MAPILEAK_PROVIDER_ANSWERS_H
#define MAPILEAK_PROVIDER_ANSWERS_H

#include "mapi-abi.h"

/* What methods of every interface answer alike. From outside the library. */

/**
 * For a method that is not modelled: clears the place that `out` points to, which is a pointer's (NULL: there
 * is none). MAPI_E_NO_SUPPORT, or MAPI_E_INVALID_OBJECT for an object that is not live.
 */
HRESULT not_supported(void *self, void *out);

/**
 * IMAPIProp::GetLastError and its like: explains MAPI_E_NO_SUPPORT, and has nothing to say about other codes.
 */
HRESULT STDMETHODCALLTYPE get_last_error(void *self, HRESULT result, ULONG flags, MAPIERROR **error);

#endif
