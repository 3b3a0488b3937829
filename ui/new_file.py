"""A file somebody asked for by name: whole, durable, and never in the place of another."""

from __future__ import annotations

import os
from pathlib import Path

from inspector.durable import create_exclusively, sync_folder
from inspector.errors import InputError
from ui.folder_faults import folder_faults


def write_new(path: Path, content: bytes) -> Path:
    """Write `content` to `path` and return it once it is on the disk.

    Raises:
        InputError: `notice.file_exists`, `notice.no_folder`.
        SystemFault: `device.disk_full`, `device.io`: no half file is left.
    """
    with folder_faults():
        try:
            descriptor = create_exclusively(path)
        except FileExistsError as error:
            raise InputError("notice.file_exists", file=path) from error
        except (FileNotFoundError, NotADirectoryError) as error:
            raise InputError("notice.no_folder", folder=path.parent) from error
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    return path
