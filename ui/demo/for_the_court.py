"""What the demo hands to a court: the proofs of one inspection with their originals, the list, the verifier."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ui.verifier_file import NAME, write_verifier
from ui.wiring import OpenDevice


@dataclass(frozen=True)
class ForTheCourt:
    """A folder one can give away as it is."""

    folder: Path
    verifier: Path
    verifier_sha256: str
    verdict: str
    """What the verifier says of the whole folder."""


def hand_to_court(
    opened: OpenDevice, inspection_id: str, signers: Path, out: Path, *, by: str
) -> ForTheCourt:
    """Export an inspection's proofs into `out/proof`, the verifier into `out`, and try one on the other."""
    from sync.verifier import Given, verify_all
    from ui.proof_export import export_proof

    folder, verifier = out / "proof", out / NAME
    export_proof(opened.device, inspection_id, folder, by=by)
    shutil.copyfile(signers, folder / "signers.json")
    sha256 = write_verifier(verifier)
    return ForTheCourt(folder, verifier, sha256, verify_all([folder], Given()).verdict)
