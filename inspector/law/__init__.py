"""The law as dated data and pure rules: statutes, powers, checks, remedies."""

from inspector.law.pack import LawPack, load
from inspector.law.powers import Ruling, as_plain, rule
from inspector.law.statute import Citation

__all__ = ["Citation", "LawPack", "Ruling", "as_plain", "load", "rule"]
