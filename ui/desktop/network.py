"""The machine's network as far as the system tells: is there one, does it cost by the byte; and the rule set here."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal


class NetworkRule(Enum):
    """What somebody decided on this device about sending over the network at hand."""

    AUTO = "auto"
    """Not while the system says that the network costs by the byte."""
    SEND = "send"
    """Send over any."""
    HOLD = "hold"
    """This network costs by the byte, whatever the system says: do not send."""


def may_send(rule: NetworkRule, is_metered: bool | None) -> bool:
    """Tell whether to send now; `is_metered` is None where the system does not say."""
    return rule is NetworkRule.SEND or (rule is NetworkRule.AUTO and is_metered is not True)


class Network(QObject):
    """What the system says of the network; where it says nothing, both answers are None."""

    changed = Signal()
    """There is a network again, or none, or another one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import (
            QNetworkInformation,
        )  # loaded with an unlocked device, not with the window

        wanted = QNetworkInformation.Feature
        self._system: QNetworkInformation | None = None
        self._tells = QNetworkInformation.Feature(0)
        if QNetworkInformation.loadDefaultBackend() or QNetworkInformation.loadBackendByFeatures(
            wanted.Reachability
        ):
            self._system = QNetworkInformation.instance()
        if self._system is not None:
            self._tells = self._system.supportedFeatures()
            self._system.reachabilityChanged.connect(self.changed)
            self._system.isMeteredChanged.connect(self.changed)
            self._system.transportMediumChanged.connect(self.changed)

    @property
    def is_metered(self) -> bool | None:
        """Tell whether it costs by the byte."""
        from PySide6.QtNetwork import QNetworkInformation

        if self._system is None or not self._tells & QNetworkInformation.Feature.Metered:
            return None
        return self._system.isMetered()

    @property
    def is_there(self) -> bool | None:
        """Tell whether there is any network at all."""
        from PySide6.QtNetwork import QNetworkInformation

        if self._system is None or not self._tells & QNetworkInformation.Feature.Reachability:
            return None
        reached = self._system.reachability()
        if reached is QNetworkInformation.Reachability.Unknown:
            return None
        return reached is not QNetworkInformation.Reachability.Disconnected
