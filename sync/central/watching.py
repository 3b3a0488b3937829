"""What an administrator watches: figures for Prometheus, and one JSON line for each request. No personal data:

no names, no addresses, no bodies; devices, bundles and bureaus appear by their ids alone.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping

from fastapi.telemetry import TelemetryConfig
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from inspector.canonical import Json

NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
"""A variable of the surroundings must not send word of requests elsewhere; FastAPI would also look for one at each request."""
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0, 10.0, 60.0)


class Figures:
    """The figures of one node."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        of_request = ("route", "method", "status")
        self.requests = self._counter("requests_total", "Requests answered", of_request)
        self.seconds = Histogram(
            "inspector_request_seconds",
            "Time to the answer",
            ("route", "method"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.received = self._counter("received_bytes_total", "Bytes of parts that became durable")
        self.accepted = self._counter("bundles_accepted_total", "Receipts given at this node", ("bureau",))
        self.held = Gauge(
            "inspector_bundles_held",
            "Bundles the centre has taken in, at whatever node and by whatever way",
            ("bureau",),
            registry=self.registry,
        )
        self.refused = self._counter(
            "bundles_refused_total", "Bundles not taken in, by code", ("bureau", "code")
        )
        self.bodies = Gauge(
            "inspector_body_memory_bytes", "Request bodies held in memory", registry=self.registry
        )
        self.waiting = Gauge(
            "inspector_verifications_waiting",
            "Bundles that wait for a verifier",
            ("bureau",),
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return all figures in Prometheus' text form."""
        return generate_latest(self.registry)

    def _counter(self, name: str, about: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(f"inspector_{name}", about, labels, registry=self.registry)


def log(event: str, *, level: str = "info", **facts: Json) -> None:
    """Write one line to standard error."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    line: Mapping[str, Json] = {"at": f"{moment}Z", "level": level, "event": event, **facts}
    sys.stderr.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
