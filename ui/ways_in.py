"""Who may open an unlocked device, and who acts: each change is made in the key file and told in the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.canonical import Json
from inspector.errors import InputError, SystemFault
from inspector.records import Bureau, Officer, SealRole
from ui.folder_faults import folder_faults

if TYPE_CHECKING:
    from inspector.actions.ports import Device, HeldSeal
    from inspector.keys import Holder, KdfCost, Keyring, SlotLine
    from inspector.keys.changing import Opens
    from inspector.keys.escrow import EscrowPublic

SHARED = "shared"
"""Kind of a passphrase that stands for nobody in particular: a device of an older version."""


@dataclass(frozen=True)
class WayIn:
    """One way into the device, for the settings."""

    slot_id: str
    kind: str
    """`officer`, `recovery`, `escrow` or `shared`."""
    officer_name: str


def holder_of(officer: Officer, bureau: Bureau) -> Holder:
    """Return an officer as their seal's certificate names them."""
    from inspector.keys import Holder

    return Holder(officer.id, officer.name, officer.cert_no, bureau.name)


def seals_at_hand(keyring: Keyring) -> tuple[HeldSeal, ...]:
    """Return the seals an open device can close a page with: its own, and the acting officer's."""
    from inspector.actions.ports import HeldSeal

    own = keyring.device_seal
    held = (HeldSeal(SealRole.DEVICE, keyring.device_id, own.certificate, own.sign),)
    seal = keyring.officer_seal
    if seal is None:
        return held
    return (*held, HeldSeal(SealRole.OFFICER, keyring.officer_id, seal.certificate, seal.sign))


