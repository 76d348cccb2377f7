/* IDispatch, for every object of CDO. */
#include <string.h>

#include "members.h"

static const IID iid_null;

static const struct cdo_kind *kind_of(const struct cdo_object *object) {
  return (const struct cdo_kind *)object->object.kind;
}

/* The object behind an interface pointer with one more reference, or NULL if it is not live. */
static struct cdo_object *hold(IDispatch *self) {
  return unknown_add_ref(self) ? (struct cdo_object *)(void *)self : NULL;
}

static HRESULT STDMETHODCALLTYPE query_interface(IDispatch *self, REFIID iid, void **object) {
  return unknown_query_interface(self, iid, object);
}

static ULONG STDMETHODCALLTYPE add_ref(IDispatch *self) { return unknown_add_ref(self); }

static HRESULT STDMETHODCALLTYPE get_type_info_count(IDispatch *self, UINT *count) {
  (void)self;
  if (!count) return E_INVALIDARG;
  *count = 0; /* there is no type library */
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE get_type_info(IDispatch *self, UINT index, LCID locale, ITypeInfo **info) {
  (void)self, (void)index, (void)locale;
  if (!info) return E_INVALIDARG;
  *info = NULL;
  return DISP_E_BADINDEX;
}

static HRESULT find_names(const struct cdo_kind *kind, LPOLESTR *names, UINT count, DISPID *ids) {
  for (UINT i = 0; i < count; i++) ids[i] = DISPID_UNKNOWN;
  const struct member *member = names[0] ? member_of_name(kind, names[0]) : NULL;
  if (!member) return DISP_E_UNKNOWNNAME;
  HRESULT found = S_OK;
  ids[0] = member->id;
  for (UINT i = 1; i < count; i++) {
    if (names[i]) ids[i] = parameter_of_name(member, names[i]);
    if (ids[i] == DISPID_UNKNOWN) found = DISP_E_UNKNOWNNAME;
  }
  return found;
}

static HRESULT STDMETHODCALLTYPE get_ids_of_names(IDispatch *self, REFIID iid, LPOLESTR *names, UINT count,
                                                  LCID locale, DISPID *ids) {
  (void)locale; /* there is one language */
  if (iid && !iid_equal(iid, &iid_null)) return DISP_E_UNKNOWNINTERFACE;
  if (!names || !ids || !count) return E_INVALIDARG;
  struct cdo_object *object = hold(self);
  if (!object) return MAPI_E_INVALID_OBJECT;
  HRESULT found = find_names(kind_of(object), names, count, ids);
  release_object(self);
  return found;
}

static bool is_logged_on(struct cdo_object *object) { return session_of(object)->holding->session; }

static HRESULT call_member(struct cdo_object *object, const struct member *member, const DISPPARAMS *given,
                           VARIANT *result, EXCEPINFO *exception, UINT *wrong) {
  struct argument arguments[PARAMETER_LIMIT] = {0};
  HRESULT bound = bind_arguments(member, given, arguments, wrong);
  if (FAILED(bound)) return bound;
  struct call call = {object, arguments, result};
  bool is_legal = member->before_logon || is_logged_on(object);
  HRESULT code = is_legal ? member->call(&call) : MAPI_E_NOT_INITIALIZED;
  return FAILED(code) ? raise_exception(code, exception) : S_OK;
}

static HRESULT STDMETHODCALLTYPE invoke(IDispatch *self, DISPID id, REFIID iid, LCID locale, WORD flags,
                                        DISPPARAMS *arguments, VARIANT *result, EXCEPINFO *exception,
                                        UINT *wrong_argument) {
  (void)locale;
  if (iid && !iid_equal(iid, &iid_null)) return DISP_E_UNKNOWNINTERFACE;
  if (!arguments) return E_INVALIDARG;
  struct cdo_object *object = hold(self);
  if (!object) return MAPI_E_INVALID_OBJECT;
  VARIANT answer;
  memset(&answer, 0, sizeof answer);
  const struct member *member = member_of_id(kind_of(object), id);
  HRESULT called = DISP_E_MEMBERNOTFOUND;
  if (member && member->kind & flags) {
    called = call_member(object, member, arguments, &answer, exception, wrong_argument);
  }
  release_object(self);
  if (result) *result = answer;
  else VariantClear(&answer);
  return called;
}

IDispatchVtbl dispatch_methods = {
    .QueryInterface = query_interface,
    .AddRef = add_ref,
    .Release = release_object,
    .GetTypeInfoCount = get_type_info_count,
    .GetTypeInfo = get_type_info,
    .GetIDsOfNames = get_ids_of_names,
    .Invoke = invoke,
};
