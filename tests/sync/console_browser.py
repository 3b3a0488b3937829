"""A real Chromium without a window, and what axe-core says of a page; fonts are the product's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"
)
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_FONTS = Path(__file__).parents[2] / "resources" / "fonts"


@contextmanager
def browser(folder: Path) -> Iterator[object]:
    """Start Chromium with a profile of its own in `folder`, and end it."""
    from playwright.sync_api import sync_playwright

    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{_FONTS}</dir><cachedir>{folder / 'fonts'}</cachedir></fontconfig>"
    )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=_FLAGS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        try:
            yield started
        finally:
            started.close()


def faults_for_everybody(page: object) -> list[str]:
    """Return what axe-core finds on a page (WCAG 2.2 A and AA and good practice), one line each."""
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    if not page.evaluate("typeof axe !== 'undefined'"):  # type: ignore[attr-defined]
        page.evaluate(script.read_text("utf-8"))  # type: ignore[attr-defined]
    found = page.evaluate("axe.run()")  # type: ignore[attr-defined]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
