"""What people gave on papers that are not issued yet: each piece belongs to one paper, its pages and one signer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector.records import SignatureRole
from ui.desktop.screens.notices.shown import SignedPlace, Signer
from ui.draft_book import Strokes


@dataclass(frozen=True)
class Ink:
    """What one signer put down on one paper."""

    paper: str
    asked: Signer
    """Whom the sheet asked: the name given may be another, where it was typed."""
    place: SignedPlace
    is_given: bool
    """False while the signer has not said that it is done."""

    @property
    def is_bound(self) -> bool:
        """Tell whether it stands below certain words: not what waits for paper, nor a refusal still being typed."""
        return not self.place.on_paper and (self.is_given or bool(self.place.strokes))


class InkBook:
    """Keeps ink through everything but other words on the page: another paper, another step, a lock."""

    def __init__(self) -> None:
        self._ink: dict[tuple[str, Signer], Ink] = {}

    def put(self, ink: Ink) -> None:
        """Keep what somebody put down, in the place of what they put down there before."""
        self._ink[ink.paper, ink.asked] = ink

    def of(self, paper: str, asked: Signer) -> Ink | None:
        """Return what one signer put down on a paper."""
        return self._ink.get((paper, asked))

    def take_out(self, paper: str, asked: Signer) -> None:
        """Forget what one signer put down on a paper."""
        self._ink.pop((paper, asked), None)

    def drop(self, paper: str) -> bool:
        """Forget what was put down on a paper, e.g. once it is issued; tell whether there was any."""
        left = {key: ink for key, ink in self._ink.items() if key[0] != paper}
        had_some = len(left) < len(self._ink)
        self._ink = left
        return had_some

    def keep_to(self, paper: str, pages: tuple[str, ...]) -> bool:
        """Forget what was put down below other words than those of `pages`; tell whether there was any."""
        stale = [
            key
            for key, ink in self._ink.items()
            if key[0] == paper and ink.is_bound and ink.place.pages != pages
        ]
        for key in stale:
            del self._ink[key]
        return bool(stale)

    @property
    def drafts(self) -> tuple[Strokes, ...]:
        """Return everything as it is kept over a lock."""
        return tuple(_as_draft(ink) for ink in self._ink.values())

    def put_back(self, drafts: Iterable[Strokes]) -> None:
        """Hold what was kept over a lock, and nothing else; ink of which nobody knows the paper is no ink."""
        self._ink.clear()
        for each in drafts:
            if each.paper and each.role is not None:
                self.put(_from_draft(each, each.role))


def _as_draft(ink: Ink) -> Strokes:
    place = ink.place
    return Strokes(
        name=place.signer.name,
        strokes=place.strokes,
        pressure=place.pressure,
        paper=ink.paper,
        pages=place.pages,
        role=ink.asked.role,
        asked=ink.asked.name,
        cert_no=ink.asked.cert_no,
        refusal=place.refusal,
        recording=place.recording,
        on_paper=place.on_paper,
        is_given=ink.is_given,
    )


def _from_draft(kept: Strokes, role: SignatureRole) -> Ink:
    return Ink(
        kept.paper,
        Signer(role, kept.asked, kept.cert_no),
        SignedPlace(
            Signer(role, kept.name, kept.cert_no),
            kept.strokes,
            kept.refusal,
            kept.recording,
            kept.pressure,
            kept.on_paper,
            kept.pages,
        ),
        kept.is_given,
    )
