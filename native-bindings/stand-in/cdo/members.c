/* Members and parameters by name and by id, and the members that every object has. */
#include "members.h"

static WCHAR small(WCHAR unit) { return unit >= 'A' && unit <= 'Z' ? (WCHAR)(unit + 'a' - 'A') : unit; }

/* Whether two names are the same to Basic, in which case does not matter. All names here are ASCII. */
static bool is_same(LPCWSTR left, LPCWSTR right) {
  while (*left && small(*left) == small(*right)) left++, right++;
  return small(*left) == small(*right);
}

const struct member *member_of_name(const struct cdo_kind *kind, LPCWSTR name) {
  for (const struct member *member = kind->members; member->name; member++) {
    if (is_same(member->name, name)) return member;
  }
  return NULL;
}

const struct member *member_of_id(const struct cdo_kind *kind, DISPID id) {
  for (const struct member *member = kind->members; member->name; member++) {
    if (member->id == id) return member;
  }
  return NULL;
}

DISPID parameter_of_name(const struct member *member, LPCWSTR name) {
  for (UINT i = 0; i < member->count; i++) {
    if (is_same(member->parameters[i].name, name)) return (DISPID)i;
  }
  return DISPID_UNKNOWN;
}

HRESULT get_application(struct call *call) { return put_text(call->result, u"Collaboration Data Objects"); }

HRESULT get_parent(struct call *call) {
  return put_object(call->result, (struct cdo_object *)call->self->object.parent);
}

HRESULT get_session(struct call *call) { return put_object(call->result, session_of(call->self)); }

HRESULT get_class(struct call *call) {
  return put_number(call->result, ((const struct cdo_kind *)call->self->object.kind)->number);
}

HRESULT not_modelled(struct call *call) {
  (void)call;
  return MAPI_E_NO_SUPPORT;
}
