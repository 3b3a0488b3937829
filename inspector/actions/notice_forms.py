"""Which forms an inspection needs, what each is called, and what of the record it speaks of."""

from __future__ import annotations

from dataclasses import replace

from inspector.actions.decide_measure import papers_of
from inspector.actions.ports import Device
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.running import named_measure
from inspector.records import Dossier, Measure, Paper, PaperSheet

RECORD = "9"


PAPER_FORMS = ("14", "11", "12", "10", "33", "44", "50", "4", "5", "16", "17", "20", "22", "23", "25", "31")
"""Filled in by an officer besides the record of the visit, as many of each as are needed."""


TITLES = {
    "4": "案件移送函",
    "5": "涉嫌犯罪案件移送书",
    "9": "现场笔录",
    "10": "送达地址确认书",
    "11": "证据提取单",
    "12": "电子数据证据提取笔录",
    "14": "询问笔录",
    "16": "协助辨认（鉴别）通知书",
    "17": "协助调查函",
    "19": "先行登记保存证据通知书",
    "20": "解除先行登记保存证据通知书",
    "21": "实施行政强制措施决定书",
    "22": "延长行政强制措施期限决定书",
    "23": "解除行政强制措施决定书",
    "24": "财物清单",
    "25": "封条",
    "29": "抽样记录",
    "31": "检测、检验、鉴定期间告知书",
    "33": "责令改正通知书",
    "44": "当场行政处罚决定书",
    "50": "送达回证",
}


def fitting_forms(dossier: Dossier) -> tuple[tuple[str, Measure | None], ...]:
    """Return the forms this inspection needs in the order they are handed over, each with the measure it is of.

    For each measure its list and the paper that names it, for a sampling its record; then the record of the
    visit that tells of all. Later acts need none of these: they were handed over at the stand.
    """
    if dossier.inspection.follows:
        return ()
    of_measures = ((form, measure) for measure in dossier.ordered_measures for form in papers_of(measure))
    return (*of_measures, (RECORD, None))


def class_titles(device: Device) -> dict[str, str]:
    """Return the title of the form that counts in each class of numbers, in the forms' order."""
    return {kind: TITLES[form] for form, kind in device.press.numbering().classes.items()}


def paper_sheet(device: Device, form: str) -> PaperSheet:
    """Return what an officer fills in on a form, with the article it is written by as the law has it today."""
    sheet = device.press.sheet(form)
    return replace(
        sheet, basis=device.law.cited(sheet.basis, device.clock.now().wall.astimezone(CHINA).date())
    )


def named_paper(dossier: Dossier, paper_id: str) -> Paper | None:
    """Return the paper an officer filled in, None for an empty id; `InputError("store.unknown")` if there is none."""
    if not paper_id:
        return None
    for paper in dossier.papers:
        if paper.id == paper_id:
            return paper
    raise InputError("store.unknown", kind="Paper", id=paper_id)


def measure_of_form(dossier: Dossier, form: str, measure_id: str) -> Measure | None:
    """Return the measure a form of the record is of.

    Raises:
        InputError: `notice.does_not_fit` if this inspection needs no such form, `notice.which_measure` if several
            measures have one and none is named.
    """
    fitting = [measure for needed, measure in fitting_forms(dossier) if needed == form]
    if measure_id:
        fitting = [measure for measure in fitting if measure and measure.id == measure_id]
    if not fitting:
        raise InputError("notice.does_not_fit", title=TITLES.get(form, form))
    if len(fitting) > 1:
        raise InputError("notice.which_measure", title=TITLES[form])
    return fitting[0]


def dossier_about(dossier: Dossier, form: str, measure_id: str, paper: Paper | None) -> Dossier:
    """Return the dossier as the form reads it: a paper speaks of the measure whose document it names."""
    if paper is not None:
        return dossier.speaking_of(named_measure(dossier, paper.form, paper.answers))
    of_form = [measure for needed, measure in fitting_forms(dossier) if measure and needed == form]
    return dossier.speaking_of(measure_id or (of_form[0].id if of_form else ""))
