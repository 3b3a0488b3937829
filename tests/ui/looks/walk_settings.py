"""The walk through the settings: every page, and what a button opens on it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.looks.guide import Guide
from ui.desktop.i18n import tr
from ui.desktop.screens.settings.view import SettingsPage
from ui.desktop.theme import Tone


def pages(going: Guide) -> Iterator[str]:
    """Page after page."""
    working = going.working
    for page in SettingsPage:
        working.show_settings(page)
        going.settle()
        yield f"settings-{page.value}"
    view = working._settings_view
    working.show_settings(SettingsPage.NUMBERS)
    for button, name in ((view.numbers._to_allot, "allot"), (view.numbers._to_void, "void")):
        button.click()
        going.settle()
        yield f"settings-numbers-{name}"
        view.numbers.show_detail()
    working.show_settings(SettingsPage.LAW)
    view.law.more.click()
    going.settle()
    yield "settings-law-notes"
    working.show_settings(SettingsPage.BACKUP)
    view.backup.show_step(12, 41, tr("ui.backup.copying", done=12, total=41, size="3.1 MB"))
    going.settle()
    yield "settings-backup-at-work"
    view.backup.show_ended("", Tone.OK)
