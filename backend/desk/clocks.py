"""How chats write author and time above a message. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, timedelta

_DATE = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_RELATIVE = r"(?P<relative>今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_TIME = (
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上|傍晚|AM|PM)?\s{0,2}(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?(?:\s?(?P<half_after>AM|PM))?"
)
_STAMP = rf"(?:(?:{_DATE}|{_RELATIVE})\s{{0,3}})?{_TIME}"
_AUTHOR = r"(?P<author>[^\s\[\]][^\n]{0,59}?)"

# 张三 2026/11/20 09:12:33 (WeChat, WeCom, DingTalk), also 张三 09:12; what follows is the text.
_AFTER = re.compile(rf"{_AUTHOR}\s{{1,4}}[\[(（]?{_STAMP}[\])）]?", re.IGNORECASE)
# [2026-11-20 09:12:33] 张三(123456) and 2026-11-20 09:12:33 张三(123456) (QQ)
_BEFORE = re.compile(
    rf"(?P<open>\[)?{_STAMP}(?(open)\])\s{{1,4}}{_AUTHOR}\s?(?:[(（<][\w.@+\-]{{4,60}}[)）>])?",
    re.IGNORECASE,
)
# [2026-11-20 09:12:33] 张三：文字 (exports of several programs)
_INLINE = re.compile(
    rf"\[{_STAMP}\]\s{{0,4}}(?P<author>[^\s：:\[\]][^：:\n]{{0,39}})[：:]\s{{0,4}}(?P<rest>\S.*)",
    re.IGNORECASE,
)
# 张三: above the text (WeChat phone, forwarded)
_ALONE = re.compile(r"(?P<author>[^\s：:，,。！？!?；;、\[\]][^：:，,。！？!?；;\n]{0,39})[：:]")
_SEPARATOR = re.compile(
    rf"[\s—\-─–=*]{{2,}}\s*(?:{_DATE}|{_RELATIVE})(?:\s+(?:星期|周)[一二三四五六日天])?\s*[\s—\-─–=*]{{2,}}"
)
_ACCOUNT = re.compile(r"\s?[(（<]\s?[\w.@+\-]{4,60}\s?[)）>]$")
_SUFFIX = re.compile(r"@(?:微信|WeChat)$", re.IGNORECASE)
_RANK = re.compile(r"^【[^】]{1,10}】")
_SENTENCE = re.compile(r"[，,。！？!?；;]")
_WEEKDAYS = "一二三四五六日"
_LONGEST_LINE = 140
_NOON = 12
_AFTERNOON = frozenset({"下午", "晚上", "傍晚", "PM"})
_NIGHT = frozenset({"凌晨", "AM"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as it was written: with a date, with a word for the day, or alone."""

    time: time
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: str = ""

    @property
    def has_year(self) -> bool:
        """The date says its year, or needs none."""
        return self.year is not None or self.month is None

    def day_from(self, today: date) -> date | None:
        """Return the date; None where the stamp names none, or none that exists."""
        if self.relative:
            return _relative(self.relative, today)
        if self.month is None or self.day is None:
            return None
        return _date(self.year or today.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Header:
    """Who speaks, and when; `rest` is the text where it stands in the same line."""

    author: str
    stamp: Stamp | None
    rest: str = ""


def header(line: str) -> Header | None:
    """Return who speaks and when, if the line says so and nothing else."""
    if not line or len(line) > _LONGEST_LINE:
        return _inline(line)
    if (found := _INLINE.fullmatch(line)) is not None:
        return _made(found, rest=found["rest"])
    for shape in (_BEFORE, _AFTER):
        if (found := shape.fullmatch(line)) is not None and not _SENTENCE.search(found["author"]):
            return _made(found)
    found = _ALONE.fullmatch(line)
    return Header(_bare(found["author"]), None) if found is not None else None


def separator(line: str, *, today: date) -> date | None:
    """Return the day of a line such as —————  2026-11-20  —————."""
    found = _SEPARATOR.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if found is None:
        return None
    if found["relative"]:
        return _relative(found["relative"], today)
    return _date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))


def _inline(line: str) -> Header | None:
    found = _INLINE.fullmatch(line)
    return _made(found, rest=found["rest"]) if found is not None else None


def _made(found: re.Match[str], *, rest: str = "") -> Header | None:
    moment = _time(found)
    author = _bare(found["author"])
    if moment is None or not author:
        return None
    named = found.groupdict()
    number = {key: int(named[key]) if named[key] else None for key in ("year", "month", "day")}
    return Header(
        author,
        Stamp(
            moment,
            year=number["year"],
            month=number["month"],
            day=number["day"],
            relative=named["relative"] or "",
        ),
        rest,
    )


def _time(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["half"] or found["half_after"] or "").upper()
    if half in _AFTERNOON and hour < _NOON:
        hour += _NOON
    elif half in _NIGHT and hour == _NOON:
        hour = 0
    with suppress(ValueError):
        return time(hour, minute, second)
    return None


def _bare(author: str) -> str:
    """Return the name without rank, account number and the mark of an outside contact."""
    author = _RANK.sub("", author.strip()).rstrip("：: ")
    shorter = _ACCOUNT.sub("", author)
    # 张三(示例企业) tells the firm: only accounts of digits and letters go.
    if shorter and re.fullmatch(r"[\x21-\x7e（）\s]+", author[len(shorter) :]):
        author = shorter
    return _SUFFIX.sub("", author).strip()


def _relative(word: str, today: date) -> date:
    days = {"今天": 0, "昨天": 1, "前天": 2}
    if word in days:
        return today - timedelta(days=days[word])
    wanted = _WEEKDAYS.index(word[-1].replace("天", "日"))
    return today - timedelta(days=(today.weekday() - wanted) % 7)


def _date(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None
