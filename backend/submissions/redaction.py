"""What in a text tells who somebody is: firms and people known by name, numbers, addresses. Pure.

Machines see what has a form; whoever publishes reads the rest. Places are those of the text as it
was given; blanks, full-width digits and capitals between hide nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Identifying(StrEnum):
    """What was found."""

    FIRM_NAME = "FIRM_NAME"
    FIRM_SHORT_NAME = "FIRM_SHORT_NAME"
    PERSON_NAME = "PERSON_NAME"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    CODE = "CODE"
    PERSON_LIKE = "PERSON_LIKE"
    AMOUNT = "AMOUNT"
    ADDRESS = "ADDRESS"


MUST_GO: Final = frozenset(
    {
        Identifying.FIRM_NAME,
        Identifying.FIRM_SHORT_NAME,
        Identifying.PERSON_NAME,
        Identifying.PHONE,
        Identifying.EMAIL,
        Identifying.CODE,
    }
)
"""With any of these a text is not published; the others are for the reader to decide."""

STANDS_FOR: Final = {
    Identifying.FIRM_NAME: "某企业",
    Identifying.FIRM_SHORT_NAME: "某企业",
    Identifying.PERSON_NAME: "某某",
    Identifying.PHONE: "[电话]",
    Identifying.EMAIL: "[邮箱]",
    Identifying.CODE: "[号码]",
    Identifying.PERSON_LIKE: "某某",
    Identifying.AMOUNT: "若干",
    Identifying.ADDRESS: "某地",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text (characters from `start`, before `end`) and what it tells."""

    start: int
    end: int
    kind: Identifying
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """Names that are known to stand behind a case."""

    firms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


