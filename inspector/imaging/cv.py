"""The only door to OpenCV: loaded when first needed, and without the settings its wheel leaves behind."""

from __future__ import annotations

import os
from types import ModuleType

_LEFT_BEHIND = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
"""The wheel points these at the Qt 5 inside it; ours, and every process we start, is Qt 6."""


def opencv() -> ModuleType:
    """Return `cv2`, leaving the environment as it was before the import."""
    before = {name: os.environ.get(name) for name in _LEFT_BEHIND}
    import cv2

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # a missing camera is ours to report
    return cv2
