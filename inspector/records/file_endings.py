"""Endings of the names under which originals leave, so that programs know what to open them with."""

from __future__ import annotations

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/tiff": "tif",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/x-msvideo": "avi",
    "video/x-matroska": "mkv",
    "video/webm": "webm",
    "audio/x-matroska": "mka",
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/amr-wb": "amr",
    "audio/wav": "wav",
}


def ending_of(media_type: str) -> str:
    """Return the ending of a file's name without its dot: of our own list, whatever a record says it is."""
    return _ENDINGS.get(media_type, "bin")
