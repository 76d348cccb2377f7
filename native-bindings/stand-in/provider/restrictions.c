#include "restrictions.h"

#include "props.h"

/* A restriction that refers to itself would otherwise be walked without end. */
#define DEPTH_LIMIT 16u

static HRESULT check_at(const SRestriction *restriction, ULONG depth) {
  if (depth > DEPTH_LIMIT) return MAPI_E_TOO_COMPLEX;
  switch (restriction->rt) {
    case RES_EXIST: return S_OK;
    case RES_PROPERTY: {
      const SPropertyRestriction *property = &restriction->res.resProperty;
      if (!property->lpProp) return MAPI_E_INVALID_PARAMETER;
      return property->relop == RELOP_EQ ? S_OK : MAPI_E_TOO_COMPLEX;
    }
    case RES_AND: {
      const SAndRestriction *all = &restriction->res.resAnd;
      if (all->cRes && !all->lpRes) return MAPI_E_INVALID_PARAMETER;
      for (ULONG i = 0; i < all->cRes; i++) {
        HRESULT result = check_at(&all->lpRes[i], depth + 1);
        if (result != S_OK) return result;
      }
      return S_OK;
    }
    default: return MAPI_E_TOO_COMPLEX;
  }
}

HRESULT restriction_check(const SRestriction *restriction) { return check_at(restriction, 0); }

bool restriction_admits(const SRestriction *restriction, const SRow *row) {
  if (!restriction) return true;
  if (restriction->rt == RES_EXIST) {
    return prop_find(row->lpProps, row->cValues, restriction->res.resExist.ulPropTag);
  }
  if (restriction->rt == RES_PROPERTY) {
    const SPropertyRestriction *property = &restriction->res.resProperty;
    const SPropValue *value = prop_find(row->lpProps, row->cValues, property->ulPropTag);
    return value && prop_equal(value, property->lpProp);
  }
  for (ULONG i = 0; i < restriction->res.resAnd.cRes; i++) {
    if (!restriction_admits(&restriction->res.resAnd.lpRes[i], row)) return false;
  }
  return true;
}
