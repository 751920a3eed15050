"""Network refused to this process and all that it starts, by a seccomp filter (seccomp(2)).

Any user may set one, as root or not, in a container or not; it cannot be taken off again.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
"""linux/prctl.h, linux/seccomp.h."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
"""BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_RET|K of linux/bpf_common.h."""
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets within struct seccomp_data."""
_AF_UNIX = 1
_MACHINES = {
    "x86_64": (0xC000003E, 41, 101),
    "aarch64": (0xC00000B7, 198, 117),
}
"""AUDIT_ARCH_… and the numbers of socket(2) and ptrace(2), linux/audit.h and asm/unistd.h."""
_IO_URING_SETUP = 425
"""The same on every architecture; a ring opens sockets past any filter."""
_FOREIGN_ABI = 0x40000000
"""Numbers from here on are x32's (asm/unistd.h), another way to the same calls."""


def refuse_network() -> bool:
    """Leave this process no socket but local ones. Returns whether the kernel has filters."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    program = _program(*machine)
    code = ctypes.create_string_buffer(program, len(program))
    descriptor = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    head = ctypes.create_string_buffer(descriptor, len(descriptor))
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(head), 0, 0) == 0)


def _program(architecture: int, socket: int, ptrace: int) -> bytes:
    """The filter as BPF instructions: what is not refused is allowed."""
    steps = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 8, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 6, 0, _FOREIGN_ABI),
        (_EQUAL, 5, 0, _IO_URING_SETUP),
        (_EQUAL, 4, 0, ptrace),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)
