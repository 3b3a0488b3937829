"""The law as dated data and pure rules: statutes, powers, checks, remedies."""

from inspector.law.checks import Finding, blocking, examine, signature_findings
from inspector.law.pack import LawPack, load
from inspector.law.powers import Ruling, as_plain, rule, rule_over_time
from inspector.law.statute import Citation
from inspector.law.wording import for_notice

__all__ = [
    "Citation",
    "Finding",
    "LawPack",
    "Ruling",
    "as_plain",
    "blocking",
    "examine",
    "for_notice",
    "load",
    "rule",
    "rule_over_time",
    "signature_findings",
]
