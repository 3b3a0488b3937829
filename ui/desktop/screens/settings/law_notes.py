"""What in the law pack still awaits confirmation by the legal section, in words for the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desktop.i18n import tr

if TYPE_CHECKING:
    from inspector.law import LawPack
    from inspector.law.reading import Power

_AWAITING = "待法制确认"


def unconfirmed(pack: LawPack) -> tuple[str, ...]:
    """Return one line for each version of a statute, row of powers and deadline that is not confirmed or has a note."""
    versions = (
        (f"《{statute.zh}》（{version.label}）", version.note)
        for statute in pack.statutes.values()
        for version in statute.versions
        if version.note or not version.confirmed
    )
    rows = {id(power): power for power in pack.powers.values() if power.note or not power.confirmed}
    powers = ((_row(power), power.note) for power in rows.values())
    deadlines = (
        (f"{rule.id} {rule.from_zh}→{rule.to_zh}", rule.note)
        for rule in pack.deadlines.rule
        if rule.note or not rule.confirmed
    )
    waiting = (*versions, *powers, *deadlines, (tr("ui.settings.law.weekends"), ""))
    return tuple(f"{name}：{_plain(note)}" if note else name for name, note in waiting)


def _row(power: Power) -> str:
    rights = "、".join(tr(f"ui.right.{right.value}") for right in power.rights)
    return f"{rights} · {tr(f'ui.settings.law.{power.measure.value}')}"


def _plain(note: str) -> str:
    """The heading says already what the entries wait for."""
    return note.removeprefix(_AWAITING + "：").removesuffix("，" + _AWAITING)
