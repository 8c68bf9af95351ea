"""A copied chat is cut into who said what and when. Pure: nothing is looked up or kept.

Read are the shapes in which WeChat (desktop copy, phone forward), WeCom, DingTalk and QQ put a chat
on the clipboard, lines such as 张三：文字, and plain text. What joined, left, recalled and tickled is
left out; of a quoting message the reply counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.desk import clocks
from backend.desk.clocks import Stamp

LONGEST_TEXT = 50_000
"""Characters of one paste."""
MOST_LINES = 200
"""Sentences shown of one paste."""
LONGEST_AUTHOR = 40

_BLANKS = dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2005, 0x2009, 0x202F, 0x3000), " ")
_NOTHING = dict.fromkeys((0x200B, 0x200C, 0x200E, 0x200F, 0x202A, 0x202C, 0x2060, 0xFEFF))
_BREAKS = {0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n"}

_ATTACHED = re.compile(
    r"\[(?:图片|语音|视频|文件|链接|位置|名片|动画表情|表情|聊天记录|小程序|红包|转账|Photo|Image|Voice|Video|File"
    r"|Sticker|Link)[^\]\n]{0,40}\]"
)
_EMOJI_WORD = re.compile(r"\[[\u4e00-\u9fffA-Za-z]{1,6}\]")
_RULE = re.compile(r"[\s\-—–_─=·•]{5,}")
_QUOTE = re.compile(r"[「“\"](?P<who>[^：:\n]{1,40})[：:](?P<what>.{0,2000}?)[」”\"]\s*", re.DOTALL)
_SYSTEM = re.compile(
    r"撤回了?(?:一条|成员.{0,40}的)消息|加入了?群聊|邀请.{1,60}加入|移出了?群聊|退出了?群聊|修改群名|拍了拍"
    r"|领取了.{0,40}红包|扫描.{0,40}二维码|成为.{0,10}群主|开启了.{0,10}验证|以上是打招呼|以下为新消息"
    r"|发起了(?:语音|视频)通话|recalled a message|joined the group|invited .{1,60} to the group"
    r"|\s*查看更多消息\s*"
)
_LONGEST_SYSTEM = 80
# 张三：文字. What stands before the colon is a name unless it is a word of headings.
_SAID = re.compile(
    r"(?P<who>[^\s：:，,。！？!?；;、\"“”「」\[\]/0-9][^：:，,。！？!?；;、\n]{0,24})[：:]\s*(?P<what>\S.*)?"
)
_HEADING = re.compile(
    r"(?:诉求|建议|问题|请问|反映|地址|电话|联系|时间|地点|备注|注|通知|公告|附件|标题|主题|内容|其一|其二|一是|二是|三是"
    r"|另外|例如|比如|如下|以下|原因|情况|说明|希望|恳请|报名|接龙|截止|链接|回复|答复|https?|第.{1,3}).{0,8}"
)


@dataclass(slots=True)
class Said:
    """One message: `text` without placeholders; `at` is None where the chat does not say."""

    author: str = ""
    at: datetime | None = None
    text: str = ""
    quoted: str = ""
    has_attachment: bool = False


@dataclass(slots=True)
class _Draft:
    """A message while its lines are read."""

    author: str = ""
    stamp: Stamp | None = None
    day: date | None = None
    lines: list[str] = field(default_factory=list[str])


def cut(text: str, *, today: date, zone: str) -> list[Said]:
    """Return the messages in order; days that the chat calls 昨天 are counted from `today`."""
    lines = [line.strip() for line in _clean(text).split("\n")]
    shaped = any(clocks.header(line) is not None for line in lines)
    drafts = _by_headers(lines, today=today) if shaped else _by_names(lines, today=today)
    said = (_finished(draft, zone=zone, today=today) for draft in drafts)
    return [each for each in said if each is not None]


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate({**_BLANKS, **_NOTHING, **_BREAKS})


def _by_headers(lines: Iterable[str], *, today: date) -> Iterator[_Draft]:
    """Yield what stands below each line of author and time."""
    draft, day, before = _Draft(), None, ""
    for line in lines:
        if (stands := clocks.separator(line, today=today)) is not None:
            day = stands
        elif (found := clocks.header(line)) is not None and _begins(found, before):
            yield draft
            draft = _Draft(found.author, found.stamp, day, [found.rest] if found.rest else [])
        elif not _is_system(line):
            draft.lines.append(line)
        before = line
    yield draft


def _begins(found: clocks.Header, before: str) -> bool:
    """A name without a time begins a message only behind a blank line, and if it is no heading."""
    return found.stamp is not None or (not before and _HEADING.fullmatch(found.author) is None)


def _by_names(lines: list[str], *, today: date) -> Iterator[_Draft]:
    """Yield lines such as 张三：文字 with what continues them; without any name, line by line."""
    named = [_name(line) for line in lines]
    # One colon alone may be a heading; two make a chat.
    is_chat = sum(each is not None for each in named) > 1
    draft, day = _Draft(), None
    for line, name in zip(lines, named, strict=True):
        if (stands := clocks.separator(line, today=today)) is not None:
            day = stands
        elif _is_system(line):
            continue
        elif is_chat and name is not None:
            yield draft
            draft = _Draft(name[0], None, day, [name[1]])
        elif is_chat and draft.author:
            draft.lines.append(line)
        else:
            yield _Draft(day=day, lines=[line])
    yield draft


def _name(line: str) -> tuple[str, str] | None:
    found = _SAID.fullmatch(line)
    if found is None or _HEADING.fullmatch(found["who"]):
        return None
    return found["who"].strip(), found["what"] or ""


def _is_system(line: str) -> bool:
    return len(line) <= _LONGEST_SYSTEM and _SYSTEM.search(line) is not None


def _finished(draft: _Draft, *, zone: str, today: date) -> Said | None:
    """Return the message without quote and placeholders; None when nothing was said."""
    text = "\n".join(draft.lines).strip()
    text, quoted = _unquoted(text)
    has_attachment = _ATTACHED.search(text) is not None
    text = _EMOJI_WORD.sub("", _ATTACHED.sub("", text))
    text = "\n".join(line.strip() for line in text.split("\n") if not _RULE.fullmatch(line))
    text = re.sub(r"\n{2,}", "\n", text).strip()
    if not text and not has_attachment:
        return None
    at = _instant(draft, zone=zone, today=today)
    return Said(draft.author[:LONGEST_AUTHOR], at, text, quoted, has_attachment)


def _unquoted(text: str) -> tuple[str, str]:
    """Return the reply and what it quotes: 「张三：…」, a rule of dashes, then the reply."""
    found = _QUOTE.match(text)
    if found is None:
        return text, ""
    rest = text[found.end() :]
    ruled = re.match(r"[\-—–_─ ]{5,}\n?", rest)
    if ruled is None:
        return text, ""
    return rest[ruled.end() :].strip(), f"{found['who']}：{found['what'].strip()}"


def _instant(draft: _Draft, *, zone: str, today: date) -> datetime | None:
    if draft.stamp is None:
        return None
    day = draft.stamp.day_from(today) or draft.day
    if day is None:
        return None
    at = datetime.combine(day, draft.stamp.time, tzinfo=ZoneInfo(zone))
    # A year that is not said is the last one in which the day is over.
    if not draft.stamp.has_year and day > today + timedelta(days=1):
        at = at.replace(year=at.year - 1) if (day.month, day.day) != (2, 29) else at
    return at
