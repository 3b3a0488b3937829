"""Photos on their way from a strip or grid onto an item: what a drag carries."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

PHOTO_IDS = "application/x-inspector-photo-ids"
"""Mime type: ids separated by newlines."""


def photo_ids_data(photo_ids: Iterable[str]) -> QMimeData:
    """Return the ids as a drag carries them."""
    data = QMimeData()
    data.setData(PHOTO_IDS, "\n".join(photo_ids).encode("ascii"))
    return data


def photo_ids_in(data: QMimeData) -> list[str]:
    """Return the ids a drag carries; none if it carries something else."""
    if not data.hasFormat(PHOTO_IDS):
        return []
    return bytes(data.data(PHOTO_IDS).data()).decode("ascii", "replace").split("\n")