class WaysIn:
    """The ways into one open device; what a secret opens is asked of the key file each time."""

    def __init__(
        self,
        folder: Path,
        device: Device,
        keyring: Keyring,
        *,
        cost: Callable[[], KdfCost],
        floor: KdfCost,
        opens: Opens,
    ) -> None:
        self._folder = folder
        self._device = device
        self._keyring = keyring
        self._cost = cost
        self._floor = floor
        # kept only while nobody in particular acts: it is what the first passphrase is made with
        self._opens: Opens | None = None if keyring.officer_id else opens

    @property
    def acting_officer(self) -> str:
        """Record id of the officer who acts; empty until somebody has claimed the device."""
        return self._keyring.officer_id

    def tell_how_opened(self, wrong_tries: int) -> None:
        """Journal wrong tries before, and an opening by something that is no officer's passphrase."""
        if wrong_tries:
            self._note("keys.wrong_tries", {"count": wrong_tries}, by="device")
        if self._keyring.opened_by != "officer":
            self._note(f"keys.opened_by_{self._keyring.opened_by}", {}, by="device")

    def renew(self, secret: str) -> None:
        """Make a guess at the passphrase that opened the device as dear as is asked for now; a fault is journalled and waits."""
        from inspector import keys

        if not self._keyring.is_renewal_due:
            return
        try:
            keys.renew_passphrase(self._folder, secret, cost=self._cost(), floor=self._floor)
        except (
            SystemFault
        ) as fault:  # the device is open and opens next time: no reason to keep an officer out
            self._note("keys.renewal_failed", {"code": fault.code}, by="device")
            return
        self._note("keys.passphrase_renewed", {}, by="device")

    def listed(self) -> tuple[WayIn, ...]:
        """Return the ways in, officers first."""
        from inspector import keys

        with self._device.reading() as unit:
            names = {officer.id: officer.name for officer in unit.all(Officer)}
        lines = [_way(line, names) for line in keys.slots(self._folder)]
        order = {"officer": 0, SHARED: 1, "recovery": 2, "escrow": 3}
        return tuple(sorted(lines, key=lambda line: (order[line.kind], line.officer_name)))

    def claim(self, officer_id: str, new: str) -> None:
        """Make the first own passphrase of the officer who acts from now on, after recovery code or shares.

        Raises:
            InputError: `keys.weak_passphrase`, `keys.passphrase_taken`, `keys.claimed`.
            SystemFault: `keys.*`.
        """
        if self._opens is None:
            raise InputError("keys.claimed")
        self._set(self._opens, officer_id, new, by=officer_id)
        self._hand_over(new)
        self._opens = None

    def switch(self, passphrase: str) -> str:
        """Let another officer act from now on, by their own passphrase; return whose it is.

        Raises:
            InputError: `keys.wrong_secret`, `keys.not_an_officer`: the former one goes on acting.
            SystemFault: `keys.*`.
        """
        former = self.acting_officer
        self._hand_over(passphrase)
        if former != self.acting_officer:
            self._note("officer.switched", {"from": former}, by=self.acting_officer)
        return self.acting_officer

    def give_passphrase(self, secret: str, officer_id: str, new: str) -> None:
        """Give an officer a passphrase of their own; `secret` is any that opens the device.

        One who has a passphrase gets another only by the recovery code, the custodians or their own.

        Raises:
            InputError: `keys.wrong_secret`, `keys.weak_passphrase`, `keys.passphrase_taken`, `keys.not_yours`.
            SystemFault: `keys.*`.
        """
        self._set(self._opened_with(secret), officer_id, new, by=self.acting_officer)

    def change_passphrase(self, secret: str, new: str) -> None:
        """Put a new passphrase in the place of `secret`, or with the recovery code in the place of the only one.

        Raises:
            InputError: `keys.wrong_secret`, `keys.weak_passphrase`, `keys.passphrase_taken`, `keys.whose_passphrase`.
            SystemFault: `keys.*`.
        """
        from inspector import keys

        keys.change_passphrase(self._folder, secret, new, cost=self._cost(), floor=self._floor)
        self._note("keys.passphrase_changed", {}, by=self.acting_officer)

    def replace_recovery_code(self, secret: str) -> str:
        """Return a new recovery code, to be shown once; the old one opens nothing from now on.

        Raises:
            InputError: `keys.wrong_secret`.
            SystemFault: `keys.*`.
        """
        from inspector import keys

        # told before: once the new one counts, nothing may come between it and the screen
        self._note("keys.recovery_replacing", {}, by=self.acting_officer)
        return keys.replace_recovery_code(self._folder, secret, floor=self._floor)

    def remove(self, secret: str, slot_id: str) -> None:
        """Take a way in away.

        Raises:
            InputError: `keys.wrong_secret`, `keys.last_slot`, `keys.no_such_slot`.
            SystemFault: `keys.*`.
        """
        from inspector import keys

        gone = [line for line in keys.slots(self._folder) if line.id == slot_id]
        keys.remove_slot(self._opened_with(secret), slot_id)
        facts: dict[str, Json] = {"kind": gone[0].kind, "officer": gone[0].officer}
        self._note("keys.slot_removed", facts, by=self.acting_officer)

    def register_escrow(self, secret: str, public: EscrowPublic) -> None:
        """Seal the device to the bureau's escrow key, in the place of a former one.

        Raises:
            InputError: `keys.wrong_secret`.
            SystemFault: `keys.*`.
        """
        from inspector import keys

        keys.set_escrow(self._opened_with(secret), public)
        facts: dict[str, Json] = {
            "bureau": public.bureau,
            "count": public.count,
            "public_key": public.public_key.hex(),
            "threshold": public.threshold,
        }
        self._note("keys.escrow_registered", facts, by=self.acting_officer)

    def _set(self, opens: Opens, officer_id: str, new: str, *, by: str) -> None:
        from inspector import keys

        with self._device.reading() as unit:
            holder = holder_of(unit.get(Officer, officer_id), unit.all(Bureau)[-1])
        keys.set_passphrase(opens, holder, new, cost=self._cost(), floor=self._floor)
        self._note("keys.passphrase_given", {"officer": officer_id}, by=by)

    def _hand_over(self, passphrase: str) -> None:
        from inspector import keys

        self._keyring.hand_over(keys.acting_as(self._folder, passphrase, floor=self._floor))

    def _opened_with(self, secret: str) -> Opens:
        from inspector import keys

        return keys.by_secret(self._folder, secret, self._floor)

    def _note(self, change: str, facts: dict[str, Json], *, by: str) -> None:
        with self._device.unit() as unit:
            unit.note(change, self._device.id, facts, by=by or "device")
            unit.commit()


def opening_by_shares(folder: Path, typed: Sequence[str]) -> tuple[Callable[[], Keyring], Opens]:
    """Return what opens the keys with custodians' shares as typed, for unlocking and for the first passphrase.

    Raises:
        InputError: `keys.share_word`, `keys.share_length`, `keys.share_check` with `share` counted from 1.
    """
    from inspector import keys
    from inspector.keys.shares import read_share
    from inspector.store.rekeying import take_over

    shares = []
    for number, text in enumerate(typed, 1):
        try:
            shares.append(read_share(text))
        except InputError as error:
            error.facts["share"] = number
            raise

    def unlocked() -> Keyring:
        with folder_faults():
            return keys.unlock_by_shares(folder, shares, take_over=lambda: take_over(folder.parent))

    return unlocked, keys.by_shares(folder, shares)


def _way(line: SlotLine, names: dict[str, str]) -> WayIn:
    kind = SHARED if line.kind == "officer" and not line.officer else line.kind
    return WayIn(line.id, kind, names.get(line.officer, ""))
