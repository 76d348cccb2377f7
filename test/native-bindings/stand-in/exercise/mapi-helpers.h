#ifndef MAPILEAK_EXERCISE_MAPI_HELPERS_H
#define MAPILEAK_EXERCISE_MAPI_HELPERS_H

#include "exercise.h"

/* Short ways to what MAPI takes many calls for. Every object must be released, as those of MAPI. */

static const IID iid_unknown_of_com = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

/** Any object of MAPI, for what all of them have. */
typedef struct {
  const struct {
    HRESULT(STDMETHODCALLTYPE *QueryInterface)(void *self, REFIID iid, void **object);
    ULONG(STDMETHODCALLTYPE *AddRef)(void *self);
    ULONG(STDMETHODCALLTYPE *Release)(void *self);
    HRESULT(STDMETHODCALLTYPE *GetLastError)(void *self, HRESULT result, ULONG flags, MAPIERROR **error);
  } * lpVtbl;
} any_object;

ULONG drop(void *object);
/** Whether QueryInterface answers with the object itself, and with one reference more. */
bool is_itself(void *object, const IID *iid);
/** Whether QueryInterface knows no such interface. */
bool is_not(void *object, const IID *iid);

IProfAdmin *profile_admin(void);
HRESULT create_profile(const char *name);
HRESULT delete_profile(const char *name);
/** The services of a profile, NULL if there is no such profile. */
IMsgServiceAdmin *services_of(const char *name);
/** The UID of the Exchange service; false if there is none. */
bool service_uid(IMsgServiceAdmin *services, MAPIUID *uid);
HRESULT configure(IMsgServiceAdmin *services, const char *mailbox, const char *server);
/** Makes a profile with the Exchange service for a mailbox; the first code that is no success. */
HRESULT make_profile(const char *name, const char *mailbox, const char *server);
ULONG profile_count(void);

IMAPISession *log_on_to(const char *profile);
/** Opens the default store by its table. */
IMsgStore *open_own_store(IMAPISession *session);
/** Opens another's mailbox through IExchangeManageStore; NULL with the code of OpenMsgStore. */
IMsgStore *open_other_store(IMAPISession *session, IMsgStore *store, const char *mailbox, HRESULT *result);
/** The first value of a property in a buffer of its own, NULL if GetProps has none. */
SPropValue *get_prop(IMsgStore *object, ULONG tag);

#define NAME(text) ((char *)(uintptr_t)(text))

#endif
