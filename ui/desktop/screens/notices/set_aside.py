"""Setting an issued paper aside (作废): one quiet button that asks for the reason where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.notices.shown import NoticeShown
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import Button, Kind, Role, Words, bring_into_view


class SetAsideAsk(QWidget):
    """Offered for an issued paper until the stand is left."""

    reason_given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._key: tuple[str, str] | None = None
        self._open = Button(tr("ui.notices.set_aside_open"))
        self._consequence = Words(tr("ui.notices.set_aside_text"), Role.MUTED, wraps=True)
        self._goes_too = Words("", Role.MUTED, wraps=True)
        self._still_valid = Words("", Role.MUTED, wraps=True)
        self._reason = TextField(tr("ui.notices.set_aside_reason"))
        self._give = Button(tr("ui.notices.set_aside"), Kind.DANGER)
        self._leave = Button(tr("ui.notices.set_aside_not"))
        self._question = QWidget()
        self._question.setLayout(
            column(
                self._consequence,
                self._goes_too,
                self._still_valid,
                self._reason,
                row(self._give, self._leave, 1, spacing=S),
            )
        )
        self.setLayout(column(row(self._open, 1), self._question))
        self.fold()
        self._open.clicked.connect(self._unfold)
        self._leave.clicked.connect(self.fold)
        self._give.clicked.connect(lambda: self.reason_given.emit(self._reason.text()))

    def show_notice(self, notice: NoticeShown) -> None:
        """Offer it for an issued paper; the question stays open while the same paper is shown."""
        line = notice.line
        if self._key != (line.key, line.number):
            self._key = (line.key, line.number)
            self.fold()
        if not line.is_issued:
            self.fold()
        _tell(self._goes_too, "ui.notices.goes_too", notice.goes_too)
        _tell(self._still_valid, "ui.notices.still_valid", notice.still_valid)
        self.setVisible(line.is_issued and not line.is_frozen)

    def show_problem(self, sentence: str) -> None:
        """Say at the reason why the paper was not set aside."""
        self._reason.show_message(sentence)

    def fold(self) -> None:
        """Take the question back, with what was typed."""
        self._reason.show_text("")
        self._reason.show_message("")
        self._question.hide()
        self._open.show()

    def _unfold(self) -> None:
        self._open.hide()
        self._question.show()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self)


def _tell(words: Words, name: str, titles: tuple[str, ...]) -> None:
    """Say something of some papers, nothing of none."""
    words.setText(tr(name, titles="".join(f"《{title}》" for title in titles)))
    words.setVisible(bool(titles))
