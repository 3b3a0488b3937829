"""The right-type gate: what an officer may do on the spot with goods said to infringe which right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from inspector.canonical import Json
from inspector.errors import InputError
from inspector.law.pack import LawPack
from inspector.law.reading import Power
from inspector.law.statute import Citation, Statute, cite, joined
from inspector.records import BureauLevel, MeasureKind, RightKind


@dataclass(frozen=True)
class Ruling:
    """May it be done, why, on what basis, and what else may be done instead."""

    allowed: bool
    reason_zh: str
    reason_en: str
    basis: tuple[Citation, ...]
    """Never empty: a refusal names its article as well."""
    instead_zh: str = ""
    instead_en: str = ""
    warning_zh: str = ""
    """What must be seen to although it is allowed."""
    warning_en: str = ""
    confirmed: bool = True
    """False where the reading still waits for the legal unit (待法制确认)."""


def rule(
    pack: LawPack,
    right: RightKind,
    measure: MeasureKind,
    on: date,
    level: BureauLevel,
    *,
    city_chief_approved: bool = False,
    serious_quality: bool = False,
) -> Ruling:
    """Judge one measure for one right by the law in force on the day `on`.

    `city_chief_approved`: the chief of a bureau at city level approved in writing beforehand
    (反不正当竞争法 16②).
    `serious_quality`: the officer states a failed safety standard or another serious quality problem
    (产品质量法 18(四)); without it goods of false origin or with a false GI sign cannot be seized.
    """
    power = pack.powers[right, measure]
    missing = pack.missing_on(power.basis, on)
    if missing:
        return _unknown_law(pack, missing, on)
    basis = pack.in_force(power.basis, on)
    confirmed = power.confirmed and pack.is_confirmed(basis)
    if _refuses(power, level, city_chief_approved, serious_quality):
        zh, en = power.refuses
        named = joined(basis, short=True)
        return Ruling(
            allowed=False,
            reason_zh=zh.format(basis=named),
            reason_en=en.format(basis=named),
            basis=basis,
            instead_zh=power.instead_zh,
            instead_en=power.instead_en,
            confirmed=confirmed,
        )
    is_settled = power.verdict == "city-approval" and city_chief_approved
    return Ruling(
        allowed=True,
        reason_zh=power.reason_zh,
        reason_en=power.reason_en,
        basis=basis,
        warning_zh="" if is_settled else power.warning_zh,
        warning_en="" if is_settled else power.warning_en,
        confirmed=confirmed,
    )


def rule_over_time(
    pack: LawPack,
    right: RightKind,
    measure: MeasureKind,
    level: BureauLevel,
    *,
    act_day: date,
    measure_day: date,
    city_chief_approved: bool = False,
    serious_quality: bool = False,
) -> Ruling:
    """Judge a measure where the law may have changed since the act: both versions must allow it.

    The power used is that of the day of the measure, and it is the one cited; where the versions differ the
    reading waits for the legal unit. What the act breaks is cited by the day of the act, elsewhere.
    """

    def on(day: date) -> Ruling:
        return rule(
            pack,
            right,
            measure,
            day,
            level,
            city_chief_approved=city_chief_approved,
            serious_quality=serious_quality,
        )

    then, now = on(act_day), on(measure_day)
    if not then.allowed or then.basis == now.basis:
        return then
    return replace(now, confirmed=False)


def as_plain(ruling: Ruling, language: str = "zh") -> dict[str, Json]:
    """Return the ruling as the command line prints it."""
    is_english = language == "en"
    return {
        "allowed": ruling.allowed,
        "reason": ruling.reason_en if is_english else ruling.reason_zh,
        "basis": [
            {
                "law": citation.name,
                "version": citation.version,
                "article": citation.article,
                "item": citation.item,
                "text": citation.text,
            }
            for citation in ruling.basis
        ],
        "instead": ruling.instead_en if is_english else ruling.instead_zh,
        "warning": ruling.warning_en if is_english else ruling.warning_zh,
        "confirmed": ruling.confirmed,
    }


def _refuses(power: Power, level: BureauLevel, city_chief_approved: bool, serious_quality: bool) -> bool:
    if power.verdict == "city-approval":
        return level is BureauLevel.COUNTY and not city_chief_approved
    if power.verdict == "serious-quality":
        return not serious_quality
    return power.verdict == "forbidden"


def _unknown_law(pack: LawPack, missing: tuple[Statute, ...], on: date) -> Ruling:
    """Refuse rather than cite a version that was not in force: the old text is not in the pack."""
    basis = (cite(pack.statutes[pack.time_of_act.law], pack.time_of_act),)
    names = "、".join(f"《{statute.zh}》" for statute in missing)
    names_en = ", ".join(statute.en for statute in missing)
    reason = InputError(
        "law.no_version", laws=names, laws_en=names_en, day=on.isoformat(), basis=joined(basis, short=True)
    )
    instead = InputError("law.no_version.instead")
    return Ruling(
        allowed=False,
        reason_zh=reason.sentence("zh"),
        reason_en=reason.sentence("en"),
        basis=basis,
        instead_zh=instead.sentence("zh"),
        instead_en=instead.sentence("en"),
        confirmed=False,
    )