_ENDS = (
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "分公司",
    "合伙企业",
    "个体工商户",
    "公司",
    "集团",
    "商行",
    "工厂",
    "厂",
)
_TRADES = [
    "精密机械",
    "机械制造",
    "机械",
    "电子科技",
    "电子",
    "信息技术",
    "信息科技",
    "信息",
    "网络科技",
    "网络",
    "智能科技",
    "智能",
    "新材料",
    "材料",
    "科技",
    "技术",
    "贸易",
    "商贸",
    "进出口",
    "实业",
    "制造",
    "纺织",
    "服饰",
    "服装",
    "食品",
    "餐饮管理",
    "餐饮",
    "物流",
    "运输",
    "供应链",
    "建设",
    "建筑",
    "工程",
    "装饰",
    "设计",
    "咨询",
    "管理",
    "文化传媒",
    "文化",
    "传媒",
    "医疗器械",
    "医疗",
    "医药",
    "生物",
    "环保",
    "能源",
    "汽车",
    "塑料",
    "五金",
    "模具",
    "包装",
    "印刷",
    "化工",
    "茶业",
    "茶叶",
    "农业",
    "旅游",
    "酒店",
    "投资",
    "控股",
    "置业",
    "房地产",
]
_PLACE = re.compile(
    r"^(?:中国|江苏省?|浙江省?|上海市?|北京市?|苏州市?|昆山市?|太仓市?|常熟市?|张家港市?|无锡市?|"
    r"南京市?|[\u4e00-\u9fff]{2,3}(?:省|市|区|县))+"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_SHORTEST_NAME: Final = 2
_TOO_PLAIN = frozenset({"示例", "企业", "公司", "集团", "测试", "商会", "市场", "园区", "开发"})

_BETWEEN = r"[\s\-.·]?"
_PATTERNS: Final = (
    (
        Identifying.EMAIL,
        re.compile(
            # From the beginning of a word alone: or each letter of a long one is tried.
            r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]+\s?@\s?[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"
        ),
    ),
    (
        Identifying.CODE,
        re.compile(
            r"(?<![0-9a-z])(?:[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{9}[0-9a-z]"
            rf"|\d(?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dx]|\d(?:{_BETWEEN}\d){{14,18}})(?![0-9a-z])"
        ),
    ),
    (
        Identifying.PHONE,
        re.compile(
            rf"(?<!\d)(?:\+?86{_BETWEEN})?1{_BETWEEN}[3-9](?:{_BETWEEN}\d){{9}}(?!\d)"
            r"|(?<!\d)0\d{2,3}[\s\-]?\d{7,8}(?!\d)|\+\d{1,3}[\s\-]?\d(?:[\s\-]?\d){6,12}(?!\d)"
        ),
    ),
    (
        Identifying.PERSON_LIKE,
        re.compile(
            "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
            "丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫"
            r"孔向常汤][\u4e00-\u9fff]{0,2}?(?:总经理|董事长|总监|经理|先生|女士|老板|厂长|总(?=[\W联说的]|$))"
        ),
    ),
    (
        Identifying.AMOUNT,
        re.compile(
            r"[0-9零一二两三四五六七八九十百千][0-9零一二两三四五六七八九十百千,.余多]{0,40}[万亿]?元"
        ),
    ),
    (
        Identifying.ADDRESS,
        re.compile(
            r"[\u4e00-\u9fff]{2,8}(?:路|街|大道|巷|弄)\s?\d+\s?号(?:\s?\d+\s?(?:室|幢|栋|楼))?"
        ),
    ),
)


def found_in(text: str, known: Known) -> list[Span]:
    """Return what tells who somebody is, in order and without overlaps: the surer find stands."""
    plain, places = _plain(text)
    spans: list[Span] = []
    taken = bytearray(len(text))
    for kind, start, end in (*_names(plain, known), *_forms(plain)):
        begin, stop = places[start], places[end - 1] + 1
        if not any(taken[begin:stop]):
            taken[begin:stop] = b"\1" * (stop - begin)
            spans.append(Span(begin, stop, kind, text[begin:stop]))
    return sorted(spans, key=lambda span: span.start)


def redacted(text: str, spans: Iterable[Span]) -> str:
    """Return the text with something that tells nobody in place of each span."""
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text = text[: span.start] + STANDS_FOR[span.kind] + text[span.end :]
    return text


def short_names(name: str) -> list[str]:
    """Return what people call a firm for short, longest first; nothing that could be any firm."""
    whole = _BRACKETS.sub("", name).strip()
    shorter = {whole}
    for end in _ENDS:
        if whole.endswith(end):
            whole = whole[: -len(end)]
            shorter.add(whole)
            break
    local = _PLACE.sub("", whole)
    shorter.add(local)
    for trade in sorted(_TRADES, key=len, reverse=True):
        if local.endswith(trade) and len(local) > len(trade):
            shorter.add(local[: -len(trade)])
            break
    kept = {each for each in shorter if len(each) >= _SHORTEST_NAME and each != name}
    return sorted(kept - _TOO_PLAIN - set(_TRADES), key=len, reverse=True)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in one form, and for each of its characters the place it came from."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).lower():
            if unicodedata.category(one) not in {"Cf", "Mn"}:
                characters.append(one)
                places.append(place)
    return "".join(characters), places


def _names(plain: str, known: Known) -> Iterator[tuple[Identifying, int, int]]:
    names = [(Identifying.FIRM_NAME, name) for name in known.firms if name]
    shorts = (short for name in known.firms for short in short_names(name))
    names += [(Identifying.FIRM_SHORT_NAME, short) for short in shorts]
    people = (name for name in known.people if len(name) >= _SHORTEST_NAME)
    names += [(Identifying.PERSON_NAME, name) for name in people]
    for kind, name in names:
        letters = "".join(_plain(name)[0].split())
        pattern = r"\s*".join(map(re.escape, letters))
        for match in re.finditer(pattern, plain):
            yield kind, match.start(), match.end()


def _forms(plain: str) -> Iterator[tuple[Identifying, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            yield kind, match.start(), match.end()
