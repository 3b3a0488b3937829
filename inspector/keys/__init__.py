"""Key slots and the device's keys: from what an officer knows to what opens the device.

passphrase or recovery code -> slot key -> master key -> one key for each purpose. The master key is
random and never leaves this room; changing a passphrase rewraps it and touches no data.
"""

from inspector.keys.acting import Acting
from inspector.keys.changing import (
    by_secret,
    by_shares,
    change_passphrase,
    remove_slot,
    renew_passphrase,
    replace_recovery_code,
    set_escrow,
    set_passphrase,
)
from inspector.keys.cost import FIRST_FLOOR, FLOOR, STANDARD, KdfCost, calibrated
from inspector.keys.enrolment import Created, create, exists
from inspector.keys.keyring import DeviceSigner, Keyring
from inspector.keys.passphrase import require_strong
from inspector.keys.rekeying import NewKeys, new_keys
from inspector.keys.seal_key import Holder, SealKey
from inspector.keys.unlocking import SlotLine, acting_as, slots, unlock, unlock_by_shares

__all__ = [
    "FIRST_FLOOR",
    "FLOOR",
    "STANDARD",
    "Acting",
    "Created",
    "DeviceSigner",
    "Holder",
    "KdfCost",
    "Keyring",
    "NewKeys",
    "SealKey",
    "SlotLine",
    "acting_as",
    "by_secret",
    "by_shares",
    "calibrated",
    "change_passphrase",
    "create",
    "exists",
    "new_keys",
    "remove_slot",
    "renew_passphrase",
    "replace_recovery_code",
    "require_strong",
    "set_escrow",
    "set_passphrase",
    "slots",
    "unlock",
    "unlock_by_shares",
]
