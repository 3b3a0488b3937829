"""Where the real parts are built and joined: a device's folder, and the device once it is unlocked."""

from ui.wiring.open_device import OpenDevice
from ui.wiring.workplace import KEYS, STORE, SetUp, Workplace, default_data_dir

__all__ = ["KEYS", "STORE", "OpenDevice", "SetUp", "Workplace", "default_data_dir"]
