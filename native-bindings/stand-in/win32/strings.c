/* BSTRs and task memory, both in the process heap as on Windows (oleauto.h, combaseapi.h). */
#include <string.h>

#include "com.h"
#include "text.h"

/* The length in bytes lies right before the text; on 64-bit systems four unused bytes lie before that. */
struct prefix {
#if UINTPTR_MAX == UINT64_MAX
  DWORD unused;
#endif
  DWORD bytes;
};

static struct prefix *prefix_of(BSTR text) { return (struct prefix *)(void *)text - 1; }

BSTR WINAPI SysAllocStringLen(LPCOLESTR text, UINT units) {
  size_t bytes = units * sizeof *text;
  if (bytes > UINT32_MAX - sizeof(struct prefix) - sizeof *text) return NULL;
  size_t total = sizeof(struct prefix) + bytes + sizeof *text;
  struct prefix *prefix = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, total);
  if (!prefix) return NULL;
  prefix->bytes = (DWORD)bytes;
  BSTR copy = (BSTR)(void *)(prefix + 1);
  if (text && units) memcpy(copy, text, bytes);
  return copy;
}

BSTR WINAPI SysAllocString(LPCOLESTR text) {
  if (!text) return NULL;
  size_t length = wide_length(text);
  return length <= UINT32_MAX ? SysAllocStringLen(text, (UINT)length) : NULL;
}

void WINAPI SysFreeString(BSTR text) {
  if (text) HeapFree(GetProcessHeap(), 0, prefix_of(text));
}

UINT WINAPI SysStringByteLen(BSTR text) { return text ? prefix_of(text)->bytes : 0; }

UINT WINAPI SysStringLen(BSTR text) { return SysStringByteLen(text) / (UINT)sizeof *text; }

LPVOID WINAPI CoTaskMemAlloc(SIZE_T bytes) { return HeapAlloc(GetProcessHeap(), 0, bytes); }

void WINAPI CoTaskMemFree(LPVOID memory) { HeapFree(GetProcessHeap(), 0, memory); }
