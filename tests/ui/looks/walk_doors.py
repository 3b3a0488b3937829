"""The walk before and after the work: first start, restore, unlocking in every way, a recovery, new keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QEventLoop

from inspector.clock import SetClock
from inspector.errors import InputError
from inspector.keys.escrow import new_escrow
from inspector.store.recovery import Recovered
from tests.stand import CHEAP, MORNING, PASSPHRASE
from tests.ui.looks.guide import Guide
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.screens.recovery.presenter import RecoveryPresenter
from ui.desktop.screens.rekey.view import RekeyView
from ui.desktop.screens.restore.view import RestoreView
from ui.desktop.screens.settings.view import SettingsPage
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.screens.ways_in.claim import ClaimView
from ui.desktop.screens.ways_in.shares import SharesView
from ui.wiring import Workplace

CODE = "7Q2MX-K4T9W-3HN8P-V6R2D-9XK4M-T7Q3W-8PN2H-R5V6D"
"""As a recovery code looks."""
RECOVERED = Recovered(
    why="store.damaged",
    snapshot="0000000120-20261120T013000Z.db",
    from_snapshot=120,
    replayed=33,
    carried_over=58,
    lost=(*range(154, 161),),
    set_aside="store.db.20261120T091500Z",
    wall="2026-11-20T09:15:00.000Z",
)


def new_device(going: Guide) -> Iterator[str]:
    """Before there is a device."""
    clock = SetClock(MORNING)
    going.open(Workplace(going.folder / "new", clock=clock, is_sample=True, kdf_cost=CHEAP), clock)
    view = going.page(FirstStartView)
    yield "first-bureau"
    view.next_pressed.emit()
    going.settle()
    yield "first-bureau-missing"
    view.show_page(1)
    going.settle()
    yield "first-officers"
    view.next_pressed.emit()
    going.settle()
    yield "first-officers-missing"
    view.show_page(2)
    going.settle()
    yield "first-passphrase"
    view.code.show_code(CODE)
    view.show_page(3)
    going.settle()
    yield "first-code"
    view.restore_asked.emit()
    restore = going.page(RestoreView)
    going.settle()
    yield "restore"
    restore.offer((("a", "样本市市场监督管理局 · 2026-11-20 09:30"), ("b", "样本市 · 2026-11-19 09:30")))
    restore.show_step(12, 41, tr("ui.restore.copying", done=12, total=41, size="1.2 GB"))
    going.settle()
    yield "restore-at-work"
    restore.show_problem(_wrong_secret(), is_secret_wrong=True)
    going.settle()
    yield "restore-refused"
    going.end()


def locked_device(going: Guide) -> Iterator[str]:
    """A device that is locked, opened in every way, and what a recovery has to say."""
    stand = going.made.stand
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
    stand.opened.ways_in.register_escrow(PASSPHRASE, public)
    stand.opened.close()
    going.open(stand.workplace, stand.clock)
    unlock = going.page(UnlockView)
    yield "unlock"
    unlock.show_why(tr("ui.unlock.saved.lid"))
    unlock.show_problem(_wrong_secret())
    going.settle()
    yield "unlock-refused"
    unlock._switch()
    unlock.show_pause(tr("ui.unlock.pause", seconds=30))
    going.settle()
    yield "unlock-code-waits"
    unlock.show_pause("")
    unlock.verify_asked.emit()
    going.settle()
    yield "verify-outside"
    going.page(VerifyView).back_asked.emit()
    going.page(UnlockView).shares_asked.emit()
    going.settle()
    yield "shares"
    view = going.page(SharesView)
    view.type_share(0, shares[0])
    view.type_share(1, "abandon " + shares[0])
    view._go.click()
    going.settle()
    yield "shares-refused"
    view.left.emit()
    going.session.work(stand.workplace.unlock_by_shares(shares[:2]))
    going.page(ClaimView)
    going.settle()
    yield "claim"
    going.end()
    going.open(stand.workplace, stand.clock)
    going.session.work(stand.workplace.unlock(PASSPHRASE))
    going.settle()
    working, stack = going.working, going.window._stack
    recovery = RecoveryPresenter(working.opened, working.tasks, RECOVERED, len(going.made.photos), working)
    stack.addWidget(recovery.view)
    stack.setCurrentWidget(recovery.view)
    going.settle()
    yield "recovery"
    stack.setCurrentWidget(working.shell)
    stack.removeWidget(recovery.view)
    recovery.view.deleteLater()
    going.settle()


def new_keys(going: Guide) -> Iterator[str]:
    """What ends a day's work: every key changed, and the code shown once."""
    going.working.show_settings(SettingsPage.PEOPLE)
    going.settle()
    locked = QEventLoop()
    going.session.locked.connect(locked.quit)
    going.working._settings_view.ways_in.rekey_button.click()
    locked.exec()
    view = going.page(RekeyView)
    going.settle()
    yield "rekey"
    view.show_done(CODE)
    going.settle()
    yield "rekey-done"
    view.left.emit()
    going.settle()
    going.page(UnlockView).show_why("")
    yield "unlock-again"
    going.end()


def _wrong_secret() -> str:
    return InputError("keys.wrong_secret").sentence(spoken())
