"""The pages in front of a device: first start, unlocking, the other ways in, verifying without unlocking, new keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.clock import CHINA, Clock
from ui.desktop.i18n import tr
from ui.desktop.lock_watch import Why
from ui.desktop.screens.unlock.presenter import UnlockPresenter
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.shell import Window
from ui.desktop.tasks import Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice, Workplace


class Entrance(QObject):
    """Fills the window while nothing of the device is on the screen."""

    began = Signal()
    """Somebody tries to come in."""
    opened = Signal(object)
    """OpenDevice: somebody came in"""

    def __init__(
        self, workplace: Workplace, window: Window, gate: Tasks, clock: Clock, *, demo_passphrase: str = ""
    ) -> None:
        super().__init__(window)
        self._workplace, self._window, self._gate, self._clock = workplace, window, gate, clock
        self._demo_passphrase = demo_passphrase
        self._why = Why.STARTED
        """Why the device was locked last."""
        self._unlock_view: UnlockView | None = None
        """The lock page, while it is shown."""

    def show_unlock(self, why: Why) -> None:
        """Ask for the secret."""
        self._why = why
        view = UnlockView(demo_passphrase=self._demo_passphrase)
        presenter = UnlockPresenter(self._workplace, self._gate, view, why)
        presenter.began.connect(self.began)
        presenter.unlocked.connect(self.opened)
        view.verify_asked.connect(self._show_verify)
        view.shares_asked.connect(self._show_shares)
        view.offer_shares(self._workplace.has_escrow())
        self._unlock_view = view
        self._window.show_page(view)
        view.show_working("")
        presenter.pause()

    def show_working(self, words: str) -> None:
        """Say on the lock page what is being done; nothing may be typed meanwhile. Empty: it is done."""
        if self._unlock_view is not None:
            self._unlock_view.show_working(words)

    def show_problem(self, sentence: str) -> None:
        """Say on the lock page what went wrong."""
        if self._unlock_view is not None:
            self._unlock_view.show_problem(sentence)

    def show_saved(self) -> None:
        """Say on the lock page that all was written down before the lock."""
        if self._unlock_view is not None:
            self._unlock_view.show_why(tr(f"ui.unlock.saved.{self._why.value}"))

    def ask_who_acts(self, opened: OpenDevice) -> None:
        """Ask who it is that acts: what is recorded has to say who made it."""
        from ui.desktop.screens.ways_in.claim import ClaimPresenter, ClaimView

        view = ClaimView(opened.keyring.opened_by)
        presenter = ClaimPresenter(opened, self._gate, view)
        presenter.claimed.connect(self.opened)
        self._show_other(view)

    def show_first_start(self) -> None:
        """Make a device, or bring one back."""
        from ui.desktop.screens.first_start.presenter import FirstStartPresenter
        from ui.desktop.screens.first_start.view import FirstStartView

        view = FirstStartView(self._clock.now().wall.astimezone(CHINA).date())
        presenter = FirstStartPresenter(self._workplace, self._gate, view, self._clock)
        presenter.finished.connect(self.opened)
        view.restore_asked.connect(self._show_restore)
        self._show_other(view)

    def show_rekey(self, bureau: str) -> None:
        """Change every key of a device that was just locked."""
        from ui.desktop.screens.rekey.presenter import RekeyPresenter
        from ui.desktop.screens.rekey.view import RekeyView

        view = RekeyView()
        today = self._clock.now().wall.astimezone(CHINA).date()
        RekeyPresenter(self._workplace, self._gate, view, bureau, today)
        view.left.connect(self._back_to_unlock)
        self._show_other(view)

    def _show_verify(self) -> None:
        """Let anyone verify files without unlocking; nothing of the device is open."""
        from ui.desktop.screens.verify.presenter import VerifyPresenter
        from ui.desktop.screens.verify.view import VerifyView

        view = VerifyView(can_go_back=True)
        VerifyPresenter(self._gate, view)
        view.back_asked.connect(self._back_to_unlock)
        self._show_other(view)

    def _show_shares(self) -> None:
        from ui.desktop.screens.ways_in.shares import SharesPresenter, SharesView

        view = SharesView()
        presenter = SharesPresenter(self._workplace, self._gate, view)
        presenter.began.connect(self.began)
        presenter.unlocked.connect(self.opened)
        view.left.connect(self._back_to_unlock)
        self._show_other(view)

    def _show_restore(self) -> None:
        """Bring a device back instead of making one."""
        from ui.desktop.screens.restore.presenter import RestorePresenter
        from ui.desktop.screens.restore.view import RestoreView

        view = RestoreView()
        presenter = RestorePresenter(self._workplace, self._gate, view)
        presenter.finished.connect(self.opened)
        view.back_asked.connect(self.show_first_start)
        self._show_other(view)

    def _show_other(self, view: QWidget) -> None:
        self._unlock_view = None
        self._window.show_page(view)

    def _back_to_unlock(self) -> None:
        self.show_unlock(self._why)
