#ifndef MAPILEAK_PROVIDER_MAPI_PROPS_H
#define MAPILEAK_PROVIDER_MAPI_PROPS_H

#include <assert.h>
#include <stddef.h>

#include "platform.h"

/* Properties, rows and restrictions of MAPI (MAPIDefS.h, MAPITags.h, EdkMdb.h), as far as they are needed. */

typedef struct {
  ULONG cb;
  BYTE *lpb;
} SBinary;

typedef struct {
  ULONG cValues;
  ULONG aulPropTag[];
} SPropTagArray;

typedef struct {
  ULONG ulPropTag, dwAlignPad;
  union {
    LONG l;
    WORD b; /* PT_BOOLEAN has 16 bits */
    char *lpszA;
    SBinary bin;
    LONG err; /* an SCODE */
    LONGLONG li;
  } Value;
} SPropValue;

typedef struct {
  ULONG ulAdrEntryPad, cValues;
  SPropValue *lpProps;
} SRow;

typedef struct {
  ULONG cRows;
  SRow aRow[];
} SRowSet;

typedef struct {
  BYTE ab[16];
} MAPIUID;

/* --- Restrictions --------------------------------------------------------------------------------------- */

#define RES_AND 0u
#define RES_PROPERTY 4u
#define RES_EXIST 8u
#define RELOP_EQ 4u

typedef struct SRestriction SRestriction;

typedef struct {
  ULONG cRes;
  SRestriction *lpRes;
} SAndRestriction;

typedef struct {
  ULONG relop, ulPropTag;
  SPropValue *lpProp;
} SPropertyRestriction;

typedef struct {
  ULONG ulReserved1, ulPropTag, ulReserved2;
} SExistRestriction;

/* Real MAPI's union has members that are larger than these; arrays of restrictions step over them. */
typedef struct {
  ULONG relop, ulPropTag1, ulPropTag2;
} SComparePropsRestriction;
typedef struct {
  ULONG ulFuzzyLevel, ulPropTag;
  SPropValue *lpProp;
} SContentRestriction;
typedef struct {
  ULONG cValues;
  SRestriction *lpRes;
  SPropValue *lpProp;
} SCommentRestriction;

struct SRestriction {
  ULONG rt;
  union {
    SAndRestriction resAnd;
    SPropertyRestriction resProperty;
    SExistRestriction resExist;
    SComparePropsRestriction resCompareProps;
    SContentRestriction resContent;
    SCommentRestriction resComment;
  } res;
};

/* --- Types and tags ------------------------------------------------------------------------------------- */

#define PT_UNSPECIFIED 0x0000u
#define PT_LONG 0x0003u
#define PT_ERROR 0x000Au
#define PT_BOOLEAN 0x000Bu
#define PT_I8 0x0014u
#define PT_STRING8 0x001Eu
#define PT_BINARY 0x0102u

#define PROP_TYPE(tag) ((tag)&0xFFFFu)
#define PROP_ID(tag) ((tag) >> 16)
#define CHANGE_PROP_TYPE(tag, type) (((tag)&0xFFFF0000u) | (type))

#define PR_STORE_ENTRYID 0x0FFB0102u
#define PR_ENTRYID 0x0FFF0102u
#define PR_DISPLAY_NAME_A 0x3001001Eu
#define PR_RESOURCE_FLAGS 0x30090003u
#define PR_DEFAULT_STORE 0x3400000Bu
#define PR_MDB_PROVIDER 0x34140102u
#define PR_IPM_SUBTREE_ENTRYID 0x35E00102u
#define PR_CONTENT_COUNT 0x36020003u
#define PR_DEFAULT_PROFILE 0x3D04000Bu
#define PR_SERVICE_NAME_A 0x3D09001Eu
#define PR_SERVICE_UID 0x3D0C0102u
#define PR_PROFILE_UNRESOLVED_NAME_A 0x6607001Eu
#define PR_PROFILE_UNRESOLVED_SERVER 0x6608001Eu
#define PR_MAILBOX_OWNER_NAME_A 0x661C001Eu
#define PR_TEST_LINE_SPEED 0x662B0102u

#define MAPI_STORE 1u /* object types */
#define MAPI_FOLDER 3u

/* --- Layout: every offset of 32- and 64-bit MAPI -------------------------------------------------------- */

#define POINTER sizeof(void *)
static_assert(sizeof(SBinary) == 2 * POINTER && offsetof(SBinary, lpb) == POINTER, "SBinary");
static_assert(sizeof(SPropValue) == 8 + 2 * POINTER && offsetof(SPropValue, Value) == 8, "SPropValue");
static_assert(sizeof(SRow) == 8 + POINTER && offsetof(SRow, lpProps) == 8, "SRow");
static_assert(offsetof(SRowSet, aRow) == POINTER, "SRowSet");
static_assert(sizeof(SAndRestriction) == 2 * POINTER, "SAndRestriction");
static_assert(sizeof(SPropertyRestriction) == 8 + POINTER, "SPropertyRestriction");
static_assert(sizeof(SRestriction) == 4 * POINTER && offsetof(SRestriction, res) == POINTER, "SRestriction");
#undef POINTER

#endif
