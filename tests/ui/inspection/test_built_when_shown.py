"""A step's page is built when it is first shown, stands where the eye and Tab look for it, and opens no window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.i18n import tr
from ui.desktop.portrait import LAPTOP
from ui.desktop.screens.inspection import Step


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    made = Windows()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def tab_after(widget: QWidget) -> QWidget | None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    return QApplication.focusWidget()


def test_each_step_is_built_when_it_is_first_shown_and_opens_no_window(
    windows: Windows, workspace: Workspace
) -> None:
    screen = workspace.screen
    assert list(screen.built_views()) == [Step.ARRIVAL]
    for step in Step:
        workspace.go(step)
        assert step in screen.built_views()
        assert screen.view_of(step).isVisible()
    screen.open_camera()
    screen.open_card()
    workspace.settle()
    assert windows.shown == ["InspectionScreen "]
    assert screen.minimumSizeHint().width() <= LAPTOP.width() - 152  # beside the rail of places


def test_tab_goes_from_the_last_field_of_a_page_to_the_way_on(workspace: Workspace) -> None:
    screen = workspace.screen
    screen.activateWindow()
    way_on = screen._next
    for step in (Step.PARTY, Step.ARRIVAL):  # the later one was built first
        workspace.go(step)
        page = screen.view_of(step)
        lines = [at for at in page.findChildren(QLineEdit) if at.isVisible()]
        assert [at for at in lines if tab_after(at) is way_on] == lines[-1:], step
        inside = tab_after(screen._rail.findChildren(QWidget)[-1])
        assert inside is not None and page.isAncestorOf(inside), step
    assert way_on.accessibleName() == tr("ui.inspection.next")


def test_a_page_built_late_says_what_the_record_says(workspace: Workspace) -> None:
    workspace.stand.visit()
    workspace.screen.read_again()
    workspace.settle()
    assert Step.PARTY not in workspace.screen.built_views()
    workspace.go(Step.PARTY)
    named = workspace.dossier.party
    assert named is not None
    texts = {field.text() for field in workspace.screen.view_of(Step.PARTY)._fields.values()}  # type: ignore[attr-defined]
    assert {named.name, named.credit_code} <= texts
