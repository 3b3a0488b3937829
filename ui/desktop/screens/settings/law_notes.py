"""What in the law pack still awaits confirmation by the legal section, in words for the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.law.waiting import waiting
from ui.desktop.i18n import tr

if TYPE_CHECKING:
    from inspector.law import LawPack
    from inspector.law.reading import Power

_AWAITING = "待法制确认"


def unconfirmed(pack: LawPack) -> tuple[str, ...]:
    """Return one line for each row of the pack that is not confirmed or has a note."""
    rows = ((_row(each.power) if each.power else each.name, each.note) for each in waiting(pack))
    return tuple(f"{name}：{_plain(note)}" if note else name for name, note in rows)


def _row(power: Power) -> str:
    rights = "、".join(tr(f"ui.right.{right.value}") for right in power.rights)
    return f"{rights} · {tr(f'ui.settings.law.{power.measure.value}')}"


def _plain(note: str) -> str:
    """The heading says already what the entries wait for."""
    return note.removeprefix(_AWAITING + "：").removesuffix("，" + _AWAITING)
