"""Key slots and the device's keys: from what an officer knows to what opens the device.

passphrase or recovery code -> slot key -> master key -> one key for each purpose. The master key is
random and never leaves this room; changing a passphrase rewraps it and touches no data.
"""

from inspector.keys.cost import FLOOR, STANDARD, KdfCost
from inspector.keys.enrolment import Created, create, exists
from inspector.keys.keyring import DeviceSigner, Keyring
from inspector.keys.passphrase import require_strong
from inspector.keys.unlocking import change_passphrase, replace_recovery_code, unlock

__all__ = [
    "FLOOR",
    "STANDARD",
    "Created",
    "DeviceSigner",
    "KdfCost",
    "Keyring",
    "change_passphrase",
    "create",
    "exists",
    "replace_recovery_code",
    "require_strong",
    "unlock",
]
