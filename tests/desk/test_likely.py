"""What is ticked in a chat is mostly a case, and most cases are ticked; why is said."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from backend.desk.likely import TICKED_FROM, weigh
from backend.desk.likeness import ALIKE_FROM, SAME_FROM, likeness
from tests.desk import chat_sample as sample


def measured(cases: Iterable[str], others: Iterable[str]) -> tuple[float, float]:
    """Return precision and recall of the ticks."""
    ticked = [text for text in cases if weigh(text).is_ticked]
    wrong = [text for text in others if weigh(text).is_ticked]
    return len(ticked) / max(1, len(ticked) + len(wrong)), len(ticked) / len(list(cases))


@pytest.mark.parametrize(
    ("name", "cases", "others"),
    [
        ("first", sample.CASES, sample.NOT_CASES),
        ("later", sample.LATER_CASES, sample.LATER_NOT_CASES),
    ],
)
def test_ticks_are_right_and_complete(
    name: str, cases: tuple[str, ...], others: tuple[str, ...]
) -> None:
    precision, recall = measured(cases, others)
    print(f"{name} sample: precision {precision:.0%}, recall {recall:.0%}")
    assert precision >= 0.9
    assert recall >= 0.9


def test_a_tick_says_why() -> None:
    found = weigh("银行让先还后贷，过桥资金太贵了，请帮忙协调一下。")
    assert found.score >= TICKED_FROM
    assert found.category_code == "FINANCE"
    assert {why.zh for why in found.reasons} >= {"有请求或反映", "说到困难", "提到具体事项"}
    assert "只是应答" in {why.zh for why in weigh("收到，谢谢领导！").reasons}


@pytest.mark.parametrize("said", ["哈", "嗯", "好 ", "收到，", "谢谢", "@甲 ", "请", "1、", "？"])
def test_an_endless_message_is_weighed_at_once(said: str) -> None:
    began = time.process_time()
    weigh(f"{said * 50_000}"[:50_000] + "呀")
    assert time.process_time() - began < 2


def test_laughing_alone_is_no_case() -> None:
    assert "只是应答" in {why.zh for why in weigh("哈哈哈哈").reasons}


def test_what_an_office_writes_is_no_case() -> None:
    assert weigh("请问贷款展期怎么办理？").is_ticked
    assert not weigh("请问贷款展期怎么办理？", is_by_staff=True).is_ticked


def test_alike_is_named_and_the_same_is_known() -> None:
    first = "我们有员工住在邻市，回家就要隔离十四天，能否几个市之间互认？"
    assert likeness(first, first.replace("，", ",")) >= SAME_FROM
    assert likeness(first, "员工住邻市回家要隔离十四天，能否互认") >= ALIKE_FROM
    assert likeness(first, "银行让先还后贷，过桥资金太贵了") < ALIKE_FROM
