/*
 * Callees for every number of arguments on 64-bit Windows, which has one calling convention under two names.
 * Each notes the stack pointer and its arguments in `record` and answers what stands there. Like compiled code
 * it stores its register arguments in the 32 bytes that a caller owes it, and leaves the other registers dirty.
 */
#include "record.inc"

    .text
    .macro callee count
    .globl stdcall_\count
    .globl cdecl_\count
stdcall_\count:
cdecl_\count:
    movq %rsp, record(%rip)
    movq %rcx, 8(%rsp)
    movq %rdx, 16(%rsp)
    movq %r8, 24(%rsp)
    movq %r9, 32(%rsp)
    .set i, 0
    .rept \count
    movq 8 + 8 * i(%rsp), %rax
    movq %rax, record + ARGUMENTS + 8 * i(%rip)
    .set i, i + 1
    .endr
    movq record + ANSWER(%rip), %rax
    movabsq $0xDEADBEEFDEADBEEF, %rcx
    movq %rcx, %rdx
    movq %rcx, %r8
    movq %rcx, %r9
    movq %rcx, %r10
    movq %rcx, %r11
    ret
    .endm

    .irp count, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    callee \count
    .endr

    .globl record_address
record_address:
    leaq record(%rip), %rax
    ret

    .globl callee_addresses
callee_addresses:
    leaq addresses(%rip), %rax
    ret

    .section .rdata, "dr"
    .balign 8
addresses:
    .irp count, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    .quad stdcall_\count
    .endr
