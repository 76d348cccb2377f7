#ifndef MAPILEAK_EXERCISE_AUTOMATION_H
#define MAPILEAK_EXERCISE_AUTOMATION_H

#include "../../../../native-bindings/stand-in/win32/com.h"
#include "exercise.h"

/* What a program does with an Automation object. Every function gives back what it got, unless it says
 * otherwise. */

#define CDO_CLASS_TEXT u"{3FA7DEB3-6438-101B-ACC1-00AA00423326}"
extern const CLSID cdo_class;
extern const IID iid_of_unknown, iid_of_dispatch;

void set_registry_text(LPCWSTR path, LPCWSTR name, LPCWSTR text);
/** Registers libcdo.so for MAPI.Session. */
void register_cdo(void);
/** CoInitializeEx, and a Session by its name; NULL if there is none. */
IDispatch *create_session(void);
/** A function of libcdo.so by its name; NULL while that is not loaded. */
FARPROC cdo_export(LPCSTR name);
ULONG cdo_live_objects(void);
ULONG cdo_misuses(void);

/** The id of a member; DISPID_UNKNOWN if there is none. */
DISPID id_of(IDispatch *object, LPCWSTR name);

/** What Invoke answered. The exception's texts and the result must be cleared by clear_answer. */
struct answer {
  HRESULT code;
  VARIANT result;
  EXCEPINFO exception;
  UINT wrong_argument;
};
/** Calls a member with arguments in the order of Invoke, the last one first, as Basic does. */
struct answer call(IDispatch *object, LPCWSTR name, VARIANT *arguments, UINT count);
void clear_answer(struct answer *answer);
/** The code a call fails with, that of the exception if it is one. The answer is cleared. */
HRESULT failure_of(struct answer answer);

/** A property that is an object; the caller releases it. NULL if it is none. */
IDispatch *object_of(IDispatch *object, LPCWSTR name);
/** A property that is a number; -1 if it is none. */
LONG number_of(IDispatch *object, LPCWSTR name);
/** Whether a property is this text. */
bool text_is(IDispatch *object, LPCWSTR name, LPCWSTR expected);
void release(IDispatch *object);

/** Logon(profileInfo) without a dialog, in a new session, as the documentation's example does it. */
HRESULT cdo_log_on(IDispatch *session, LPCWSTR server_and_mailbox);
HRESULT cdo_log_off(IDispatch *session);

#endif
