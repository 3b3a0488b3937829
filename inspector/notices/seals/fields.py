"""Where the seals of a notice stand in the PDF: one invisible field for each, under a name for ever."""

from __future__ import annotations

from inspector.records import SealRole

FIELDS = {
    SealRole.DEVICE: "InspectorDeviceSeal",
    SealRole.OFFICER: "InspectorOfficerSeal",
    SealRole.TIMESTAMP: "InspectorTimestamp",
}
"""Never renamed: every issued notice has them."""
ROLES = {name: role for role, name in FIELDS.items()}
TITLES = {
    SealRole.DEVICE: "执法设备电子印记",
    SealRole.OFFICER: "执法人员电子印记",
    SealRole.TIMESTAMP: "可信时间戳（事后加盖于副本）",
}
"""What a viewer calls the field."""
REASONS = {
    SealRole.DEVICE: "证明本文书由本执法设备制作，此后未被改动；时间取自设备时钟",
    SealRole.OFFICER: "执法人员确认出具本文书；时间取自设备时钟",
}
