"""What the office's word asks a person to heed without deciding anything: keys, revocations, what was set aside. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from inspector.errors import InputError
from inspector.records import FeedEntry
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.office.field_words import day, moment
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.feed_desk import FeedStatus, Withdrawn

UNHEARD = {"transport.unreachable", "transport.centre_busy", "device.not_enrolled"}
"""No network is no news: it is said where one asks, not on today's screen."""
_MOST_NAMED = 3
"""Entries set aside that are named one by one."""


class Way(Enum):
    """What one may do about a notice."""

    NONE = "none"
    FETCH = "fetch"
    SETTINGS = "settings"


@dataclass(frozen=True)
class NoticeShown:
    """One thing to be heeded."""

    line: Line
    brief: str
    """The same for a single line."""
    way: Way = Way.NONE


def notices_shown(status: FeedStatus, withdrawn: Sequence[Withdrawn]) -> tuple[NoticeShown, ...]:
    """Return what is to be heeded, the gravest first."""
    found = []
    if status.keys is not None and status.keys.revoked:
        words = tr("ui.office.revoked", since=moment(status.keys.revoked))
        brief = tr("ui.office.revoked.brief")
        found.append(NoticeShown(Line("octagon-alert", words, Tone.DANGER), brief, Way.SETTINGS))
    if status.problem is not None and status.problem.code not in UNHEARD:
        words = status.problem.sentence(spoken())
        is_rollback = status.problem.code == "feed.rollback"
        brief = tr("ui.office.rollback.brief" if is_rollback else "ui.office.problem.brief")
        found.append(NoticeShown(Line("octagon-alert", words, Tone.DANGER), brief, Way.SETTINGS))
    if status.anew is not None:
        said = status.anew
        words = tr("ui.office.anew", by=said.by, at=moment(said.at), reason=said.reason)
        found.append(NoticeShown(Line("info", words, Tone.WARN), tr("ui.office.anew.brief")))
    if status.is_ending and status.keys is not None:
        words = tr("ui.office.key_ending", until=day(status.keys.recipient_until))
        found.append(NoticeShown(Line("key-round", words, Tone.WARN), words, Way.FETCH))
    for each in withdrawn:
        words = tr(
            "ui.office.officer_revoked",
            name=each.name,
            cert=each.cert_no,
            since=day(each.since),
            reason=each.reason,
        )
        brief = tr("ui.office.officer_revoked.brief", name=each.name, cert=each.cert_no)
        found.append(NoticeShown(Line("ban", words, Tone.WARN), brief))
    aside = [set_aside_words(each) for each in status.set_aside[:_MOST_NAMED]]
    if len(status.set_aside) > _MOST_NAMED:
        aside.append(tr("ui.office.set_aside.more", count=len(status.set_aside) - _MOST_NAMED))
    brief = tr("ui.office.set_aside.brief", count=len(status.set_aside))
    found += [NoticeShown(Line("triangle-alert", each, Tone.WARN), brief, Way.FETCH) for each in aside]
    return tuple(found)


def kind_words(entry: FeedEntry) -> str:
    """Return what an entry is about; of a later program's kinds only the name is known."""
    words = tr(f"ui.office.kind.{entry.kind}")
    return entry.kind if words == f"ui.office.kind.{entry.kind}" else words


def set_aside_words(entry: FeedEntry) -> str:
    """Say which entry could not be applied and why, e.g. 第 7 条“办案情况”（王样本 11-23 10:02）先搁置：…."""
    kind = kind_words(entry)
    facts = {"case": entry.subject, "kind": kind, "field": entry.subject, "status": entry.subject}
    why = InputError(entry.code, **facts).sentence(spoken())
    return tr("ui.office.set_aside", seq=entry.seq, kind=kind, by=entry.by, at=moment(entry.at), why=why)
