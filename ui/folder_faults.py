"""A disk that refuses the device's own folder or lock is told as one, in the officer's words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.errors import SystemFault

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def folder_faults() -> Iterator[None]:
    """Turn the system's own errors about the device's folder into faults an officer can act on.

    Raises:
        SystemFault: `device.disk_full`, `device.io`.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise SystemFault("device.disk_full") from error
        raise SystemFault("device.io", why=error.strerror or "") from error
