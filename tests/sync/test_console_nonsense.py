"""Whatever is asked of the console, signed in or not, is answered by a page or a file and never by a fault of ours."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.central.console.roles import Role
from sync.central.console.routes import ROUTERS
from tests.sync.console_site import Office, token_in

_ROUTES = sorted(
    (method, route.path)  # type: ignore[attr-defined]
    for router in ROUTERS
    for route in router.routes
    for method in route.methods  # type: ignore[attr-defined]
    if route.path not in {"/sign-out", "/accounts/{account}/{verb}"}  # type: ignore[attr-defined]
)
_JUNK = st.text(max_size=40) | st.sampled_from(
    ["", "0", "-1", "99999999999999999999", "2026-13-40", "../..", "\x00"]
)
_FIELDS = st.sampled_from(
    [
        "q",
        "state",
        "first",
        "last",
        "page_number",
        "back",
        "name",
        "password",
        "code",
        "number",
        "status",
        "handler",
        "storage_place",
        "language",
        "form",
        "kind",
        "set_up",
        "again",
    ]
)


@pytest.mark.long
def test_nonsense_is_never_answered_by_a_fault(office: Office) -> None:
    clients: dict[Role | None, httpx.Client] = {role: office.signed_in(role) for role in Role}
    clients[None] = office.client()
    tokens = {
        role: token_in(client.get("/console/arrivals").text) for role, client in clients.items() if role
    }
    device, inspection = office.case.split("/")[-2:]
    known = st.sampled_from([device, inspection, "a" * 32])
    answers: Counter[int] = Counter()

    @settings(
        max_examples=1500,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        route=st.sampled_from(_ROUTES),
        role=st.sampled_from([*Role, None]),
        ids=st.lists(known | _JUNK, min_size=4, max_size=4),
        query=st.dictionaries(_FIELDS, _JUNK, max_size=3),
        form=st.dictionaries(_FIELDS, _JUNK, max_size=4),
        has_token=st.booleans(),
    )
    def ask(
        route: tuple[str, str],
        role: Role | None,
        ids: list[str],
        query: dict[str, str],
        form: dict[str, str],
        has_token: bool,
    ) -> None:
        method, path = route
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        for name, value in zip(names, ids, strict=False):
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        if has_token and role:
            form = {**form, "token": tokens[role]}
        url = f"{office.url}/console{path}"
        answer = clients[role].request(method, url, params=query, data=form if method == "POST" else None)
        answers[answer.status_code] += 1
        assert answer.status_code < 500, (method, path, query, form, answer.text[:300])
        assert (
            answer.status_code != 200
            or role
            or "sign-in" in answer.text
            or path.startswith(("/set-up", "/static", "/icon"))
        )

    ask()
    assert {200, 303, 403, 404} <= set(answers)
