"""What a worker process may not do: use too much memory, write a file, speak to a network."""

from __future__ import annotations

import sys


def limit_this_process(memory_bytes: int) -> None:
    """Bound memory; write no file, not even a core dump: pixels of evidence stay off the disk.

    Windows has no such limits; there the time limit and the header's pixel limit stand alone.
    """
    if sys.platform != "win32":
        import resource

        for limit, most in (
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (most, most))


def forbid_opening() -> None:
    """Open nothing from now on, no file and no socket, whoever asks for it: what is open stays so.

    Windows has no such limit.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def refuse_network() -> None:
    """Let no library open a socket from now on: whatever it wants to fetch is not fetched here."""

    def watch(event: str, _: tuple[object, ...]) -> None:
        if event.startswith("socket."):
            raise PermissionError("this process speaks to no network")

    sys.addaudithook(watch)
