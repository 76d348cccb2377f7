/* The Session object. */
#include "logon.h"
#include "mailbox.h"
#include "members.h"

/* Logon's parameters, in their order. */
enum { PROFILE_NAME, PROFILE_PASSWORD, SHOW_DIALOG, NEW_SESSION, PARENT_WINDOW, NO_MAIL, PROFILE_INFO };

static bool is_yes(const struct argument *argument, bool initial) {
  return argument->given ? argument->yes : initial;
}

static bool has_text(const struct argument *argument) { return argument->given && *argument->text; }

static ULONG logon_flags(const struct argument *arguments) {
  ULONG flags = MAPI_EXTENDED;
  if (is_yes(&arguments[SHOW_DIALOG], true)) flags |= MAPI_LOGON_UI;
  if (is_yes(&arguments[NEW_SESSION], true)) flags |= MAPI_NEW_SESSION;
  if (is_yes(&arguments[NO_MAIL], false)) flags |= MAPI_NO_MAIL;
  return flags;
}

/*
 * The password is ignored, as by MAPI, and so is the profile's name where there is a mailbox. A dialog that
 * would ask for what is missing cannot be shown: the logon fails as it does where ShowDialog is False (CDO
 * documentation, "Logon Method").
 */
static HRESULT logon(struct call *call) {
  struct holding *holding = call->self->holding;
  const struct argument *arguments = call->arguments;
  if (holding->session) return MAPI_E_LOGON_FAILED; /* what real CDO says is not documented */
  ULONG flags = logon_flags(arguments);
  if (has_text(&arguments[PROFILE_INFO]))
    return log_on_to_mailbox(holding, arguments[PROFILE_INFO].text, flags);
  if (!has_text(&arguments[PROFILE_NAME])) return MAPI_E_LOGON_FAILED;
  return log_on_with_profile(holding, arguments[PROFILE_NAME].text, flags);
}

static HRESULT logoff(struct call *call) { return log_off(call->self->holding); }

/* Legal before Logon only (CDO documentation, "SetLocaleIDs Method"). The stand-in has one locale. */
static HRESULT set_locale_ids(struct call *call) {
  return call->self->holding->session ? MAPI_E_CALL_FAILED : S_OK;
}

static HRESULT get_version(struct call *call) { return put_text(call->result, u"1.2.1"); }

static HRESULT get_operating_system(struct call *call) {
  return put_text(call->result, u"Microsoft(R) Windows(TM), played by the mapileak stand-in");
}

static HRESULT get_name(struct call *call) { return put_narrow(call->result, call->self->holding->profile); }

static HRESULT get_inbox(struct call *call) { return open_default_folder(call, INBOX); }

static HRESULT get_outbox(struct call *call) { return open_default_folder(call, OUTBOX); }

static HRESULT get_default_folder(struct call *call) {
  switch (call->arguments[0].number) {
    case INBOX: return open_default_folder(call, INBOX);
    case OUTBOX: return open_default_folder(call, OUTBOX);
    default: return MAPI_E_NO_SUPPORT;
  }
}

static HRESULT get_stores(struct call *call) {
  return put_new_object(call->result, make_object(&stores_kind, call->self, NULL));
}

static HRESULT get_store(struct call *call) {
  return open_store_of_id(call, has_text(&call->arguments[0]) ? call->arguments[0].text : NULL);
}

/* clang-format off */
static const struct member members[] = {
    COMMON_MEMBERS,
    MAPIOBJECT_MEMBER,
    {u"Logon", 119, DISPATCH_METHOD, .before_logon = true, .call = logon, .count = 7,
     .parameters = {
         {u"ProfileName", TEXT_PARAMETER},
         {u"ProfilePassword", TEXT_PARAMETER},
         {u"ShowDialog", BOOLEAN_PARAMETER},
         {u"NewSession", BOOLEAN_PARAMETER},
         {u"ParentWindow", NUMBER_PARAMETER},
         {u"NoMail", BOOLEAN_PARAMETER},
         {u"ProfileInfo", TEXT_PARAMETER},
     }},
    {u"Logoff", 118, DISPATCH_METHOD, .call = logoff},
    {u"SetLocaleIDs", 145, DISPATCH_METHOD, .before_logon = true, .call = set_locale_ids, .count = 2,
     .parameters = {
         {u"LocaleID", NUMBER_PARAMETER, .required = true},
         {u"CodePageID", NUMBER_PARAMETER, .required = true},
     }},
    {u"Version", 44, DISPATCH_PROPERTYGET, .call = get_version},
    {u"OperatingSystem", 24, DISPATCH_PROPERTYGET, .call = get_operating_system},
    {u"Name", 23, DISPATCH_PROPERTYGET, .call = get_name},
    {u"Inbox", 15, DISPATCH_PROPERTYGET, .call = get_inbox},
    {u"Outbox", 16, DISPATCH_PROPERTYGET, .call = get_outbox},
    {u"InfoStores", 57, DISPATCH_PROPERTYGET, .call = get_stores},
    {u"GetInfoStore", 122, DISPATCH_METHOD, .call = get_store, .count = 1,
     .parameters = {{u"StoreID", TEXT_PARAMETER}}},
    {u"GetDefaultFolder", 153, DISPATCH_METHOD, .call = get_default_folder, .count = 1,
     .parameters = {{u"ObjectType", NUMBER_PARAMETER, .required = true}}},
    {u"CurrentUser", 1, DISPATCH_PROPERTYGET, .call = not_modelled},
    {u"AddressLists", 4, DISPATCH_PROPERTYGET, .call = not_modelled},
    {u"GetFolder", 116, DISPATCH_METHOD, .call = not_modelled, .count = 2,
     .parameters = {
         {u"FolderID", TEXT_PARAMETER},
         {u"StoreID", TEXT_PARAMETER},
     }},
    {u"GetMessage", 117, DISPATCH_METHOD, .call = not_modelled, .count = 2,
     .parameters = {
         {u"MessageID", TEXT_PARAMETER},
         {u"StoreID", TEXT_PARAMETER},
     }},
    {.name = NULL},
};
/* clang-format on */

static const IID iid_session = {0x3FA7DEA8, 0x6438, 0x101B, {0xAC, 0xC1, 0x00, 0xAA, 0x00, 0x42, 0x33, 0x26}};
static const IID *const interfaces[] = {&iid_dispatch, &iid_session, NULL};
const struct cdo_kind session_kind = {CDO_KIND(interfaces), .number = 0, .members = members};
