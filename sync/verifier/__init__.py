"""The stand-alone verifier: its own reading of FORMAT.md, with nothing but Python's standard library.

For courts and parties: copy this folder anywhere and run `python -m verifier BUNDLE`. It needs no
secret and shares no code with the program that wrote the bundle.
"""

from .verdict import Verdict
from .verifying import verify

__all__ = ["Verdict", "verify"]
