"""The console in a real browser: a clerk's way through it, for every eye, language, width and for the keyboard alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.central.app import make_app
from sync.central.console import totp
from sync.central.console.roles import Role
from tests.sync.console_browser import browser, faults_for_everybody, needs_browser
from tests.sync.console_site import PASSWORD, Office, Person, served

pytestmark = needs_browser
PAGES = ("cases", "deadlines", "arrivals", "trail")


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Any]:
    with browser(tmp_path) as started:
        yield started


@pytest.fixture
def shown(office: Office) -> Iterator[Office]:
    """The same office at an address of its own: a browser asks for many things at once, on threads that end with it."""
    with served(make_app(office.centre)) as url:
        yield replace(office, url=url)


def somebody(office: Office, role: Role) -> Person:
    office.signed_in(role)
    return office.people[role]


def enter(page: Any, office: Office, person: Person) -> None:
    page.goto(f"{office.url}/console/sign-in")
    page.get_by_label("姓名").or_(page.get_by_label("Name")).fill(person.name)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[name=code]").fill(person.code(office.clock))
    page.locator("button.primary").click()
    page.wait_for_url("**/console/cases")


def test_a_clerk_signs_in_searches_looks_and_takes_a_case_out(
    shown: Office, chromium: Any, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    enter(page, shown, somebody(shown, Role.CLERK))
    page.get_by_label("查找", exact=True).fill("b-217 龑堃")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="2号馆 B-217").click()
    assert page.get_by_role("heading", level=1).inner_text() == "2号馆 B-217 · 样本龑堃陶瓷（景德镇）有限公司"
    assert faults_for_everybody(page) == []
    with page.expect_download() as begun:
        page.get_by_role("button", name="整案").click()
    with zipfile.ZipFile(begun.value.path()) as bag:
        assert bag.testzip() is None
    page.get_by_role("link", name="照片 3").click()
    picture = page.get_by_role("img", name="照片 3 底款 ")
    picture.wait_for()
    assert page.evaluate("document.querySelector('figure img').naturalWidth") > 96
    assert page.get_by_text("刚刚核对：与记录一致").is_visible()
    assert faults_for_everybody(page) == []
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in")
    page.go_back()
    assert page.url.endswith("/sign-in") or page.get_by_role("heading", name="登录").is_visible()
    assert said == []


@pytest.mark.long
@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"contrast": "more"}])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_every_page_is_for_everybody(
    shown: Office, chromium: Any, width: int, look: dict[str, str], locale: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale=locale, **look)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{shown.url}/console/set-up")
    assert faults_for_everybody(page) == []
    page.goto(f"{shown.url}/console/sign-in")
    assert faults_for_everybody(page) == []
    enter(page, shown, somebody(shown, Role.REVIEWER))
    page.goto(f"{shown.url}{shown.case}")
    photo = page.locator(".photos a").last.get_attribute("href")
    for place in (*(f"/console/{each}" for each in PAGES), "/console/cases?q=nothing", shown.case, photo):
        page.goto(f"{shown.url}{place}")
        assert faults_for_everybody(page) == [], place
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (place, wider)
        small = page.evaluate(
            "[...document.querySelectorAll('button, input:not([type=hidden]), select, .button, nav a')]"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        assert small == [], place
    context.close()
    other = chromium.new_context(viewport={"width": width, "height": 800}, locale=locale, **look).new_page()
    person = somebody(shown, Role.ADMINISTRATOR)
    other.goto(f"{shown.url}/console/sign-in")
    other.locator("input[name=name]").fill(person.name)
    other.locator("input[type=password]").fill(PASSWORD)
    other.locator("input[name=code]").fill(person.code(shown.clock))
    other.locator("button.primary").click()
    other.wait_for_url("**/console/arrivals")
    for place in ("accounts", "cases"):
        other.goto(f"{shown.url}/console/{place}")
        assert faults_for_everybody(other) == [], place
    assert said == []


@pytest.mark.long
def test_the_keyboard_alone_is_enough(shown: Office, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    person = somebody(shown, Role.CLERK)
    page.goto(f"{shown.url}/console/sign-in")
    page.keyboard.type(person.name)  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(person.code(shown.clock))
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/cases")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    for _ in range(20):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/cases/*/*")


@pytest.mark.long
def test_the_telephone_is_set_up_in_the_browser(shown: Office, chromium: Any) -> None:
    from sync.central.console.accounts import beginning, make_account

    code = make_account(shown.centre, "样本新人", Role.LEAD)
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(f"{shown.url}/console/sign-in")
    page.get_by_role("link", name="第一次使用").click()
    page.get_by_label("姓名").fill("样本新人")
    page.get_by_label("一次性代码").fill(code)
    page.get_by_role("button", name="下一步").click()
    assert page.locator(".square svg").bounding_box()["width"] > 150
    assert faults_for_everybody(page) == []
    secret = beginning(shown.centre, "样本新人", code)
    page.get_by_label("新口令").fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.get_by_label("手机上的六位数字").fill(totp.code_at(secret, totp.step_of(shown.clock.now().wall)))
    page.get_by_role("button", name="完成").click()
    page.wait_for_url("**/sign-in")
