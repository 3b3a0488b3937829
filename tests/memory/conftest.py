"""Needs a window, like the tests of the desktop."""

from tests.ui.conftest import qapp

__all__ = ["qapp"]
