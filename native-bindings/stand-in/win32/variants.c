/* VariantInit and VariantClear (oleauto.h). */
#include <stdbool.h>

#include "com.h"

/* Types of a variant that have nothing to be given back, besides references to other variables. */
static bool is_plain(VARTYPE type) {
  if (type == VT_DECIMAL || (type >= VT_I1 && type <= VT_UINT)) return true;
  return type <= VT_DATE || type == VT_ERROR || type == VT_BOOL;
}

static bool is_object(VARTYPE type) { return type == VT_DISPATCH || type == VT_UNKNOWN; }

/* What may stand behind a reference: any type that has a value. */
static bool is_reference(VARTYPE type) {
  VARTYPE target = type & (VARTYPE)~VT_BYREF;
  return target != type && target > VT_NULL &&
         (is_plain(target) || is_object(target) || target == VT_BSTR || target == VT_VARIANT);
}

void WINAPI VariantInit(VARIANTARG *variant) { variant->vt = VT_EMPTY; }

HRESULT WINAPI VariantClear(VARIANTARG *variant) {
  if (!variant) return E_INVALIDARG;
  if (is_object(variant->vt)) {
    if (variant->punkVal) variant->punkVal->lpVtbl->Release(variant->punkVal);
  } else if (variant->vt == VT_BSTR) {
    SysFreeString(variant->bstrVal);
  } else if (!is_plain(variant->vt) && !is_reference(variant->vt)) {
    return DISP_E_BADVARTYPE;
  }
  variant->vt = VT_EMPTY;
  return S_OK;
}
