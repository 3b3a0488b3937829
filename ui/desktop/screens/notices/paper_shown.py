"""What an officer fills in on one paper, as the screen shows it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.actions.notice_readiness import Readiness
from inspector.actions.write_paper import PHOTOS, photo_numbers
from inspector.records import AskKind
from ui.desktop.i18n import Language, spoken
from ui.desktop.screens.inspection.stand_now import StandNow


@dataclass(frozen=True)
class FieldShown:
    """One thing that is asked, with what was written and what is to be said of it."""

    name: str
    label: str
    kind: AskKind
    choices: tuple[str, ...]
    text: str
    told: str
    """What keeps the paper from being issued here; empty if nothing does."""
    is_wrong: bool
    """Something is written and cannot be; what is only missing is no fault yet."""


@dataclass(frozen=True)
class PaperShown:
    """The paper as a form to fill in."""

    key: str
    title: str
    basis: str
    confirm: str
    """What the legal unit still has to confirm of it."""
    also_missing: tuple[str, ...]
    """What is missing elsewhere in the record."""
    fields: tuple[FieldShown, ...]
    is_frozen: bool


def paper_shown(now: StandNow, ready: Readiness) -> PaperShown | None:
    """Return what is asked on a paper; None for forms that print the record of the visit, and once issued."""
    paper, sheet = ready.paper, ready.sheet
    if paper is None or sheet is None or ready.issued is not None:
        return None
    is_english = spoken() is Language.ENGLISH
    told: dict[str, str] = {}
    elsewhere: list[str] = []
    for finding in ready.missing:
        name = finding.field.rpartition(".")[2]
        words = finding.message_en if is_english else finding.message_zh
        if name == "record":
            elsewhere.append(words)
        else:
            told.setdefault(name, words)
    texts = {**paper.answers, PHOTOS: photo_numbers(now.dossier, paper)}
    return PaperShown(
        key=ready.key,
        title=sheet.english if is_english else sheet.title,
        basis=sheet.basis,
        confirm=sheet.confirm,
        also_missing=tuple(elsewhere),
        fields=tuple(
            FieldShown(
                ask.name,
                ask.en if is_english else ask.label,
                ask.kind,
                ask.choices,
                texts.get(ask.name, ""),
                told.get(ask.name, ""),
                bool(texts.get(ask.name, "")) and ask.name in told,
            )
            for ask in sheet.asks
            if ask.applies(paper.answers)
        ),
        is_frozen=now.is_sealed,
    )
