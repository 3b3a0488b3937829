"""What the office's page and today's card say, worked out of board and feed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector.records import Choice, Item, OfficeTask, Party, Side, TaskKind
from ui.desktop.i18n import tr
from ui.desktop.screens.office.field_words import Options, field_words, options_of, value_words, who_when
from ui.desktop.screens.office.notices import NoticeShown, notices_shown

if TYPE_CHECKING:
    from ui.feed_desk import FeedStatus, OfficeBoard, SettledTask

_MOST = 30
"""Tasks shown at once: more come up as these are decided."""


@dataclass(frozen=True)
class SideShown:
    """What one side says, and who and when."""

    value: str
    who: str


@dataclass(frozen=True)
class TaskShown:
    """One field that waits for a person."""

    id: str
    entry: str
    """The feed entry these words are of: what is decided is decided on them."""
    is_correction: bool
    field: str
    base: SideShown
    ours: SideShown
    theirs: SideShown
    reason: str
    options: Options
    typed_as: str
    """What the field for one's own value begins with."""


@dataclass(frozen=True)
class MatterShown:
    """The tasks of one stand, or of one officer."""

    id: str
    """Of the inspection; of the officer where it belongs to no stand."""
    title: str
    is_stand: bool
    tasks: tuple[TaskShown, ...]

    @property
    def line(self) -> str:
        """The fields, in one line."""
        return tr("ui.office.comma").join(dict.fromkeys(each.field for each in self.tasks))

    @property
    def state(self) -> str:
        """How many fields differ and how many corrections are asked for."""
        asked = sum(each.is_correction for each in self.tasks)
        differing = len(self.tasks) - asked
        counted = (("ui.office.differing", differing), ("ui.office.asked", asked))
        return " · ".join(tr(code, count=count) for code, count in counted if count)

    @property
    def who(self) -> str:
        """Who at the office said the last of it, and when."""
        return self.tasks[-1].theirs.who


@dataclass(frozen=True)
class DecidedShown:
    """What was decided lately."""

    task_id: str
    line: str
    who: str
    may_reopen: bool


@dataclass(frozen=True)
class OfficeShown:
    """Everything on the office's page."""

    is_enrolled: bool
    count: int
    """Everything that wants a person: fields to decide, and what is to be heeded."""
    notices: tuple[NoticeShown, ...]
    matters: tuple[MatterShown, ...]
    more: int
    """Tasks that are not shown yet."""
    decided: tuple[DecidedShown, ...]
    heard: str
    """When the centre was last heard; empty: never."""

    @property
    def calm(self) -> str:
        """What to say when nothing waits."""
        return tr("ui.office.none_heard", heard=self.heard) if self.heard else tr("ui.office.none")


def office_shown(board: OfficeBoard, status: FeedStatus, sources: Mapping[str, str]) -> OfficeShown:
    """Say in words what came back from the office."""
    notices = notices_shown(status, board.withdrawn)
    grouped: dict[str, list[OfficeTask]] = {}
    for task in board.tasks[:_MOST]:
        grouped.setdefault(task.inspection_id or task.record_id, []).append(task)
    matters = tuple(
        MatterShown(
            id=place,
            title=_title(board, tasks[0]),
            is_stand=place in board.stands,
            tasks=tuple(_task_shown(board, task, sources) for task in tasks),
        )
        for place, tasks in grouped.items()
    )
    heard = max((at for at in (status.asked, status.last) if at is not None), default=None)
    return OfficeShown(
        is_enrolled=status.keys is not None,
        count=len(board.tasks) + len(notices),
        notices=notices,
        matters=matters,
        more=max(0, len(board.tasks) - _MOST),
        decided=tuple(_decided_shown(board, each, sources) for each in board.settled),
        heard=who_when("", heard) if heard else "",
    )


def result_words(task: TaskShown, choice: Choice | None, own: str = "") -> str:
    """Say what the record will say after a choice; `own` is what was typed or chosen anew, in words."""
    if choice is None:
        return tr("ui.office.result.none")
    value = {Choice.OURS: task.ours.value, Choice.THEIRS: task.theirs.value}.get(choice, own)
    if not value:
        return tr("ui.office.result.write")
    if not task.is_correction:
        return tr(f"ui.office.result.{choice.value}", field=task.field, value=value)
    if choice is Choice.OURS:
        return tr("ui.office.result.kept", field=task.field, value=value)
    return tr("ui.office.result.corrected", field=task.field, was=task.ours.value, value=value)


def subject_words(record_kind: str, record: object) -> str:
    """Name the row a fact belongs to, e.g. 第 3 行 样本盖碗; nothing for the party and the stand themselves."""
    if record_kind == "Item" and isinstance(record, Item):
        return tr("ui.office.row", row=record.position, name=record.label_name)
    return ""


def stand_title(booth: str, party: Party | None) -> str:
    """Name a stand as today's list does."""
    return tr("ui.today.stand", booth=booth, party=party.name if party else tr("ui.today.no_party"))


def _title(board: OfficeBoard, task: OfficeTask) -> str:
    stand = board.stands.get(task.inspection_id)
    if stand is not None:
        return stand_title(stand.booth, board.parties.get(stand.party_id or ""))
    officer = board.officers.get(task.record_id)
    return tr("ui.office.officer", name=officer.name, cert=officer.cert_no) if officer else task.record_id


def _named(board: OfficeBoard, task: OfficeTask) -> str:
    words = field_words(task.record_kind, task.field)
    subject = subject_words(task.record_kind, board.items.get(task.record_id))
    return tr("ui.office.field_of", subject=subject, field=words) if subject else words


def _task_shown(board: OfficeBoard, task: OfficeTask, sources: Mapping[str, str]) -> TaskShown:
    def side(of: Side) -> SideShown:
        return SideShown(value_words(task.record_kind, task.field, of.value, sources), who_when(of.by, of.at))

    return TaskShown(
        id=task.id,
        entry=task.entry,
        is_correction=task.kind is TaskKind.CORRECTION,
        field=_named(board, task),
        base=side(Side(task.base, "", "")),
        ours=side(task.ours),
        theirs=side(task.theirs),
        reason=task.reason,
        options=options_of(task.record_kind, task.field, sources),
        typed_as=task.theirs.value,
    )


def _decided_shown(board: OfficeBoard, each: SettledTask, sources: Mapping[str, str]) -> DecidedShown:
    task, done = each.task, each.task.settled
    value = value_words(task.record_kind, task.field, done.value if done else "", sources)
    choice = task.choice or Choice.ANEW
    is_kept = task.kind is TaskKind.CORRECTION and choice is Choice.OURS
    words = tr(
        "ui.office.decided.kept" if is_kept else f"ui.office.decided.{choice.value}",
        title=_title(board, task),
        field=_named(board, task),
        value=value,
    )
    note = tr("ui.office.decided.note", note=task.note) if task.note else ""
    return DecidedShown(task.id, words + note, who_when(done.by, done.at) if done else "", each.may_reopen)
