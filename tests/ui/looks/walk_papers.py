"""The walk through the papers of a stand: to read, to sign, to refuse, to fill in, to set aside; scans, labels, all forms."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.looks.guide import Guide
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.notices.paper_list import Place
from ui.desktop.screens.notices.set_aside import SetAsideAsk
from ui.desktop.screens.notices.view import NoticesView


def papers(going: Guide) -> Iterator[str]:
    """The fifth step in all its places."""
    view = going.step(Step.NOTICES)
    assert isinstance(view, NoticesView)
    for key in ("9", "21"):
        view._choose_paper(key)
        going.settle()
        yield f"paper-{key}"
    view.signing.signing_asked.emit(view.signing._signers[0])
    going.settle()
    yield "paper-signing"
    view.sheet._turn.click()
    going.settle()
    yield "paper-refusing"
    view.sheet.hide()
    view._choose_paper("24")
    going.settle()
    ask = view.findChild(SetAsideAsk)
    assert ask is not None
    ask._open.click()
    going.settle()
    yield "paper-set-aside"
    ask._leave.click()
    view.paper_begun.emit("12")
    going.settle()
    yield "paper-to-fill-in"
    for place in (Place.SCANS, Place.LABELS, Place.FORMS):
        view.show_place(place)
        going.settle()
        yield f"papers-{place.value}"
    view.show_place(Place.PAPERS)
