"""Checks at signing: who must sign a form, and what stands in for a signature that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from inspector.codes import as_read
from inspector.law.checks.finding import Examination, Finding, in_order, local
from inspector.law.pack import LawPack
from inspector.records import Dossier, Signature, SignatureRole


def signature_findings(
    pack: LawPack,
    dossier: Dossier,
    form: str,
    signatures: tuple[Signature, ...],
    now: datetime,
    *,
    signers: tuple[str, ...] = ("party", "officer", "witness"),
    stands_for_party: str = "",
    stands_as_witness: str = "",
) -> tuple[Finding, ...]:
    """Judge the signatures given for one form until `now`; whatever is found blocks its issue.

    The party signs or refuses with a reason and a recording (F-15, F-16), two officers of this
    inspection sign (F-01), a witness signs where goods are seized while the party is absent (F-17); all on
    one day, within the inspection (F-15, F-71). `signers` are the roles a paper asks for, and
    `stands_for_party` who signs it for the party, such as the person questioned; `stands_as_witness` is
    the witness a paper names, who must sign it.
    """
    case = Examination(pack, dossier, now)
    found = (
        *(_party(case, signatures, stands_for_party) if "party" in signers else ()),
        *(_officers(case, signatures) if "officer" in signers else ()),
        *(_witness(case, signatures) if "witness" in signers else ()),
        *(_named_witness(case, signatures, stands_as_witness) if stands_as_witness else ()),
        *_times(case, signatures),
    )
    return in_order(replace(finding, forms=(form,)) for finding in found)


def _is_absent(case: Examination) -> bool:
    presence = case.dossier.inspection.presence
    return presence is not None and presence.kind.is_absent


def _party(case: Examination, signatures: tuple[Signature, ...], named: str) -> Iterator[Finding]:
    given = [signature for signature in signatures if signature.role is SignatureRole.PARTY]
    if not given and (named or not _is_absent(case)):
        yield case.finding("F-15", "no-party", "signatures.party")
    for signature in given:
        if not (
            _person(signature.name) == _person(named)
            if named
            else _stands_for_the_party(case, signature.name)
        ):
            yield case.finding("F-15", "not-party", "signatures.party", name=signature.name or "—")
        if signature.refusal.strip():
            if not signature.recording.strip():
                yield case.finding("F-16", "refusal-no-recording", "signatures.party", name=signature.name)
        elif not signature.is_signed:
            yield case.finding("F-15", "no-ink", "signatures.party", name=signature.name)


def _stands_for_the_party(case: Examination, name: str) -> bool:
    """A person may be written down with a capacity in brackets; a firm's brackets belong to its name."""
    presence, party = case.dossier.inspection.presence, case.dossier.party
    persons = {presence.person if presence else "", party.representative if party else ""}
    whole = {as_read(known) for known in persons | {party.name if party else ""}}
    return as_read(name) in whole - {""} or _person(name) in {_person(known) for known in persons} - {""}


def _person(name: str) -> str:
    return as_read(name).partition("(")[0]


def _officers(case: Examination, signatures: tuple[Signature, ...]) -> Iterator[Finding]:
    known = {(officer.cert_no, officer.name) for officer in case.dossier.officers}
    signed = set()
    for signature in signatures:
        if signature.role is not SignatureRole.OFFICER:
            continue
        if (signature.cert_no, signature.name) not in known:
            yield case.finding("F-15", "stranger", "signatures.officers", name=signature.name)
        elif signature.is_refused or not signature.is_signed:
            yield case.finding("F-15", "no-ink", "signatures.officers", name=signature.name)
        else:
            signed.add(signature.cert_no)
    if len(signed) < 2:
        yield case.finding("F-01", "unsigned", "signatures.officers", count=len(signed))


def _witness(case: Examination, signatures: tuple[Signature, ...]) -> Iterator[Finding]:
    given = [signature for signature in signatures if signature.role is SignatureRole.WITNESS]
    witness = case.dossier.inspection.witness
    for signature in given:
        if witness is None or as_read(signature.name) != as_read(witness.name):
            yield case.finding("F-15", "not-witness", "signatures.witness", name=signature.name or "—")
        if not signature.is_signed:
            yield case.finding("F-15", "no-ink", "signatures.witness", name=signature.name)
    if case.seizes and _is_absent(case) and not any(signature.is_signed for signature in given):
        yield case.finding("F-17", "unsigned", "signatures.witness")


def _named_witness(case: Examination, signatures: tuple[Signature, ...], named: str) -> Iterator[Finding]:
    given = [signature for signature in signatures if signature.role is SignatureRole.WITNESS]
    if not any(signature.is_signed for signature in given):
        yield case.finding("F-15", "no-ink", "signatures.witness", name=named)


def _times(case: Examination, signatures: tuple[Signature, ...]) -> Iterator[Finding]:
    for signature in signatures:
        if signature.at > case.now:
            yield case.finding("F-71", "future", "signatures", name=signature.name, time=signature.at)
        elif signature.at < case.dossier.inspection.started:
            yield case.finding("F-71", "before", "signatures", name=signature.name, time=signature.at)
    days = sorted({local(signature.at).date().isoformat() for signature in signatures})
    if len(days) > 1:
        yield case.finding("F-15", "other-day", "signatures", days="、".join(days))
