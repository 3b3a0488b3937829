"""All keys of a device changed, offline, in an order that a cut at any moment does no harm to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from inspector.canonical import Json
from inspector.durable import write_file
from inspector.progress import Progress
from ui.folder_faults import folder_faults

if TYPE_CHECKING:
    from ui.wiring import Workplace

DRAFTS = "drafts.sealed"
STEPS = 4


def rekey(
    workplace: Workplace,
    passphrase: str,
    progress: Progress | None = None,
    *,
    show_code: Callable[[str], None] | None = None,
) -> str:
    """Change every key of a locked device and return the new recovery code, to be shown once.

    `show_code` gets it before it counts: whatever happens afterwards, somebody has seen the only one that opens.

    Journalled before and after. The other officers' passphrases open nothing from then on and are given anew;
    backups made before open under the former ones.

    Raises:
        InputError: `keys.wrong_secret`, `keys.not_an_officer`, `device.*`: nothing was changed.
        SystemFault: `keys.*`, `store.*`, `device.disk_full`, `device.io`: everything is as it was, or the next unlocking finishes it.
        Cancelled: everything is as it was.
    """
    from inspector.store.rekeying import beside, take_over, write_rekeyed
    from inspector.vault import rewrapped
    from ui.draft_book import DraftBook
    from ui.wiring import STORE

    progress = progress or Progress()
    progress.step(0, STEPS)
    _note(workplace, passphrase, "keys.rekey_begun")
    progress.step(1, STEPS)
    with folder_faults(), workplace.new_keys_held(passphrase) as made:
        former, new, device = made.former, made.keyring, made.keyring.device_id
        write_rekeyed(
            workplace.folder / STORE,
            former.database_key(),
            new.database_key(),
            log_key=new.journal_log_key(),
            device_id=device,
            rewrap=lambda wrapped: rewrapped(wrapped, former.vault_key(), new.vault_key()),
        )
        drafts = workplace.folder / DRAFTS
        if drafts.exists():
            book = DraftBook(drafts, former.drafts_key, device)
            write_file(beside(drafts), book.resealed(new.drafts_key()))
        progress.step(2, STEPS)
        if show_code is not None:
            show_code(made.recovery_code)
        made.speak()  # from here on there is no way back, and none is needed
        take_over(workplace.folder)
        made.finish()
        code = made.recovery_code
    _note(workplace, passphrase, "keys.rekeyed")
    return code


def _note(workplace: Workplace, passphrase: str, change: str) -> None:
    with workplace.unlock(passphrase) as opened:
        facts: dict[str, Json] = {"epoch": opened.keyring.epoch}
        with opened.device.unit() as unit:
            unit.note(change, opened.device.id, facts, by=opened.ways_in.acting_officer or "device")
            unit.commit()
