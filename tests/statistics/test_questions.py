"""A question that cannot be meant is told so, in the language of whoever asks."""

from __future__ import annotations

from typing import Any

import pytest

from backend.errors import Language
from tests.statistics.asking import FOUNDING_DAY, ask

pytestmark = pytest.mark.usefixtures("founding")

QUESTIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"asOf": "2199-12-31"}, "统计时点不能晚于今天", "future day"),
    ({"areaCode": "990000"}, "没有代码为“990000”的地区", "no area “990000”"),
    ({"departmentCodes": ["NOBODY"]}, "没有代码为“NOBODY”的部门", "no department “NOBODY”"),
    ({"categories": ["NOTHING"]}, "NOTHING", "NOTHING"),
    (
        {"acceptedFrom": "2020-02-02", "acceptedTo": "2020-02-01"},
        "起始日期晚于截止日期",
        "after the last",
    ),
    ({"tiers": [str(number) for number in range(101)]}, "最多可选100项", "At most 100"),
]


@pytest.mark.parametrize(("question", "zh", "en"), QUESTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_it_is_refused_in_words(
    question: dict[str, Any], zh: str, en: str, language: Language
):
    body = await ask(question, language=language)
    [error] = body["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert (zh if language == "zh" else en) in error["message"]


async def test_nothing_chosen_finds_nothing_and_is_no_mistake():
    body = await ask({"asOf": FOUNDING_DAY, "channels": []}, what="submissionCount")
    assert body["data"]["statistics"] == {"submissionCount": 0}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_figure_says_what_it_counts(language: Language):
    body = await ask(
        {}, what="definitions { name title numerator denominator version }", language=language
    )
    definitions = body["data"]["statistics"]["definitions"]
    assert {one["name"] for one in definitions} >= {"completion", "onTime", "satisfaction"}
    assert all(one["title"] and one["denominator"] for one in definitions)
    assert any("办结" in one["title"] for one in definitions) is (language == "zh")
