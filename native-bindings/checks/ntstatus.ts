import { hex32 } from './hresults.ts';

/** NTSTATUS codes that end processes, by name (ntstatus.h). */
const NTSTATUS: ReadonlyMap<number, string> = new Map([
  [0x40000015, 'STATUS_FATAL_APP_EXIT'],
  [0x80000003, 'STATUS_BREAKPOINT'],
  [0xc0000005, 'STATUS_ACCESS_VIOLATION'],
  [0xc0000006, 'STATUS_IN_PAGE_ERROR'],
  [0xc0000008, 'STATUS_INVALID_HANDLE'],
  [0xc0000017, 'STATUS_NO_MEMORY'],
  [0xc000001d, 'STATUS_ILLEGAL_INSTRUCTION'],
  [0xc0000025, 'STATUS_NONCONTINUABLE_EXCEPTION'],
  [0xc000007b, 'STATUS_INVALID_IMAGE_FORMAT'],
  [0xc0000094, 'STATUS_INTEGER_DIVIDE_BY_ZERO'],
  [0xc0000096, 'STATUS_PRIVILEGED_INSTRUCTION'],
  [0xc00000fd, 'STATUS_STACK_OVERFLOW'],
  [0xc0000135, 'STATUS_DLL_NOT_FOUND'],
  [0xc0000139, 'STATUS_ENTRYPOINT_NOT_FOUND'],
  [0xc000013a, 'STATUS_CONTROL_C_EXIT'],
  [0xc0000142, 'STATUS_DLL_INIT_FAILED'],
  [0xc0000374, 'STATUS_HEAP_CORRUPTION'],
  [0xc0000409, 'STATUS_STACK_BUFFER_OVERRUN'],
  [0xc0000420, 'STATUS_ASSERTION_FAILURE'],
]);

/** `exit code 1`, or `STATUS_ACCESS_VIOLATION (0xC0000005)` where Windows gave an NTSTATUS for one. */
export function describeExitCode(code: number): string {
  const name = NTSTATUS.get(code >>> 0);
  if (name !== undefined) return `${name} (${hex32(code)})`;
  return code >>> 0 > 0xffff ? `exit code ${hex32(code)}` : `exit code ${code}`;
}
