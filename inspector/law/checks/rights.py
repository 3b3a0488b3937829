"""Checks of the rights: numbers well formed, and what shows that each right stands (F-46 to F-48, D-3, D-4)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.codes import CodeCheck, as_read, patent_no, trademark_no
from inspector.law.checks.finding import Examination, Finding, local, rows_text
from inspector.records import Item, PhotoTag, RightKind, RightLookup

MARKS = frozenset({RightKind.TRADEMARK, RightKind.GI_MARK})
_PATENTS = frozenset({RightKind.DESIGN_PATENT, RightKind.COUNTERFEIT_PATENT})
_PROOF_ASKED = {
    "F-46": frozenset({RightKind.TRADEMARK}),
    "F-47": frozenset({RightKind.COUNTERFEIT_PATENT}),
    "F-48": frozenset({RightKind.GI_MARK, RightKind.GI_PRODUCT}),
}


_INDICATIONS, _MATERIAL = "gi", "骨质瓷"
"""The list of indications, and a word that names a material until a place stands before it."""


def rights(case: Examination) -> Iterator[Finding]:
    """Judge what will have to prove the rights; none of this blocks a form."""
    for item in case.dossier.items:
        yield from _number(case, item)
    yield from _proof(case)
    yield from _material(case)
    for lookup in case.dossier.inspection.lookups:
        yield from _lookup(case, lookup)


def _number(case: Examination, item: Item) -> Iterator[Finding]:
    number, kind = item.alleged.number, item.alleged.kind
    verdict: CodeCheck | None = None
    if number.strip() and kind in _PATENTS:
        check, verdict = "D-3", patent_no.check(number)
    elif number.strip() and kind in MARKS:
        check, verdict = "D-4", trademark_no.check(number)
    if verdict is not None and not verdict.valid:
        why = verdict.reasons[0]
        yield case.finding(
            check, "wrong", f"item:{item.id}", row=item.position, why=why.zh, facts_en={"why": why.en}
        )


def _proof(case: Examination) -> Iterator[Finding]:
    """A photo of a certificate that belongs to no row speaks for all rows; a look-up for those of its number."""
    dossier = case.dossier
    shown = {photo.item_id for photo in dossier.photos if photo.tag is PhotoTag.CERTIFICATE}
    looked_up = {as_read(lookup.number) for lookup in dossier.inspection.lookups}
    if not dossier.inspection.evidence_note.strip() and None not in shown:
        for check, kinds in _PROOF_ASKED.items():
            rows = [
                item
                for item in dossier.items
                if item.alleged.kind in kinds
                and item.id not in shown
                and as_read(item.alleged.number) not in looked_up
            ]
            if rows:
                yield case.finding(check, "no-proof", "inspection.evidence_note", rows=rows_text(rows))
    nameless = [
        item
        for item in dossier.items
        if item.alleged.kind in MARKS and not (item.alleged.number.strip() and item.alleged.holder.strip())
    ]
    if nameless:
        yield case.finding("F-46", "no-number", f"item:{nameless[0].id}", rows=rows_text(nameless))


def _material(case: Examination) -> Iterator[Finding]:
    """Goods said to misuse an indication must bear one: the material's name alone is free to all."""
    listed = case.pack.code_lists.find(_INDICATIONS)
    names = [code.zh for code in listed.codes] if listed else []
    rows = []
    for item in case.dossier.items:
        words = item.label_name + item.alleged.mark
        is_claimed = item.alleged.kind in _PROOF_ASKED["F-48"]
        if is_claimed and _MATERIAL in words and not any(name in words for name in names):
            rows.append(item)
    if rows:
        yield case.finding("F-48", "material", f"item:{rows[0].id}", rows=rows_text(rows), name=_MATERIAL)


def _lookup(case: Examination, lookup: RightLookup) -> Iterator[Finding]:
    """The print of a register says through which channel and when; the right must have stood on the day of the act."""
    kinds = {
        item.alleged.kind
        for item in case.dossier.items
        if as_read(item.alleged.number) == as_read(lookup.number)
    }
    is_patent, number, field = bool(kinds & _PATENTS), lookup.number, "inspection.lookups"
    check = "F-47" if is_patent else "F-46"
    if not kinds:
        return
    if not lookup.channel.strip() or lookup.at is None:
        yield case.finding(check, "no-channel", field, number=number)
    elif is_patent and local(lookup.at).date() < case.day:
        yield case.finding("F-47", "old", field, number=number, day=local(lookup.at).date().isoformat())
    acted = min((measure.act_day for measure in case.dossier.measures), default=case.day)
    if lookup.valid_until is not None and lookup.valid_until < acted:
        yield case.finding(check, "expired", field, number=number, day=lookup.valid_until.isoformat())
    if not is_patent and not lookup.covers_goods:
        yield case.finding("F-46", "not-covered", field, number=number)
