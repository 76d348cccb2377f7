#ifndef MAPILEAK_CDO_MEMBERS_H
#define MAPILEAK_CDO_MEMBERS_H

#include "objects-of-cdo.h"

/* What an object can be asked for, and with what. */

enum parameter_type { TEXT_PARAMETER, BOOLEAN_PARAMETER, NUMBER_PARAMETER };

struct parameter {
  LPCWSTR name;
  enum parameter_type type;
  bool required;
};

#define PARAMETER_LIMIT 7

struct argument {
  bool given;
  bool yes;
  LONG number;
  LPCWSTR text; /* ends with a NUL; not NULL if given */
};

struct call {
  struct cdo_object *self;
  const struct argument *arguments;
  VARIANT *result; /* empty, and cleared by the caller if the call fails */
};

struct member {
  LPCWSTR name; /* NULL after the last one */
  DISPID id;
  WORD kind; /* DISPATCH_METHOD or DISPATCH_PROPERTYGET */
  bool before_logon;
  /** A code of MAPI. */
  HRESULT (*call)(struct call *call);
  UINT count;
  struct parameter parameters[PARAMETER_LIMIT];
};

/** The properties that every object has. */
HRESULT get_application(struct call *call);
HRESULT get_parent(struct call *call);
HRESULT get_session(struct call *call);
HRESULT get_class(struct call *call);
/** A member of the type library that the stand-in does not model. */
HRESULT not_modelled(struct call *call);

/* clang-format off */
#define COMMON_MEMBERS \
  {u"Application", 20, DISPATCH_PROPERTYGET, .call = get_application}, \
  {u"Parent", 25, DISPATCH_PROPERTYGET, .call = get_parent}, \
  {u"Session", 34, DISPATCH_PROPERTYGET, .call = get_session}, \
  {u"Class", 6, DISPATCH_PROPERTYGET, .call = get_class}
#define MAPIOBJECT_MEMBER {u"MAPIOBJECT", 49, DISPATCH_PROPERTYGET, .call = not_modelled}
/* clang-format on */

/** NULL if there is none. */
const struct member *member_of_name(const struct cdo_kind *kind, LPCWSTR name);
const struct member *member_of_id(const struct cdo_kind *kind, DISPID id);
/** The place of a parameter among those of its member, which is its id; DISPID_UNKNOWN if there is none. */
DISPID parameter_of_name(const struct member *member, LPCWSTR name);

/** Puts the arguments of a call to their places. The texts are the caller's. */
HRESULT bind_arguments(const struct member *member, const DISPPARAMS *given, struct argument *arguments,
                       UINT *wrong);

/* --- Results -------------------------------------------------------------------------------------------- */

HRESULT put_number(VARIANT *result, LONG number);
HRESULT put_text(VARIANT *result, LPCWSTR text);
/** A text of the ANSI code page, of which only Latin-1 is modelled. */
HRESULT put_narrow(VARIANT *result, const char *text);
/** Bytes as hexadecimal digits, which is how CDO shows entry ids. */
HRESULT put_bytes(VARIANT *result, const BYTE *bytes, ULONG count);
/** One more reference to an object, which may be NULL. */
HRESULT put_object(VARIANT *result, struct cdo_object *object);
/** The caller's only reference to a new object; NULL is MAPI_E_NOT_ENOUGH_MEMORY. */
HRESULT put_new_object(VARIANT *result, struct cdo_object *object);

/* --- Failures ------------------------------------------------------------------------------------------- */

/** Describes a code of MAPI; always DISP_E_EXCEPTION. `exception` may be NULL. */
HRESULT raise_exception(HRESULT code, EXCEPINFO *exception);

#endif
