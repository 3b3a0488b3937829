"""How verdicts are told to people and programs."""

from __future__ import annotations

import io
import json
import os
import sys

from .about import EXPLAINED, VERSION, WORDS
from .verdict import HELD, Verdict
from .verifying import Report

LANGUAGES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}


def explain(language: str) -> None:
    """Say what the program is for."""
    for each in LANGUAGES[language]:
        _say(EXPLAINED[each].format(version=VERSION) + "\n")


def tell(report: Report, language: str) -> None:
    """Say every verdict, and at the end the worst where there are several."""
    spoken = LANGUAGES[language]
    for verdict in report.verdicts:
        _tell_one(verdict, spoken, is_alone=len(report.verdicts) == 1)
    if report.not_judged:
        said = {"zh": "未核验（不是可核验的文件）：", "en": "Not judged (of no kind known here):"}
        _say(" / ".join(said[each] for each in spoken))
        for path in report.not_judged:
            _say(f"    {path}")
    if len(report.verdicts) > 1:
        counts = {each: sum(found.verdict == each for found in report.verdicts) for each in WORDS}
        for each in spoken:
            number = 0 if each == "zh" else 1
            found = "，" if each == "zh" else ", "
            _say(found.join(f"{WORDS[name][number]} {count}" for name, count in counts.items() if count))


def tell_json(report: Report, *, is_one_file: bool) -> None:
    """Print one object: the verdict on the one file given, else the worst of all and each in `files`."""
    if is_one_file:
        _say(json.dumps(report.verdicts[0].as_plain(), ensure_ascii=False))
        return
    plain = {
        "verdict": report.verdict,
        "files": [each.as_plain() for each in report.verdicts],
        "not_judged": list(report.not_judged),
    }
    _say(json.dumps(plain, ensure_ascii=False))


def wait_if_window_would_close() -> None:
    """Wait for Enter on Windows where the console was opened for this program alone: it would vanish unread."""
    if os.name == "nt" and sys.stdin is not None and sys.stdin.isatty() and _is_own_console():
        input("按回车键关闭 / press Enter to close ")


def _is_own_console() -> bool:
    """Tell whether only Python (and its launcher) live in this console."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - it exists on Windows only
    attached = (ctypes.c_uint * 8)()
    return 1 <= int(kernel.GetConsoleProcessList(attached, len(attached))) <= 2


def _tell_one(verdict: Verdict, spoken: tuple[str, ...], *, is_alone: bool) -> None:
    if not is_alone:
        _say(verdict.file)
    zh, en = WORDS[verdict.verdict]
    _say(" / ".join({"zh": zh, "en": en}[each] for each in spoken))
    for each in spoken:
        _say({"zh": verdict.reason_zh, "en": verdict.reason_en}[each])
    for remark in verdict.remarks:
        mark = "√" if remark.kind == HELD else "○"
        for each in spoken:
            _say(f"  {mark} {remark.zh if each == 'zh' else remark.en}")
    if verdict.fingerprint:
        names = {"zh": "签名者指纹", "en": "signer's fingerprint"}
        _say(f"{' / '.join(names[each] for each in spoken)}: {verdict.fingerprint}")
        names, none = {"zh": "所用名单", "en": "list used"}, {"zh": "无", "en": "none"}
        used = verdict.list_used or " / ".join(none[each] for each in spoken)
        _say(f"{' / '.join(names[each] for each in spoken)}: {used}")
    if not is_alone:
        _say("")


def _say(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console of another language
    print(text)
