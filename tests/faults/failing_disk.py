"""A disk that fails at a chosen call: `failing_disk.c`, compiled, laid under a process and armed in it.

Every call that changes something under the folder watched is a point, counted from 0: open to create, write,
fsync, rename, unlink, truncate, mkdir, by Python and by SQLCipher alike. Reads are counted apart.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
from dataclasses import asdict, dataclass
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_suffix(".c")
LIBRARY = "FAILING_DISK"
"""Environment variable by which a process knows the library it runs on."""


class What(IntEnum):
    """What happens at the point; the same numbers as in `failing_disk.c`."""

    COUNT = 0
    KILL_BEFORE = 1
    KILL_AFTER = 2
    FAIL_ONCE = 3
    FAIL_FROM = 4
    """From that point on; a full disk (ENOSPC) still lets unlink, rename and fsync through."""
    SHORT = 5
    """Half of a write is written, and said so."""
    FAIL_READ = 6
    SHORT_READ = 7
    """From that point on each read gives half of what was asked."""
    ROOM = 8
    """`point` is how many bytes may still be written: the last write is cut short, the next finds a full disk."""


class Call(IntFlag):
    """Which calls are points."""

    OPEN = 1
    WRITE = 2
    SYNC = 4
    RENAME = 8
    UNLINK = 16
    TRUNCATE = 32
    MKDIR = 64
    ALL = 127


@dataclass(frozen=True)
class Fault:
    """What the disk shall do and when."""

    what: What = What.COUNT
    point: int = -1
    error: int = errno.EIO
    calls: Call = Call.ALL

    def plain(self) -> dict[str, int]:
        """Return it as numbers, to be sent to another process."""
        return {name: int(value) for name, value in asdict(self).items()}

    @classmethod
    def from_plain(cls, numbers: dict[str, int]) -> Fault:
        """Read what `plain` gave."""
        return cls(What(numbers["what"]), numbers["point"], numbers["error"], Call(numbers["calls"]))


def compiled(folder: Path) -> Path | None:
    """Compile the library into `folder`; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or os.name != "posix":
        return None
    made = folder / "failing_disk.so"
    subprocess.run([compiler, "-O1", "-fPIC", "-shared", "-o", made, SOURCE, "-ldl"], check=True)
    return made


class Disk:
    """The library in the process that runs on it."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL(os.environ[LIBRARY])
        self._library.disk_struck.restype = ctypes.c_char_p
        for name in ("disk_changes", "disk_reads", "disk_noted"):
            getattr(self._library, name).restype = ctypes.c_long

    def arm(self, folder: Path, fault: Fault) -> None:
        """Watch `folder` from now on, counting from 0."""
        given = (int(fault.what), ctypes.c_long(fault.point), int(fault.error), int(fault.calls))
        self._library.disk_arm(os.fsencode(folder), *given)

    def record(self, descriptor: int) -> None:
        """Write every change down in that file from now on, for `power_cut`."""
        self._library.disk_record(descriptor)

    def disarm(self) -> None:
        """The disk is well again."""
        self._library.disk_disarm()

    @property
    def changes(self) -> int:
        """How many changing calls there were since it was armed."""
        return int(self._library.disk_changes())

    @property
    def reads(self) -> int:
        """How many reading calls there were since it was armed."""
        return int(self._library.disk_reads())

    @property
    def noted(self) -> int:
        """How many changes were written down."""
        return int(self._library.disk_noted())

    @property
    def struck(self) -> str:
        """Which call failed first, and on what; empty if none did."""
        return os.fsdecode(self._library.disk_struck())
