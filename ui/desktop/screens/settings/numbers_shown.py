"""Document numbers in words: one row a class and year, and what is worth a warning above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inspector.actions.number_blocks import ClassYear
from inspector.errors import InputError
from inspector.records import Bureau, NumberBlock
from inspector.records.numbers import may_be_shared
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.settings.numbers_model import NumberRow
from ui.desktop.theme import Tone


def in_order(classes: Iterable[ClassYear], kinds: Sequence[str]) -> list[ClassYear]:
    """Return the newest year first, the classes as their forms are numbered, what an older program knew last."""
    places = {kind: place for place, kind in enumerate(kinds)}
    return sorted(classes, key=lambda each: (-each.year, places.get(each.kind, len(places))))


def number_row(shown: ClassYear, title: str) -> NumberRow:
    """Say one class and year; the figures add up to what was allotted."""
    tone, state = Tone.MUTED, ""
    if shown.refusal is not None:
        tone, state = Tone.DANGER, shown.refusal.sentence(spoken())
    elif shown.is_low:
        tone, state = Tone.WARN, tr("ui.numbers.few", count=shown.left)
    following = tr("ui.numbers.next", number=shown.next) if shown.next else state
    gap = next(((gap.first, gap.last) for gap in shown.gaps if not gap.is_explained), None)
    return NumberRow(
        kind=shown.kind,
        year=shown.year,
        title=title,
        blocks="、".join(map(_block, shown.blocks)) or "—",
        used=shown.used,
        void=shown.void,
        unexplained=shown.unexplained,
        left=shown.left,
        tone=tone,
        state=state,
        next=following,
        details=_details(shown),
        open_gap=gap,
    )


def warning(bureau: Bureau, classes: Sequence[ClassYear], year: int) -> str:
    """Return what has to be done about the numbers before the next stand; empty if nothing has."""
    stopped = [each.kind for each in classes if each.year == year and each.refusal is not None]
    low = [each.kind for each in classes if each.year == year and each.refusal is None and each.is_low]
    open_gaps = sum(each.unexplained for each in classes)
    said = []
    if stopped:
        said.append(tr("ui.numbers.warn.stopped", kinds="、".join(stopped)))
    if low:
        said.append(tr("ui.numbers.warn.low", kinds="、".join(low)))
    if open_gaps:
        said.append(tr("ui.numbers.warn.gaps", count=open_gaps))
    falls_back = {each.kind for each in classes if any(block.source == "profile" for block in each.blocks)}
    if may_be_shared(bureau) and falls_back:
        said.append(tr("ui.numbers.warn.shared"))
    return "\n".join(said)


def _block(block: NumberBlock) -> str:
    words = f"{block.first}–{block.last}"
    return tr("ui.numbers.closed", block=words) if block.closed else words


def _details(shown: ClassYear) -> tuple[str, ...]:
    lines = [
        f"{line.text}　{tr(f'ui.numbers.state.{line.state}')}　{line.reason}".rstrip("　")
        for line in shown.lines
    ]
    gaps = [
        tr("ui.numbers.gap", first=gap.first, last=gap.last, why=InputError(gap.code).sentence(spoken()))
        for gap in shown.gaps
    ]
    sources = [
        tr("ui.numbers.from", block=_block(block), source=block.source)
        for block in shown.blocks
        if block.source and block.source != "profile"
    ]
    return (*sources, *lines, *gaps)
