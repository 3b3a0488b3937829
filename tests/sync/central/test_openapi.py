"""Whatever is asked within the OpenAPI document, or beside it, is answered within it and never with a fault of ours."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.bundle import BundleFile
from sync.central import Centre, app, create_central
from sync.central.app import make_app
from sync.central.receiving import announce
from sync.transport import Caller
from tests.sync.central.bringing import VECTORS, know, with_vectors_key
from tests.vectors.by_hand import DEVICE, SIGNER

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own imports warn
    import schemathesis
    from schemathesis import GenerationMode, checks

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.unsupported_method,
]


class Signer:
    public_key = SIGNER.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return SIGNER.sign(message)


CALLER = Caller(DEVICE, Signer())


@dataclass(frozen=True)
class Asked:
    """A centre at which one bundle grows, so that there is something to find."""

    schema: Any
    bundle: str
    bodies: tuple[bytes, ...]


@contextmanager
def asking(data: Path) -> Iterator[Asked]:
    create_central(data, "样本中心")
    with Centre(data) as centre, BundleFile(VECTORS / "first.ipb") as bundle:
        know(centre)
        announce(centre, bundle.end, caller=DEVICE)
        bodies = (bundle.end, *(bundle.part(part) for part in bundle.foot.all_parts()))
        yield Asked(
            schemathesis.openapi.from_asgi("/openapi.json", make_app(centre)), bundle.foot.bundle, bodies
        )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with asking(with_vectors_key(tmp_path_factory.mktemp("openapi") / "central")) as found:
        yield found


def ask_all(asked: Asked, examples: int) -> None:
    """Ask every operation many times: unsigned, signed, of a bundle that is there, with parts that belong to it."""
    for each in asked.schema.get_all_operations():
        operation = each.ok()
        cases = operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy(
            generation_mode=GenerationMode.NEGATIVE
        )

        @settings(
            max_examples=examples, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(
            case=cases,
            is_signed=st.booleans(),
            is_there=st.booleans(),
            body=st.sampled_from((None, *asked.bodies)),
        )
        def ask(case: Any, is_signed: bool, is_there: bool, body: bytes | None) -> None:
            if is_there and "bundle" in (case.path_parameters or {}):
                case.path_parameters["bundle"] = asked.bundle
            if body is not None and case.method in {"POST", "PUT"}:
                case.body, case.media_type = body, "application/octet-stream"
            headers = {}
            if is_signed:
                headers["Inspector-Signature"] = CALLER.authorisation(case.method, case.formatted_path)
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()


def test_a_few_questions_of_each_kind(asked: Asked) -> None:
    ask_all(asked, 6)


@pytest.mark.long
def test_many_questions_of_each_kind(asked: Asked) -> None:
    ask_all(asked, 400)


@pytest.mark.long
def test_many_questions_to_a_node_that_holds_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "PATIENCE_S", 0.01)  # nobody verifies here
    (tmp_path / "intake").mkdir()
    (tmp_path / "intake" / "node.toml").write_text('[node]\nrole = "intake"\n')
    with asking(tmp_path / "intake") as found:
        ask_all(found, 200)
