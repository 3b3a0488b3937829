"""The law as dated data and pure rules: statutes, powers, checks, remedies."""

from inspector.law.pack import LawPack

__all__ = ["LawPack"]
