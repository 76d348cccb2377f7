/* The arguments of IDispatch::Invoke (oaidl.h, "IDispatch::Invoke" of the Automation documentation). */
#include <stdint.h>

#include "members.h"

/* The value an argument stands for: itself, the variant it refers to, or a copy of the variable it refers to.
 */
static VARIANT value_of(const VARIANT *argument) {
  if (argument->vt == (VT_BYREF | VT_VARIANT) && argument->pvarVal) argument = argument->pvarVal;
  VARIANT value = *argument;
  if (!(argument->vt & VT_BYREF) || !argument->pvarVal) return value;
  value.vt = (VARTYPE)(argument->vt & ~VT_BYREF);
  switch (value.vt) {
    case VT_BSTR: value.bstrVal = *argument->pbstrVal; break;
    case VT_BOOL: value.boolVal = *argument->pboolVal; break;
    case VT_I2: value.iVal = *argument->piVal; break;
    case VT_I4:
    case VT_INT:
    case VT_ERROR: value.lVal = *argument->plVal; break;
    default: value.vt = argument->vt;
  }
  return value;
}

static bool is_omitted(const VARIANT *value) {
  return value->vt == VT_ERROR && value->scode == DISP_E_PARAMNOTFOUND;
}

static bool read_number(const VARIANT *value, LONG *number) {
  switch (value->vt) {
    case VT_EMPTY: *number = 0; return true;
    case VT_BOOL: *number = value->boolVal; return true;
    case VT_I2: *number = value->iVal; return true;
    case VT_UI1: *number = value->bVal; return true;
    case VT_I4:
    case VT_INT:
    case VT_UI4:
    case VT_UINT: *number = value->lVal; return true;
    case VT_R8:
      *number = (LONG)value->dblVal;
      return value->dblVal >= INT32_MIN && value->dblVal <= INT32_MAX;
    default: return false;
  }
}

static bool read_value(const VARIANT *value, enum parameter_type type, struct argument *argument) {
  if (type == TEXT_PARAMETER) {
    if (value->vt != VT_BSTR && value->vt != VT_EMPTY) return false;
    argument->text = value->vt == VT_BSTR && value->bstrVal ? value->bstrVal : u"";
    return true;
  }
  if (!read_number(value, &argument->number)) return false;
  argument->yes = argument->number != 0;
  return true;
}

static HRESULT bind_one(const struct member *member, DISPID place, const VARIANT *given,
                        struct argument *arguments) {
  if (place < 0 || (UINT)place >= member->count || arguments[place].given) return DISP_E_PARAMNOTFOUND;
  VARIANT value = value_of(given);
  if (is_omitted(&value)) return S_OK;
  if (!read_value(&value, member->parameters[place].type, &arguments[place])) return DISP_E_TYPEMISMATCH;
  arguments[place].given = true;
  return S_OK;
}

HRESULT bind_arguments(const struct member *member, const DISPPARAMS *given, struct argument *arguments,
                       UINT *wrong) {
  if (given->cArgs > member->count || given->cNamedArgs > given->cArgs) return DISP_E_BADPARAMCOUNT;
  if (given->cArgs && !given->rgvarg) return E_INVALIDARG;
  if (given->cNamedArgs && !given->rgdispidNamedArgs) return E_INVALIDARG;
  /* From the last to the first, so that those with a place come before those with a name. */
  for (UINT index = given->cArgs; index-- > 0;) {
    bool named = index < given->cNamedArgs;
    DISPID place = named ? given->rgdispidNamedArgs[index] : (DISPID)(given->cArgs - 1 - index);
    HRESULT bound = bind_one(member, place, &given->rgvarg[index], arguments);
    if (FAILED(bound)) {
      if (wrong) *wrong = index;
      return bound;
    }
  }
  for (UINT i = 0; i < member->count; i++) {
    if (member->parameters[i].required && !arguments[i].given) return DISP_E_PARAMNOTOPTIONAL;
  }
  return S_OK;
}
