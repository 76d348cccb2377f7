/*
 * Callees for every number of arguments on 32-bit Windows. Each notes the stack pointer and its arguments in
 * `record`, answers what stands there, and removes exactly its arguments (stdcall) or nothing (cdecl). Nothing
 * here is compiled, so nothing hides what the caller did.
 */
#include "record.inc"

    .text
    .macro callee name, count, popped
    .globl _\name
_\name:
    movl %esp, record
    .set i, 0
    .rept \count
    movl 4 + 4 * i(%esp), %eax
    movl %eax, record + ARGUMENTS + 8 * i
    .set i, i + 1
    .endr
    movl record + ANSWER, %eax
    movl record + ANSWER + 4, %edx
    movl $0xDEADBEEF, %ecx
    ret $\popped
    .endm

    .macro callees count
    callee stdcall_\count, \count, (4*\count)
    callee cdecl_\count, \count, 0
    .endm

    .irp count, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    callees \count
    .endr

    .globl _record_address
_record_address:
    movl $record, %eax
    ret

    .globl _callee_addresses
_callee_addresses:
    movl $addresses, %eax
    ret

    .section .rdata, "dr"
addresses:
    .irp count, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    .long _stdcall_\count
    .endr
