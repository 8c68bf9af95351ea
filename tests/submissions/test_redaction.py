"""What tells whose text it is, is found however it is written; what tells nobody stays."""

from __future__ import annotations

import time

import pytest

from backend.submissions.redaction import (
    MUST_GO,
    Identifying,
    Known,
    found_in,
    redacted,
    short_names,
)

KNOWN = Known(
    firms=("苏州晨曦精密机械有限公司", "Chenxi Precision Co., Ltd."), people=("林晓月", "欧阳远")
)
Found = Identifying


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("苏州晨曦精密机械有限公司反映", [(Found.FIRM_NAME, "苏州晨曦精密机械有限公司")]),
        ("苏州 晨曦 精密机械 有限公司", [(Found.FIRM_NAME, "苏州 晨曦 精密机械 有限公司")]),
        ("晨曦精密机械的厂房", [(Found.FIRM_SHORT_NAME, "晨曦精密机械")]),
        ("晨曦的厂房", [(Found.FIRM_SHORT_NAME, "晨曦")]),
        ("by CHENXI precision co., ltd.!", [(Found.FIRM_NAME, "CHENXI precision co., ltd.")]),
        ("联系人林晓月", [(Found.PERSON_NAME, "林晓月")]),
        ("电话19900000001。", [(Found.PHONE, "19900000001")]),
        ("电话１９９００００００１。", []),
        ("电话１９９ ００００ ０００１。", [(Found.PHONE, "１９９ ００００ ０００１")]),
        ("+86 199-0000-0001", [(Found.PHONE, "+86 199-0000-0001")]),
        ("座机0512-65000000", [(Found.PHONE, "0512-65000000")]),
        ("信箱 a.b@example.com，", [(Found.EMAIL, "a.b@example.com")]),
        ("代码91320506DEMX00014B的", [(Found.CODE, "91320506DEMX00014B")]),
        ("身份证320501199001011234", [(Found.CODE, "320501199001011234")]),
        ("找王总经理或张先生", [(Found.PERSON_LIKE, "王总经理"), (Found.PERSON_LIKE, "张先生")]),
        ("损失六百多万元", [(Found.AMOUNT, "六百多万元")]),
        ("在人民路12号", [(Found.ADDRESS, "在人民路12号")]),
        ("2026年11月23日，共1200人、35个项目，第3条", []),
        ("希望减免国有厂房租金", []),
    ],
)
def test_what_tells_whose_it_is_is_found_where_it_stands(
    text: str, found: list[tuple[Identifying, str]]
) -> None:
    spans = found_in(text, KNOWN)
    assert [(span.kind, span.text) for span in spans] == found
    assert all(text[span.start : span.end] == span.text for span in spans)


def test_a_redacted_text_holds_nothing_that_must_go() -> None:
    text = (
        "苏州晨曦精密机械有限公司（晨曦）林晓月 199 0000 0001，a@b.cn，91320506DEMX00014B，欠80万元"
    )
    told = redacted(text, found_in(text, KNOWN))
    assert not [span for span in found_in(told, KNOWN) if span.kind in MUST_GO]
    assert told == "某企业（某企业）某某 [电话]，[邮箱]，[号码]，欠若干"


def test_characters_that_nobody_sees_hide_nothing() -> None:
    [span] = found_in("晨\u200b曦的厂房", KNOWN)
    assert span.text == "晨\u200b曦"


@pytest.mark.parametrize(
    "said", ["晨曦", "林晓月", "a", "a.", "a@", "9 ", "+86", "李总", "万", "路1号", "晨 "]
)
def test_an_endless_text_is_read_at_once(said: str) -> None:
    began = time.process_time()
    found_in((said * 60_000)[:60_000], KNOWN)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("苏州晨曦精密机械有限公司", ["苏州晨曦精密机械", "晨曦精密机械", "晨曦"]),
        ("昆山市华岳电子科技股份有限公司", ["昆山市华岳电子科技", "华岳电子科技", "华岳"]),
        ("示例企业（虚构）", ["示例企业"]),
        ("科技有限公司", []),
    ],
)
def test_a_firm_is_also_known_by_what_people_call_it(name: str, short: list[str]) -> None:
    assert short_names(name) == short
