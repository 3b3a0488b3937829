"""The sheet that slides over the foot of the page: sign here, or say why not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from inspector.records import SignatureRole
from ui.desktop.i18n import Said, tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.notices.shown import SignedPlace, Signer
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import Button, Kind, Role, SignaturePad, Words

SHEET_HEIGHT = 436
LEAST_SHEET = QSize(660, 440)
"""A sheet in which a refusal has room, in every language; where the page leaves less it covers more than the page."""
_TOLD_HEIGHT = 20


class SigningSheet(QFrame):
    """One signer at a time, Enter when done; only the party may refuse, with a reason and a recording."""

    given = Signal(object)
    """SignedPlace"""
    closed = Signal()
    by_hand_asked = Signal()
    """This signer and those after sign the printed page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._signer: Signer | None = None
        self._is_refused = False
        self._shown: tuple[str, ...] | None = None
        """Hashes of the pages that are shown; None while they are printed, when nobody begins to sign."""
        self._drawn_on: tuple[str, ...] = ()
        """Hashes of the pages that were shown when the ink on the pad was begun."""
        self._gives_once_shown = False
        self._refused_last: tuple[str, str, str] | None = None
        """Who refused last, why, and on which recording it is to be seen."""
        self._pad = SignaturePad(tr("ui.notices.signing"))
        self._name = TextField(tr("ui.notices.signer_name"), message_lines=0)
        self._refusal = TextField(tr("ui.notices.refusal"))
        self._recording = TextField(tr("ui.notices.recording"))
        self._refusing = QWidget()
        self._told = Words("", Role.PROBLEM)
        self._told.setFixedHeight(_TOLD_HEIGHT)
        self._turn = Button(tr("ui.notices.refuses"), Kind.PLAIN)
        self._by_hand = Button(tr("ui.notices.by_hand"), Kind.PLAIN, "printer")
        self._close = Button(tr("ui.notices.not_now"))
        self._done = Button(tr("ui.notices.done"), icon="check")
        self._lay_out()
        self._turn.clicked.connect(self._turn_over)
        self._close.clicked.connect(self.closed)
        self._by_hand.clicked.connect(self.by_hand_asked)
        self._done.clicked.connect(self._give)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self)
            enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.activated.connect(self._give)
        self._pad.signed.connect(self._take_back_words)
        self._pad.cleared.connect(self._take_back_words)
        self._pad.cleared.connect(self._follow_page)
        for field in (self._name, self._refusal, self._recording):
            field.typed.connect(lambda _: self._take_back_words())

    @property
    def pad(self) -> SignaturePad:
        """The pad itself."""
        return self._pad

    def ask(self, signer: Signer, words: str, before: SignedPlace | None = None) -> None:
        """Ask one person to sign, going on from what they put down here `before`."""
        kept = before if before is not None and not before.on_paper else SignedPlace(signer)
        self._signer, self._is_refused = signer, bool(kept.refusal or kept.recording)
        self._gives_once_shown = False
        self._pad.set_name(Said(words, f"{signer.role} {signer.name}"))
        if kept.strokes:
            self._pad.put_back(kept.strokes, kept.pressure)
            self._drawn_on = kept.pages
            self._follow_page()
        for field, text in zip(
            (self._name, self._refusal, self._recording),
            (kept.signer.name, kept.refusal, kept.recording),
            strict=True,
        ):
            field.show_text(text)
        self._name.setVisible(signer.role is not SignatureRole.OFFICER)
        self._show()

    def show_page(self, hashes: tuple[str, ...] | None) -> None:
        """Take up whether the page can be seen: by the hashes of its pages, None while it is printed.

        Nobody begins to sign what is not shown. Ink that was begun may be gone on with while the page is printed
        anew: mostly its words are the same.
        """
        self._shown = hashes
        self._follow_page()
        if hashes is not None and self._gives_once_shown:
            self._give()

    @property
    def begun(self) -> SignedPlace | None:
        """What the person asked has put down so far; None for nothing."""
        place = self._place()
        if place is None or not (place.strokes or place.refusal or place.recording):
            return None
        return place

    def _follow_page(self) -> None:
        if not self._pad.is_empty:
            self._pad.shut("")
            return
        self._drawn_on = self._shown or ()
        self._pad.shut(tr("ui.sign.page_comes") if self._shown is None else "")

    def take_keyboard(self) -> None:
        """Let Enter say that it is done, and Tab lead to the other buttons."""
        self._done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._refusing.setLayout(
            column(
                Words(tr("ui.notices.refusal_why"), Role.MUTED, wraps=True), self._refusal, self._recording, 1
            )
        )
        whole = column(
            self._name,
            self._pad,
            self._refusing,
            self._told,
            row(self._turn, self._by_hand, 1, self._close, self._done, spacing=S),
            spacing=S,
        )
        whole.setStretch(1, 1)
        whole.setStretch(2, 1)
        whole.setContentsMargins(L, M, L, M)
        self.setLayout(whole)

    def _turn_over(self) -> None:
        self._is_refused = not self._is_refused
        self._show()
        if self._is_refused:
            self._propose_refusal()
            self._refusal.setFocus()

    def _propose_refusal(self) -> None:
        """Begin with what the same person said of the paper before; Enter says that it is so again."""
        who = self._name.text().strip() or (self._signer.name if self._signer else "")
        if self._refused_last is not None and self._refused_last[0] == who:
            for field, text in zip((self._refusal, self._recording), self._refused_last[1:], strict=True):
                if not field.text():
                    field.show_text(text)

    def forget(self) -> None:
        """Forget what another stand left behind."""
        self._refused_last = None

    def _show(self) -> None:
        self._pad.setVisible(not self._is_refused)
        self._refusing.setVisible(self._is_refused)
        self._turn.setVisible(self._signer is not None and self._signer.role is SignatureRole.PARTY)
        self._turn.set_text(tr("ui.notices.signs" if self._is_refused else "ui.notices.refuses"))
        self._done.set_text(tr("ui.notices.refused_done" if self._is_refused else "ui.notices.done"))
        self._take_back_words()

    def _take_back_words(self) -> None:
        self._gives_once_shown = False
        self._told.setText("")

    def _place(self) -> SignedPlace | None:
        if self._signer is None:
            return None
        signer = Signer(
            self._signer.role, self._name.text().strip() or self._signer.name, self._signer.cert_no
        )
        if self._is_refused:
            return SignedPlace(
                signer,
                refusal=self._refusal.text(),
                recording=self._recording.text(),
                pages=self._shown or (),
            )
        return SignedPlace(
            signer, strokes=self._pad.strokes, pressure=self._pad.pressure, pages=self._drawn_on
        )

    def _give(self) -> None:
        """Take what was given, or say what is still missing: a dead button explains nothing."""
        place = self._place()
        if place is None:
            return
        told = _missing(place, is_refused=self._is_refused)
        self._told.setText(tr(told) if told else "")
        if told == "ui.sign.no_reason":
            self._refusal.setFocus()
        elif told == "ui.sign.no_recording":
            self._recording.setFocus()
        if told:
            return
        self._gives_once_shown = self._is_refused and self._shown is None
        if self._gives_once_shown:  # nobody refuses a page that is not shown either
            self._told.setText(tr("ui.sign.page_comes"))
            return
        if self._is_refused:
            self._refused_last = (place.signer.name, place.refusal, place.recording)
        self.given.emit(place)


def _missing(place: SignedPlace, *, is_refused: bool) -> str:
    """Return the code of what keeps a place from being given; empty if nothing does."""
    if not place.signer.name:
        return "ui.sign.no_name"
    if is_refused:
        if not place.refusal.strip():
            return "ui.sign.no_reason"
        return "" if place.recording.strip() else "ui.sign.no_recording"
    return f"ui.sign.{place.ink_fault.value}" if place.ink_fault else ""
