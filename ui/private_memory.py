"""What a process does so that its memory stays its own: no core dump, no reading by other processes."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_PR_SET_DUMPABLE = 4
_M_PERTURB = -6
_M_TRIM_ALL = 0
_LARGEST_SMALL_BLOCK, _SMALLEST_BYTES, _BYTES_HEADER = 512, 48, 33
"""Python's own allocator keeps blocks of up to 512 bytes; a bytes object has 33 besides its content."""
_SMALLER_BLOCKS = (16, 32)
"""Too small for a bytes object: text of a class of its own lies there, away from its object."""
_FILLED_OF_EACH_SIZE = 1 << 20
_LARGEST_KEPT_BLOCK, _KEPT_OF_EACH_SIZE = 1056, 16
"""glibc keeps up to seven freed blocks of each size up to 1 KiB for each thread."""
_SYSTEM: str = sys.platform


def keep_memory_private() -> bool:
    """Forbid core dumps and other processes' looks at this one; tell whether the system agreed.

    Linux: RLIMIT_CORE 0 and PR_SET_DUMPABLE 0 (prctl(2)): a crash writes no dump and only root may read
    /proc/<pid>/mem. glibc is told to overwrite what is freed (mallopt(3), M_PERTURB; new memory comes zeroed).
    Windows: no report with a dump (WerAddExcludedApplication; written by the manual, not
    tried here). The owner of the machine can read every memory all the same.
    """
    if _SYSTEM == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):  # another C library has none
            libc.mallopt(_M_PERTURB, 0xFF)
        return int(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)) == 0
    if _SYSTEM == "win32":
        libraries: Any = getattr(ctypes, "windll")  # noqa: B009 - exists on Windows alone
        return int(libraries.wer.WerAddExcludedApplication(sys.executable, False)) == 0
    return False


def overwrite_freed_memory() -> None:
    """Let nothing be read in what Python and C have freed: small blocks are filled, the rest handed back.

    Best effort: Python keeps free small blocks by size, so some of each size are taken, zeroed and given
    back; it does not know how many there are. C keeps a few freed blocks for each thread, untouched by
    M_PERTURB: so a thread that read records calls this itself.
    """
    for size in _SMALLER_BLOCKS:  # a bytearray of that many bytes and its closing zero lies apart, too
        apart = [bytearray(size - 1) for _ in range(_FILLED_OF_EACH_SIZE // size)]
        apart.clear()
    for size in range(_SMALLEST_BYTES, _LARGEST_SMALL_BLOCK + 1, 16):
        filled = [b"\0" * (size - _BYTES_HEADER) for _ in range(_FILLED_OF_EACH_SIZE // size)]
        filled.clear()
    _overwrite_kept_blocks()
    give_memory_back()


def _overwrite_kept_blocks() -> None:
    """Take the blocks C keeps for this thread, zero them and give them back (Linux)."""
    if _SYSTEM != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    for size in range(24, _LARGEST_KEPT_BLOCK, 16):
        taken = [libc.malloc(size) for _ in range(_KEPT_OF_EACH_SIZE)]
        for block in filter(None, taken):
            ctypes.memset(block, 0, size)
            libc.free(block)


def give_memory_back() -> None:
    """Hand freed memory back to the system, which wipes it before anybody gets it (Linux, glibc)."""
    if _SYSTEM == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # another C library has none
        if trim is not None:
            trim(_M_TRIM_ALL)
