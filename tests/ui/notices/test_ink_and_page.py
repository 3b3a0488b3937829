"""Ink belongs to the page people see: it is never lost but with the page's words, and is on no other page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.actions import list_item, open_inspection, read
from inspector.errors import InspectorError
from inspector.records import ClosingManner, SignatureRole
from tests.stand import Stand
from ui.demo import sample
from ui.desktop.screens.inspection.joined_pages import NoticesPage
from ui.desktop.screens.inspection.stand import Stand as OpenStand
from ui.desktop.screens.inspection.stand_now import read_stand
from ui.desktop.screens.notices.shown import Signer, signers

_LEFT = Qt.MouseButton.LeftButton
_NAME = tuple((60 + 20 * step, 40 + 50 * (step % 2) + 3 * step) for step in range(12))


class Late:
    """Acts at once; what is read beside comes when the test says so, in the order it says."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._waiting: list[Callable[[], None]] = []
        self.told = ""

    def load(
        self,
        work: Callable[..., Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        self._waiting.append(lambda: done(work(self._stand.device, self._stand.inspection.id)))

    def do(
        self,
        about: str,
        act: Callable[..., Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[InspectorError], None] | None = None,
    ) -> None:
        try:
            value = act(self._stand.device, self._stand.inspection.id, self._stand.by)
        except InspectorError as error:
            self.told = error.code
            if failed is not None:
                failed(error)
        else:
            if then is not None:
                then(value)

    def waiting(self) -> Callable[[], None]:
        """Take what was asked for so far, and return what lets it arrive."""
        taken, self._waiting = self._waiting, []
        return lambda: [arrive() for arrive in taken] and None

    def arrive(self) -> None:
        self.waiting()()


class Papers:
    """Step ⑤ as it is, with pages that are printed when the test says so."""

    def __init__(self, stand: Stand, qtbot: QtBot) -> None:
        self.stand = stand
        self.late = Late(stand)
        page = NoticesPage(cast("OpenStand", self.late))
        self.view, self._presenter = page.view, page.notices
        self.view.resize(1000, 700)
        qtbot.addWidget(self.view)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.view.show()
        self.read_again()
        self._presenter.step_entered()

    def read_again(self) -> None:
        """Show the record as it reads now."""
        self._presenter.show(read_stand(self.stand.device, self.stand.inspection.id))

    def open(self, form: str) -> None:
        self.view.go_to(form)

    def open_printed(self, form: str) -> None:
        self.open(form)
        self.late.arrive()

    def hand_over(self) -> None:
        """Issue list and decision: the record is the last paper."""
        for form in ("24", "21"):
            self.stand.issue(form)
        self.read_again()

    def answer(self) -> None:
        """The party checked the record: the last words of its page."""
        self.stand.clock.advance(timedelta(minutes=20))
        self.view.record_closed.emit(ClosingManner.CHECKED, "属实。")
        self.read_again()

    def ask(self, role: SignatureRole = SignatureRole.PARTY) -> Signer:
        now = read_stand(self.stand.device, self.stand.inspection.id)
        asked = next(each for each in signers(now) if each.role is role)
        self.view.signing.signing_asked.emit(asked)
        return asked

    def press(self, at: tuple[int, int]) -> None:
        if self.view.sheet.isVisible():
            QTest.mousePress(self.paper, _LEFT, pos=QPoint(*at))

    def move(self, *way: tuple[int, int]) -> None:
        for point in way:
            QTest.mouseMove(self.paper, QPoint(*point))

    def lift(self) -> None:
        QTest.mouseRelease(self.paper, _LEFT)

    def draw(self) -> None:
        """Draw one stroke with hand and mouse."""
        first, *way = _NAME
        self.press(first)
        self.move(*way)
        self.lift()

    def done(self) -> None:
        self.view.sheet._done.click()

    def issue_a_list_elsewhere(self) -> None:
        next_door = open_inspection.open_inspection(
            self.stand.device,
            fair_id=self.stand.inspection.fair_id,
            officer_ids=tuple(officer.id for officer in self.stand.officers),
            by=self.stand.by,
            **{**sample.STAND, "booth": "B-2"},
        )
        other = replace(self.stand, inspection=next_door)
        other.visit()
        row = other.item()
        other.photo(4, item_id=row.id)
        other.seize(row)
        other.issue("24")

    @property
    def paper(self) -> QWidget:
        return self.view.sheet.pad.sheet

    @property
    def strokes(self) -> int:
        return len(self.view.sheet.pad.strokes)

    @property
    def given(self) -> int:
        return len(self.view.signing.given)

    @property
    def says_ink_gone(self) -> bool:
        return "重新签名" in self.view.signing._problem.text()

    def change_a_word(self) -> None:
        row = read.dossier(self.stand.device, self.stand.inspection.id).items[0]
        list_item.change_item(
            self.stand.device, replace(row, label_name=row.label_name + "壶"), by=self.stand.by
        )
        self.read_again()


@pytest.fixture
def papers(stand: Stand, qtbot: QtBot) -> Iterator[Papers]:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    yield Papers(stand, qtbot)


def test_nobody_begins_to_sign_before_the_first_page_shows(papers: Papers) -> None:
    papers.open("24")
    papers.ask()
    papers.draw()
    assert papers.strokes == 0, "there is nothing to be seen yet that one could sign"
    papers.late.arrive()
    papers.draw()
    papers.done()
    assert papers.given == 1


def test_the_answer_that_ends_the_record_costs_no_ink(papers: Papers) -> None:
    """The page without the answer shows while the one with it is printed: it came late, and took the ink along."""
    papers.hand_over()
    papers.open_printed("9")
    papers.answer()
    papers.ask()
    papers.draw()
    papers.late.arrive()
    papers.draw()
    papers.done()
    assert (papers.given, papers.says_ink_gone) == (1, False)


def test_an_older_page_that_comes_last_is_nobodys(papers: Papers) -> None:
    papers.hand_over()
    papers.open("9")
    older = papers.late.waiting()
    papers.answer()
    papers.late.arrive()
    papers.ask()
    papers.draw()
    older()
    papers.done()
    assert papers.given == 1


def test_a_stroke_goes_on_while_the_same_words_are_printed_anew(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.press(_NAME[0])
    papers.move(*_NAME[1:3])
    papers.stand.photo(3)  # the record changes, the list does not
    papers.read_again()
    papers.move(*_NAME[3:])
    papers.late.arrive()
    papers.lift()
    (stroke,) = papers.view.sheet.pad.strokes
    papers.done()
    assert (len(stroke), papers.given) == (len(_NAME), 1)


def test_ink_below_other_words_goes_and_it_is_said(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.press(_NAME[0])
    papers.move(*_NAME[1:3])
    papers.change_a_word()
    papers.late.arrive()
    papers.move(*_NAME[3:])  # the hand does not know yet
    papers.lift()
    assert (papers.given, papers.says_ink_gone, papers.view.sheet.isVisible()) == (0, True, False)
    papers.ask()
    assert papers.strokes == 0


def test_given_ink_goes_with_the_words_and_a_place_left_for_paper_stays(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.done()
    papers.view.sheet.by_hand_asked.emit()  # the officers sign the printed page
    assert papers.given == 3
    papers.change_a_word()
    papers.late.arrive()
    assert [each.on_paper for each in papers.view.signing.given] == [True, True]
    assert papers.says_ink_gone


def test_ink_waits_while_another_paper_is_looked_at_and_is_not_on_it(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.done()
    papers.ask(SignatureRole.OFFICER)
    papers.draw()
    papers.open_printed("21")
    assert papers.given == 0
    papers.ask()
    assert papers.strokes == 0, "the party did not sign this one"
    papers.open_printed("24")
    assert papers.given == 1
    papers.ask(SignatureRole.OFFICER)
    assert papers.strokes == 1, "half a name waits as it was"
    papers.done()
    assert papers.given == 2


def test_ink_put_off_waits_and_ink_wiped_off_is_gone(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.view.sheet.closed.emit()
    papers.ask()
    assert papers.strokes == 1
    papers.done()
    assert papers.given == 1
    papers.ask()
    papers.view.sheet.pad.clear()
    papers.view.sheet.closed.emit()
    assert papers.given == 0


def test_time_in_the_ink_goes_on_where_it_stopped(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.view.sheet.closed.emit()
    papers.ask()
    papers.draw()
    times = [time for stroke in papers.view.sheet.pad.strokes for _, _, time in stroke]
    assert times == sorted(times)
    assert times[-1] - times[0] < 600_000, "milliseconds of this signature, not of the machine"


def test_what_is_issued_says_which_page_was_signed(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.done()
    papers.view.sheet.by_hand_asked.emit()
    shown = papers.view.signing.given[0].pages
    papers.view.issue_asked.emit(papers.view.signing.given)
    (notice,) = read.dossier(papers.stand.device, papers.stand.inspection.id).own_notices
    assert shown and {each.pages for each in notice.signatures} == {shown}
    papers.read_again()
    assert papers.given == 0


def test_a_page_with_another_number_is_shown_before_it_is_issued(papers: Papers) -> None:
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.done()
    papers.view.sheet.by_hand_asked.emit()
    papers.issue_a_list_elsewhere()  # it takes the number that stands on this page
    papers.view.issue_asked.emit(papers.view.signing.given)
    assert papers.late.told == "notice.page_changed"
    papers.late.arrive()
    assert papers.says_ink_gone
    papers.ask()
    papers.draw()
    papers.done()
    papers.view.issue_asked.emit(papers.view.signing.given)
    (notice,) = read.dossier(papers.stand.device, papers.stand.inspection.id).own_notices
    assert [bool(each.strokes) for each in notice.signatures] == [True, False, False]


def test_a_refusal_said_early_is_taken_once_the_page_shows(papers: Papers) -> None:
    papers.open("24")
    papers.ask()
    sheet = papers.view.sheet
    sheet._turn_over()
    sheet._refusal.edit.setText("不愿意签字")
    sheet._recording.edit.setText("录像1号")
    papers.done()
    assert papers.given == 0
    papers.late.arrive()
    (place,) = papers.view.signing.given
    assert (place.refusal, bool(place.pages)) == ("不愿意签字", True)


def test_an_opened_paper_has_the_keyboard_where_it_waits_for_somebody(papers: Papers) -> None:
    papers.hand_over()
    view, signing = papers.view, papers.view.signing
    papers.open_printed("9")
    assert view.focusWidget() is signing._quick, "the record waits for the party's answer"
    papers.answer()
    assert view.focusWidget() is signing._first_line, "the answer is given: now the party signs"
    papers.open("24")
    assert view.focusWidget() is signing._way_on


def test_one_key_issues_and_opens_the_next_and_officers_go_on_signing_on_paper(
    papers: Papers, qtbot: QtBot
) -> None:
    signing = papers.view.signing
    papers.open_printed("24")
    papers.ask()
    papers.draw()
    papers.done()
    papers.view.sheet.by_hand_asked.emit()
    signing.issue_and_go_on()
    with qtbot.waitSignal(signing.way_on_asked):
        papers.read_again()
    papers.late.arrive()
    assert signing.paper.endswith("/21")
    papers.ask()
    papers.draw()
    papers.done()
    assert [each.on_paper for each in signing.given] == [False, True, True], "as on the paper before"
    papers.ask(SignatureRole.OFFICER)
    papers.draw()
    papers.done()
    assert [each.on_paper for each in signing.given] == [False, False, True], "one signs here after all"
