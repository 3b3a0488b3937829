"""The stand-alone verifier: its own reading of FORMAT.md, with nothing but Python's standard library.

For courts and parties, as one file (`inspector build-verifier`) or copied as a folder (`python -m verifier
FILE…`). It needs no secret, opens no connection and shares no code with the program that wrote the files.
"""

from .given import Given
from .verdict import Verdict
from .verifying import Report, verify, verify_all

__all__ = ["Given", "Report", "Verdict", "verify", "verify_all"]
