"""The steps of a stand that every journey with papers takes: arriving, and deciding what is done with the goods."""

from __future__ import annotations

from tests.journeys.window.hands import Hands


def begin_stand(hands: Hands) -> None:
    """Begin the inspection of stand B217 from the list of exhibitors."""
    hands.key("ctrl+n")
    hands.find("返回", "push button")
    hands.type("B217\n")
    hands.find("看清楚了", "push button")


def arrive(hands: Hands) -> None:
    """Begin the stand, show the certificates, tell the rights, note who is there."""
    begin_stand(hands)
    hands.press("看清楚了", "push button")
    hands.press("不申请回避", "push button")
    hands.press("通知当事人到场：当事人到场")
    hands.press("到场人员姓名、身份：", "push button")


def decide(hands: Hands) -> None:
    """Take the goods away: who approved when, what was asked, told, found and stated."""
    hands.key("ctrl+4")
    hands.press("列入措施")
    hands.press("去补：F-26")
    hands.press("刚刚批准", "push button")
    hands.key("space")  # the keyboard goes to what is asked next
    hands.wait_until_mended("F-26")
    for finding, button in (("9-17", "已当场告知"), ("F-18", "未提出"), ("9-16", "由物品生成")):
        hands.press(f"去补：{finding}")
        hands.keyboard_at(button)
        hands.key("space")
        hands.wait_until_mended(finding)
