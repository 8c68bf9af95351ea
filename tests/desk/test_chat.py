"""A chat is cut into author, time and sentence, however it was copied."""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.desk.chat import LONGEST_TEXT, Said, cut
from backend.desk.lines import content_hash

TODAY = date(2026, 11, 23)
ZONE = "Asia/Shanghai"
HERE = ZoneInfo(ZONE)


def said(text: str) -> list[tuple[str, str, str]]:
    """Return author, time and words of each message."""
    return [
        (each.author, each.at.strftime("%m-%d %H:%M:%S") if each.at else "", each.text)
        for each in cut(text, today=TODAY, zone=ZONE)
    ]


SHAPES = {
    "WeChat, copied at a computer": (
        "张三 2026/11/20 09:12:33\n 银行让先还后贷，过桥资金太贵。\n请帮忙协调。\n\n李四 2026/11/20 9:13:00\n收到",
        [
            ("张三", "11-20 09:12:33", "银行让先还后贷，过桥资金太贵。\n请帮忙协调。"),
            ("李四", "11-20 09:13:00", "收到"),
        ],
    ),
    "WeChat, forwarded from a phone": (
        """—————  2026-11-20  —————


张三  09:12

茶叶市场没开

王五  下午3:05

还没开？

—————  2026-11-21  —————

李四  10:00

开了""",
        [
            ("张三", "11-20 09:12:00", "茶叶市场没开"),
            ("王五", "11-20 15:05:00", "还没开？"),
            ("李四", "11-21 10:00:00", "开了"),
        ],
    ),
    "WeChat, names above": (
        "张三:\n 台籍工程师何时返回\n\n李四:\n 同问",
        [("张三", "", "台籍工程师何时返回"), ("李四", "", "同问")],
    ),
    "WeCom": (
        "张三@微信 11/20 09:12:33\n缺工\n李四@示例企业 昨天 09:12\n我们也缺",
        [("张三", "11-20 09:12:33", "缺工"), ("李四@示例企业", "11-22 09:12:00", "我们也缺")],
    ),
    "DingTalk": (
        "张三(示例企业01) 2026-11-20 09:12\n缺工\n李四 2026年11月20日 09:13\n收到",
        [("张三(示例企业01)", "11-20 09:12:00", "缺工"), ("李四", "11-20 09:13:00", "收到")],
    ),
    "QQ": (
        """[2026-11-20 09:12:33] 张三(123456)
缺工
2026-11-20 9:13:33 李四(99887766)
+1
【群主】王五(123456) 2026-11-20 9:14:00
我报名""",
        [
            ("张三", "11-20 09:12:33", "缺工"),
            ("李四", "11-20 09:13:33", "+1"),
            ("王五", "11-20 09:14:00", "我报名"),
        ],
    ),
    "an export": (
        "[2026-11-20 09:12:33] 张三：银行断贷：怎么办\n[2026-11-20 09:12:34] 李四: 好",
        [("张三", "11-20 09:12:33", "银行断贷：怎么办"), ("李四", "11-20 09:12:34", "好")],
    ),
    "names and colons": (
        "张三：银行断贷\n第二行\n李四:收到\n王五 : 谢谢",
        [("张三", "", "银行断贷\n第二行"), ("李四", "", "收到"), ("王五", "", "谢谢")],
    ),
    "plain lines": (
        "银行断贷怎么办\n\n收到\n诉求：我们缺工",
        [("", "", "银行断贷怎么办"), ("", "", "收到"), ("", "", "诉求：我们缺工")],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_program_is_read(shape: str) -> None:
    text, expected = SHAPES[shape]
    assert said(text) == expected
    assert said(text.replace("\n", "\r\n")) == expected


def test_a_quoting_message_is_its_reply() -> None:
    for quote in (
        "「李四：能否复市？\n急」\n- - - - - - - - - - - - - - -\n",
        "“李四：能否复市？”\n—————————\n",
    ):
        [found] = cut(f"张三 昨天 09:12\n{quote}我们也是，请帮忙", today=TODAY, zone=ZONE)
        assert found.text == "我们也是，请帮忙"
        assert found.quoted.startswith("李四：能否复市？")


def test_placeholders_and_picture_words_are_no_text() -> None:
    text = '张三 2026/11/20 09:12:33\n[图片]\n李四 2026/11/20 09:13:00\n[语音] 12"\n帮看看[捂脸]\n王五 2026/11/20 09:14:00\n🙏请协调'
    found = cut(text, today=TODAY, zone=ZONE)
    assert [(each.text, each.has_attachment) for each in found] == [
        ("", True),
        ('12"\n帮看看', True),
        ("🙏请协调", False),
    ]


def test_who_joined_left_and_recalled_is_left_out() -> None:
    text = (
        '张三 2026/11/20 09:12:33\n缺工\n"王五"邀请"赵六"加入了群聊\n李四撤回了一条消息\n'
        "张三拍了拍李四\n————以下为新消息————\n李四 2026/11/20 09:13:00\n收到"
    )
    assert [each[2] for each in said(text)] == ["缺工", "收到"]


def test_a_heading_within_a_message_begins_no_other() -> None:
    text = "张三 2026/11/20 09:12:33\n情况说明：\n一是缺工\n主要问题：\n二是缺钱"
    assert len(said(text)) == 1


def test_a_year_that_is_not_said_is_the_last_one() -> None:
    [found] = cut("张三 12-30 09:12:00\n年底了", today=TODAY, zone=ZONE)
    assert found.at == datetime(2025, 12, 30, 9, 12, tzinfo=HERE)
    assert said("张三 2026/13/45 09:12:00\n错日子")[0][1] == ""
    assert said("张三 2026/11/20 29:12:00\n错时间")[0][1] == ""


def test_a_message_is_known_by_author_minute_and_words() -> None:
    at = datetime(2026, 11, 20, 9, 12, 33, tzinfo=HERE)
    first = content_hash(author="张三", at=at, text="银行断贷，怎么办？", firm_id=None)
    again = content_hash(
        author="张三 ", at=at.replace(second=0), text="银行断贷, 怎么办?", firm_id=None
    )
    assert first == again
    other = content_hash(author="李四", at=at, text="银行断贷，怎么办？", firm_id=None)
    assert first != other


@pytest.mark.parametrize(
    "text",
    [
        "「" * 25_000,
        "张三：" * 16_000,
        "—" * LONGEST_TEXT,
        "1 " * 25_000,
        "张三 09:12\n" * 5_000,
        "[图片" * 12_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    before = time.process_time()
    assert isinstance(cut(text, today=TODAY, zone=ZONE), list)
    assert time.process_time() - before < 2


def test_nothing_is_said_in_nothing() -> None:
    assert cut("", today=TODAY, zone=ZONE) == []
    assert cut(" \n\n　\n", today=TODAY, zone=ZONE) == []
    assert cut("只有一句", today=TODAY, zone=ZONE) == [Said(text="只有一句")]
