"""Values of a paper the officer filled in: each answer as it is printed, and what it begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from inspector.clock import CHINA
from inspector.notices.amounts import amount, amount_in_words, minute
from inspector.notices.form import Form
from inspector.records import Ask, Dossier, Paper, Photo, PhotoOrigin
from inspector.records.paper import amount_of, day_of, moment_of

_ORIGIN = {PhotoOrigin.CAMERA: "执法设备拍摄", PhotoOrigin.IMPORTED: "从其他设备导入"}

_LINE = 25
"""Characters of a line of boxes beside its label."""


def paper_values(form: Form, dossier: Dossier, paper: Paper | None) -> defaultdict[str, str]:
    """Return `paper.<name>` as printed and `paper.<name>.said` as written, for every answer that is asked."""
    values: defaultdict[str, str] = defaultdict(str)
    if paper is None:
        return values
    for ask in form.ask:
        said = paper.answers.get(ask.name, "") if ask.applies(paper.answers) else ""
        values[f"paper.{ask.name}.said"] = said
        values[f"paper.{ask.name}"] = _printed(ask, said)
    chosen = [n for n, photo in enumerate(dossier.photos, 1) if photo.id in set(paper.photo_ids)]
    values["paper.photo_count"] = str(len(chosen)) if chosen else ""
    return values


def proposals(form: Form, dossier: Dossier, values: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return what each ask begins with; a text after "=" is itself, anything else names a value."""
    local = {
        "now": f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "started": f"{dossier.inspection.started.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "person": dossier.inspection.presence.person if dossier.inspection.presence else "",
    }
    known = {**values, **local}
    proposed = {
        ask.name: ask.proposed[1:] if ask.proposed.startswith("=") else known.get(ask.proposed, "")
        for ask in form.ask
        if ask.proposed
    }
    return {name: text for name, text in proposed.items() if text}


def file_row(dossier: Dossier, paper: Paper | None, photo: Photo) -> Mapping[str, str]:
    """Return one file of the list of electronic data."""
    makers = {officer.id: officer.name for officer in dossier.officers}
    chosen = set(paper.photo_ids) if paper else set()
    place = [each.id for each in dossier.photos if each.id in chosen].index(photo.id) + 1
    return {
        "position": str(place),
        "name": photo.file_name,
        "kind": photo.media_type.rpartition("/")[2].upper(),
        "size": f"{photo.size:,}",
        "arrived": f"{photo.arrived.astimezone(CHINA):%Y-%m-%d\n%H:%M:%S}",
        "sha256": photo.sha256,
        "origin": "，".join(filter(None, (_ORIGIN[photo.origin], makers.get(photo.taken_by, "")))),
    }


def _printed(ask: Ask, said: str) -> str:
    match ask.kind:
        case "choice":
            return _boxes(ask.choices, said)
        case "moment" if moment := moment_of(said):
            return minute(moment)
        case "day" if day := day_of(said):
            return f"{day.year}年{day.month}月{day.day}日"
        case "amount" if (yuan := amount_of(said)) is not None:
            return f"{amount_in_words(yuan)}（{amount(yuan)}）"
    return said


def _boxes(choices: tuple[str, ...], said: str) -> str:
    """Return all choices with the chosen one ticked; a line is parted between choices only."""
    lines = [""]
    for choice in choices:
        box = ("☑" if choice == said else "□") + choice
        if len(lines[-1]) + len(box) >= _LINE:
            lines.append(box)
        else:
            lines[-1] += f"　{box}" if lines[-1] else box
    return "\n".join(lines)
