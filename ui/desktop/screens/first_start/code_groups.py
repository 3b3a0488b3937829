"""The recovery code by its groups, numbered so that it can be read out and compared."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.desktop.theme.tokens import M, S
from ui.desktop.widgets import Role, Words

_COLUMNS = 4


class CodeGroups(QWidget):
    """Shows a code as eight numbered groups, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(M)
        self._cells: list[QWidget] = []

    def show_code(self, code: str) -> None:
        """Show a code in the place of the one before; an empty text takes it off the screen."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells = [
            self._cell(number, group) for number, group in enumerate(code.replace("-", " ").split())
        ]

    def _cell(self, number: int, group: str) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, S, 0, S)
        column.setSpacing(0)
        words = Words(group, Role.CODE)
        words.setAccessibleName(" ".join(group))
        column.addWidget(Words(str(number + 1), Role.CAPTION))
        column.addWidget(words)
        self._grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
        return cell
