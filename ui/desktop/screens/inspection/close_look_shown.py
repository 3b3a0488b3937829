"""What the close look offers of one photo, in words: proposals with where they may go. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inspector.actions.read_photo import PhotoRead
from inspector.reading.licence import Proposal, Source
from inspector.reading.look_alikes import Doubt
from inspector.reading.marks import MarkReading
from inspector.records import Dimension, Item, Party, SeenCode
from inspector.records.seen import Corners
from ui.desktop.i18n import tr

ITEM_FIELDS = ("mark", "remark")


@dataclass(frozen=True)
class Target:
    """A field a value may go into."""

    record: str
    """"party" or "item"."""
    field: str


@dataclass(frozen=True)
class ProposalShown:
    """One line of the list: what was read, from where, and what stands in the record now."""

    caption: str
    value: str
    source: str
    targets: tuple[tuple[Target, str], ...]
    """Where it may go, each with the words of its button."""
    corners: tuple[Corners, ...]
    now: str = ""
    """What the record says in the first target's place."""
    is_doubtful: bool = False
    words: str = ""
    """What is shown in the value's place, where the record has a value of its own."""
    doubts: tuple[Doubt, ...] = ()
    """Characters that may be look-alikes: the officer picks."""

    def is_taken(self, value: str) -> bool:
        """Tell whether the record says this already."""
        return bool(value) and self.now.strip() == value.strip()


def proposals_shown(found: PhotoRead, party: Party | None, item: Item | None) -> tuple[ProposalShown, ...]:
    """Return the lines for a licence's fields, the readings of a mark, and codes."""
    by_code = {proposal.value for proposal in found.licence.proposals if proposal.source is Source.CODE}
    return (
        *(_licence_line(proposal, party, found) for proposal in found.licence.proposals),
        *(_mark_line(reading, item) for reading in found.marks),
        *(_code_line(code) for code in found.seen.codes if not any(value in code.text for value in by_code)),
    )


def _mark_line(reading: MarkReading, item: Item | None) -> ProposalShown:
    return ProposalShown(
        caption=tr(f"ui.close_look.order.{reading.order}"),
        value=reading.text,
        source=tr("ui.close_look.by_text", percent=round(100 * reading.sure)),
        targets=tuple((Target("item", field), tr(f"ui.close_look.to_{field}")) for field in ITEM_FIELDS),
        corners=reading.corners,
        now=item.alleged.mark if item is not None else "",
    )


def _code_line(code: SeenCode) -> ProposalShown:
    return ProposalShown(
        caption=tr("ui.close_look.code", kind=code.kind),
        value=code.text,
        source=tr("ui.close_look.by_code"),
        targets=((Target("item", "remark"), tr("ui.close_look.to_remark")),),
        corners=(code.corners,),
    )


def with_value(item: Item, field: str, value: str) -> Item:
    """Return the row with a value in its field; a remark is added to, never written over."""
    if field == "mark":
        return replace(item, alleged=replace(item.alleged, mark=value))
    return replace(item, remark=_added(item.remark, value))


def with_lengths(item: Item, lengths: Iterable[Dimension]) -> Item:
    """Return the row with lengths in its specification, each as it is stated; what stands there stays."""
    specification = item.specification
    for each in lengths:
        specification = _added(specification, each.stated)
    return replace(item, specification=specification)


def _added(text: str, value: str) -> str:
    return text if value in text else "；".join(part for part in (text, value) if part)


def _licence_line(proposal: Proposal, party: Party | None, found: PhotoRead) -> ProposalShown:
    source = {
        Source.CODE: tr("ui.close_look.by_code"),
        Source.TEXT: tr("ui.close_look.by_text", percent=round(100 * proposal.sure)),
        Source.MENDED: tr("ui.close_look.mended", places="、".join(map(str, proposal.changed))),
        Source.NUMBER: tr("ui.close_look.by_number"),
    }[proposal.source]
    now = str(getattr(party, proposal.field)) if party is not None else ""
    words = proposal.value
    if proposal.field == "kind":
        kind = tr(f"ui.party.kind.{proposal.value}")
        words = kind if kind == proposal.words else f"{kind}（{proposal.words}）"
    return ProposalShown(
        caption=tr(f"ui.party.{proposal.field}"),
        value=proposal.value,
        source=source,
        targets=((Target("party", proposal.field), tr("ui.close_look.accept")),),
        corners=proposal.corners,
        now=now,
        is_doubtful=proposal.source is Source.MENDED
        or bool(proposal.doubts)
        or proposal.field in found.licence.contradicted,
        words=words,
        doubts=proposal.doubts,
    )
