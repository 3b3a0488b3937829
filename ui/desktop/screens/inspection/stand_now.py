"""Everything the workspace shows of one inspection at one moment, read in one go off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector.actions import read
from inspector.actions.amend import FROZEN_BY_GOODS, FROZEN_BY_VISIT
from inspector.actions.gate_lines import GateLine
from inspector.actions.notice_readiness import Readiness, notice_readiness
from inspector.actions.ports import Device
from inspector.actions.read_case import CaseSide, case_side
from inspector.actions.seal_inspection import leave_gate
from inspector.clock import CHINA
from inspector.law.checks import Finding
from inspector.law.checks.origin import CASE_SOURCE
from inspector.law.code_lists import Code
from inspector.law.wording import for_notice
from inspector.records import Dossier, InspectionState, Measure, NoticeState, Officer
from ui.desktop.i18n import Language, spoken


@dataclass(frozen=True)
class StandNow:
    """One moment of the stand: record, findings, papers and the gate at leaving."""

    dossier: Dossier
    findings: tuple[Finding, ...]
    readiness: tuple[Readiness, ...]
    gate: tuple[GateLine, ...]
    wording: dict[str, str]
    """Sentences the law decides, by name, e.g. "credentials_sentence"."""
    sources: tuple[Code, ...]
    """Where a case may come from, as the law pack lists it."""
    read_at: datetime
    case: CaseSide
    """What office and officers say of the case beside the record."""
    measure_before: Measure | None = None
    """The measure decided last at another stand: who approved it and where its goods are kept is often the same."""
    colleagues: tuple[Officer, ...] = ()
    """All officers of this device: who may record later acts."""

    @property
    def is_later(self) -> bool:
        """Tell whether these are later acts of a sealed visit, whose goods, measures and findings stay."""
        return bool(self.dossier.inspection.follows)

    @property
    def source_words(self) -> tuple[tuple[str, str], ...]:
        """Where a case may come from, (code, words) in the language spoken."""
        is_english = spoken() is Language.ENGLISH
        return tuple((each.code, each.en if is_english and each.en else each.zh) for each in self.sources)

    @property
    def is_sealed(self) -> bool:
        """Tell whether the stand was left."""
        return self.dossier.inspection.state is InspectionState.SEALED

    @property
    def visit_is_frozen(self) -> bool:
        """Tell whether signed paper says how the visit went, so that it cannot change."""
        return self.is_sealed or bool(self._issued & FROZEN_BY_VISIT)

    @property
    def goods_are_frozen(self) -> bool:
        """Tell whether signed paper names party, goods and measure, so that they cannot change."""
        return self.is_sealed or self.is_later or bool(self._issued & FROZEN_BY_GOODS)

    @property
    def by(self) -> str:
        """Id of the officer who writes: the first one named."""
        return self.dossier.inspection.officer_ids[0]

    @property
    def _issued(self) -> set[str]:
        return {notice.form for notice in self.dossier.own_notices if notice.state is NoticeState.ISSUED}


def read_stand(device: Device, inspection_id: str) -> StandNow:
    """Read the stand as it is now."""
    dossier = read.dossier(device, inspection_id)
    sources = device.law.code_lists.find(CASE_SOURCE)
    return StandNow(
        dossier=dossier,
        findings=read.examine(device, inspection_id),
        readiness=notice_readiness(device, inspection_id),
        gate=leave_gate(device, inspection_id),
        wording=for_notice(device.law, dossier, dossier.measure),
        sources=sources.codes if sources else (),
        read_at=device.clock.now().wall,
        case=case_side(device, inspection_id),
        measure_before=read.measure_before(device, inspection_id),
        colleagues=read.officers(device),
    )


def clock_text(instant: datetime) -> str:
    """Return hour and minute as clocks in China show them."""
    return f"{instant.astimezone(CHINA):%H:%M}"
