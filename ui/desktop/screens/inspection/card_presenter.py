"""Import: look at a card again and again, take in what is new, go on by itself when a card comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from inspector.actions.import_photos import ImportResult, Refusal, import_photos
from inspector.actions.look_at_card import Card, CardFile, CardLook, Standing
from inspector.errors import InputError, InspectorError
from inspector.progress import Progress
from ui.desktop.card_places import CardKind, CardPlace, card_places
from ui.desktop.i18n import spoken, tr
from ui.desktop.recording_words import duration_words, plays_icon, taken_words
from ui.desktop.screens.inspection.card_pictures import CardPictures
from ui.desktop.screens.inspection.card_view import CardView, Group
from ui.desktop.screens.inspection.refused_list import RefusedRow
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.small_pictures import SmallPictures
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone
from ui.desktop.widgets import PhotoRow
from ui.draft_book import ImportChoices

FindPlaces = Callable[[], Sequence[CardPlace]]
_EVERY_MS = 2_000
_STANDINGS = {Group.NEW: Standing.NEW, Group.KNOWN: Standing.KNOWN}


@dataclass(frozen=True)
class _Left:
    """What imports left at one stand."""

    rest: tuple[Path, ...] = ()
    """What an import has not reached: while it runs all it was given, then what it left."""
    source: str = ""
    """What the officer stated about it."""
    refused: tuple[Refusal, ...] = ()


class GoodsImport(Protocol):
    """What the goods' page shows of an import, so that the officer can work on meanwhile."""

    def offer_import(self, count: int) -> None:
        """Offer to go on with an import that stopped; 0: there is none."""

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far the import is; total 0 hides it."""

    def show_refused(self, refused: Sequence[Refusal]) -> None:
        """List by name what was not taken, until it is dismissed."""


class CardPresenter(QObject):
    """Brings photos in from outside; each counts only once it is sealed."""

    def __init__(
        self,
        view: CardView,
        goods: GoodsImport,
        stand: Stand,
        tasks: Tasks,
        find_places: FindPlaces = card_places,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._goods = goods
        self._stand = stand
        self._tasks = tasks
        self._find_places = find_places
        self._inspection_id = ""
        self._left: dict[str, _Left] = {}
        """By inspection id: an import may end after the officer has turned to another stand."""
        self._import: Progress | None = None
        self._is_waiting_for_card = False
        self._chosen: Path | None = None
        self._paths: tuple[Path, ...] = ()
        self._card: Card | None = None
        self._look = CardLook(())
        self._looking: Progress | None = None
        self._source = CardKind.CARD
        self._left_out: set[Path] = set()
        self._group = Group.NEW
        self._is_automatic = False
        self.is_open = False
        """The page fills the work area."""
        self._is_listing = False
        self._source_of_pictures = CardPictures()
        self._pictures = SmallPictures(self._source_of_pictures, tasks, view.grid)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self._listen()

    # -- the page opens and closes -----------------------------------------------------------------

    def start(self) -> None:
        """Begin to watch what is plugged in."""
        self.is_open = True
        self._timer.start()
        self._tick()

    def stop(self) -> None:
        """Stop watching with the page; an import goes on, and is shown beside the goods."""
        self.is_open = False
        self._timer.stop()
        self._pictures.forget()
        if self._looking is not None:
            self._looking.cancel()

    def show(self, now: StandNow) -> None:
        """Turn to the stand that is open: what imports left here is offered, what was looked at elsewhere is not."""
        if now.dossier.inspection.id != self._inspection_id:
            self._inspection_id = now.dossier.inspection.id
            self._show_left()
            self._forget_card()

    @property
    def choices(self) -> ImportChoices | None:
        """What is chosen here; None while nothing is looked at."""
        if self._card is None:
            return None
        return ImportChoices(
            paths=tuple(map(str, self._paths)),
            place=str(self._chosen or ""),
            source=self._source.value,
            left_out=tuple(sorted(map(str, self._left_out))),
            group=self._group.value,
            is_automatic=self._is_automatic,
        )

    def put_back(self, choices: ImportChoices) -> None:
        """Look again at what was looked at before a lock, with the same choices."""
        self._state_source(choices.source)
        self._view.show_source(self._source)
        self._choose([Path(each) for each in choices.paths], Path(choices.place) if choices.place else None)
        self._left_out = set(map(Path, choices.left_out))
        self._group = Group(choices.group)
        self._is_automatic = choices.is_automatic
        self._view.show_automatic(wanted=choices.is_automatic)

    def show_problem(self, about: str, sentence: str) -> None:
        """Show why an import ended: what was taken before is safe."""
        if about == "import" and sentence:
            self._import = None
            self._goods.show_progress(0, 0, "")
            self._view.show_progress("", 0, 0)
            self._view.say(sentence, Tone.DANGER)
            self._show_look()

    # -- what is plugged in ------------------------------------------------------------------------

    def _tick(self) -> None:
        """Look what is plugged in, and at the chosen card again."""
        if not self._is_listing:
            self._is_listing = True
            self._tasks.run(
                lambda _: tuple(self._find_places()),
                done=self._show_places,
                failed=lambda _: self._show_places(()),
                owner=self,
                lane=Lane.READ,
            )
        if self._is_waiting_for_card:
            self._go_on_if_back()
        elif self._card is not None and self._import is None and self._looking is None:
            self._look_at_card(is_quiet=True)

    def _show_places(self, places: Sequence[CardPlace]) -> None:
        self._is_listing = False
        self._view.show_places(places, self._chosen)

    def _choose_place(self, place: CardPlace) -> None:
        self._view.show_source(place.kind)
        self._source = place.kind
        self._choose([place.path], place.path)

    def _choose(self, paths: Sequence[Path], chosen: Path | None = None) -> None:
        if self._import is not None:
            return
        self._forget_card()
        self._chosen, self._paths = chosen, tuple(paths)
        self._card = Card(self._stand.device, paths)
        self._look_at_card(is_quiet=False)

    def _forget_card(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self._card, self._look, self._chosen = None, CardLook(()), None
        self._left_out.clear()
        self._is_waiting_for_card = False
        self._view.say("")
        self._view.show_counts({}, 0)
        self._view.show_take(taken_words(0, 0), 0, can_take=False)
        self._view.show_empty(tr("ui.card.empty"))

    # -- looking -----------------------------------------------------------------------------------

    def _look_at_card(self, *, is_quiet: bool) -> None:
        card = self._card
        if card is None:
            return

        def looked(look: CardLook) -> None:
            self._looking = None
            if card is not self._card:
                return
            self._view.show_progress("", 0, 0)
            is_other = look != self._look
            self._look = look
            if is_other or not is_quiet:
                self._show_look()
            if self._is_automatic and self._to_take():
                self._take()

        def refused(error: InspectorError) -> None:
            self._looking = None
            if card is not self._card:
                return
            self._view.show_progress("", 0, 0)
            self._look = CardLook(())
            self._show_look()
            if not (isinstance(error, InputError) and error.code == "task.cancelled"):
                self._view.say(error.sentence(spoken()), Tone.WARN)

        def step(done: int, total: int, name: str) -> None:
            self._view.show_progress(tr("ui.card.looking", done=done, total=total, name=name), done, total)

        self._looking = self._tasks.run(
            card.look,
            done=looked,
            failed=refused,
            stepped=None if is_quiet else step,
            owner=self,
            lane=Lane.READ,
        )

    def _to_take(self) -> tuple[CardFile, ...]:
        return tuple(file for file in self._look.of(Standing.NEW) if file.path not in self._left_out)

    def _show_look(self) -> None:
        self._source_of_pictures.turn_to(self._card, self._look)
        new, known = self._to_take(), self._look.of(Standing.KNOWN)
        refused = self._refused_rows()
        counts: Mapping[Group, int] = {
            Group.NEW: len(new),
            Group.KNOWN: len(known),
            Group.REFUSED: len(refused),
        }
        self._view.show_counts(counts, len(self._look.of(Standing.GROWING)))
        can_take = self._import is None and self._card is not None and not self._is_waiting_for_card
        recordings = sum(1 for file in new if file.recording is not None)
        words = taken_words(len(new) - recordings, recordings)
        self._view.show_take(words, sum(file.size for file in new), can_take=can_take and bool(new))
        if self._card is None or not (self._look.files or self._looking):
            self._view.show_empty(tr("ui.card.empty"))
        elif self._group is Group.REFUSED:
            self._view.show_refused(refused)
        else:
            files = new if self._group is Group.NEW else known
            is_there = not self._is_waiting_for_card
            self._view.show_pictures(self._group, [_row(file, is_there=is_there) for file in files])

    def _refused_rows(self) -> list[RefusedRow]:
        left_out = [
            RefusedRow(str(file.path), tr("ui.card.left_out", file=file.name), is_left_out=True)
            for file in self._look.of(Standing.NEW)
            if file.path in self._left_out
        ]
        by_us = [
            RefusedRow(str(file.path), _reason(file.refusal), is_left_out=False)
            for file in self._look.of(Standing.REFUSED)
            if file.refusal is not None
        ]
        return [*left_out, *by_us]

    def _turn_to(self, group: str) -> None:
        self._group = Group(group)
        self._show_look()

    def _leave_out(self, ids: Sequence[str]) -> None:
        self._left_out |= {Path(each) for each in ids}
        self._show_look()

    def _let_in(self, ids: Sequence[str]) -> None:
        self._left_out -= {Path(each) for each in ids}
        self._show_look()

    # -- taking ------------------------------------------------------------------------------------

    def import_asked(self, paths: Sequence[Path], source: str = "") -> None:
        """Take in files and folders; the window stays free and the rest goes on when one is refused."""
        if self._import is not None or not paths:
            return
        given, here = tuple(paths), self._stand.inspection_id
        self._is_waiting_for_card = False
        self._keep(here, replace(self._left_at(here), rest=given, source=source))
        self._import = self._stand.work(
            "import",
            lambda device, inspection_id, by, progress: import_photos(
                device, inspection_id, given, by=by, source=source, progress=progress
            ),
            lambda result: self._imported(here, result),
            self._show_step,
        )
        self._view.say("")
        self._show_look()

    @property
    def import_rest(self) -> tuple[Path, ...]:
        """What an import has not reached at the stand shown: while it runs all it was given, then what it left."""
        return self._left_at(self._inspection_id).rest

    def offer_import(self, rest: Sequence[Path]) -> None:
        """Remember what an import left here, and offer to go on with it; whoever offers it states no source."""
        self._keep(
            self._inspection_id, replace(self._left_at(self._inspection_id), rest=tuple(rest), source="")
        )

    def forget_imports(self) -> None:
        """Forget what imports left, at every stand."""
        self._left.clear()
        self._show_left()

    def import_resumed(self) -> None:
        """Go on where the import stopped; what is sealed already is told by name and taken once."""
        if self._is_here:
            left = self._left_at(self._inspection_id)
            self.import_asked(left.rest, left.source)

    @property
    def _is_here(self) -> bool:
        """Tell whether the stand shown is the open one: another one may be on its way to the screen."""
        return self._stand.inspection_id == self._inspection_id

    def _left_at(self, inspection_id: str) -> _Left:
        return self._left.get(inspection_id, _Left())

    def _keep(self, inspection_id: str, left: _Left) -> None:
        self._left[inspection_id] = left
        if inspection_id == self._inspection_id:
            self._show_left()

    def _show_left(self) -> None:
        left = self._left_at(self._inspection_id)
        self._goods.offer_import(len(left.rest))
        self._goods.show_refused(left.refused)

    def import_cancelled(self) -> None:
        """Stop after the photo in hand, or stop looking; what was sealed stays."""
        for work in (self._import, self._looking):
            if work is not None:
                work.cancel()

    def refusals_dismissed(self) -> None:
        """Put the list of refused files away."""
        self._keep(self._inspection_id, replace(self._left_at(self._inspection_id), refused=()))

    def _take(self) -> None:
        if self._is_here:
            self.import_asked([file.path for file in self._to_take()], self._source.value)

    def _pause(self, wanted: bool) -> None:
        work = self._import or self._looking
        if work is not None:
            (work.pause if wanted else work.resume)()

    def _show_step(self, done: int, total: int, what: str) -> None:
        self._goods.show_progress(done, total, what)
        self._view.show_progress(tr("ui.photos.progress", done=done, total=total, what=what), done, total)

    def _imported(self, inspection_id: str, result: ImportResult) -> None:
        self._import = None
        self._goods.show_progress(0, 0, "")
        self._view.show_progress("", 0, 0)
        left = self._left_at(inspection_id)
        self._keep(inspection_id, replace(left, rest=result.rest, refused=(*left.refused, *result.refused)))
        if inspection_id != self._inspection_id:
            self._show_look()  # its own stand tells what became of it, once it is opened again
            return
        self._is_waiting_for_card = result.is_pulled
        if result.is_pulled:  # it cannot be looked at: what is left of it is known by name
            self._look = replace(
                self._look, files=tuple(f for f in self._look.files if f.path in result.rest)
            )
        self._say_ended(result)
        self._show_look()
        if self.is_open and not result.is_pulled:
            self._look_at_card(is_quiet=True)

    def _say_ended(self, result: ImportResult) -> None:
        facts = {
            "taken": taken_words(len(result.taken), len(result.recordings)),
            "rest": len(result.rest),
            "next": result.rest[0].name if result.rest else "",
            "refused": len(result.refused),
        }
        if result.is_pulled:
            self._view.say(tr("ui.card.pulled", **facts), Tone.WARN)
        elif result.rest:
            self._view.say(tr("ui.card.stopped", **facts), Tone.WARN)
        elif result.refused:
            self._view.say(tr("ui.card.taken_but", **facts), Tone.WARN)
        elif result.taken or result.recordings:
            self._view.say(tr("ui.card.taken", **facts), Tone.OK)

    def _go_on_if_back(self) -> None:
        """Go on with the rest once the card that was pulled out is there again."""
        rest = self.import_rest

        def looked(is_back: bool) -> None:
            if is_back and self._is_waiting_for_card and rest == self.import_rest:
                self.import_resumed()

        self._tasks.run(lambda _: _is_back(rest), done=looked, owner=self, lane=Lane.READ)

    def _listen(self) -> None:
        view = self._view
        view.place_chosen.connect(self._choose_place)
        view.files_chosen.connect(self._choose)
        view.source_stated.connect(self._state_source)
        view.group_chosen.connect(self._turn_to)
        view.left_out.connect(self._leave_out)
        view.let_in.connect(self._let_in)
        view.auto_wanted.connect(self._set_automatic)
        view.taking_asked.connect(self._take)
        view.taking_paused.connect(self._pause)
        view.stop_asked.connect(self.import_cancelled)

    def _state_source(self, kind: str) -> None:
        self._source = CardKind(kind)

    def _set_automatic(self, wanted: bool) -> None:
        self._is_automatic = wanted
        if wanted and self._import is None and self._to_take():
            self._take()


def _is_back(rest: Sequence[Path]) -> bool:
    """Tell whether the next file is there again."""
    try:
        return bool(rest) and rest[0].is_file()
    except OSError:
        return False


def _row(file: CardFile, *, is_there: bool) -> PhotoRow:
    is_known = file.standing is Standing.KNOWN
    taken = f"{file.taken:%m-%d %H:%M}" if file.taken is not None else ""
    if file.recording is not None:
        taken = duration_words(file.recording.claims.duration_ms)
    return PhotoRow(
        str(file.path),
        file.name,
        tag=taken,
        plays=plays_icon(file.recording.media_type) if file.recording is not None else "",
        is_pictured=file.recording is None and is_there,
        state_icon="shield-check" if is_known else "",
        state_word=tr("ui.card.known_as", name=file.known_as) if is_known else "",
        state_tone=Tone.OK,
    )


def _reason(refusal: Refusal) -> str:
    return refusal.reason_en if spoken() == "en" else refusal.reason_zh
