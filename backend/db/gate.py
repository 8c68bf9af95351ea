"""What may enter a column: the same refusals on both engines, before either of them sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, cast

from backend.errors import Invalid, Words

Path = tuple[str | int, ...]

INT32: Final = range(-(2**31), 2**31)
INT64: Final = range(-(2**63), 2**63)
LONGEST_TEXT: Final = 1_000_000

# C0 controls other than tab and line feed, DEL, and halves of surrogate pairs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def text(value: str, *, maximum: int = LONGEST_TEXT, path: Path = ()) -> str:
    """Return `value` in NFC; refuse control characters, surrogates and more than `maximum` characters."""
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    if _FORBIDDEN.search(value):
        raise Invalid(
            Words("文字中含有不可用的控制字符", "The text contains a control character"), path=path
        )
    if len(value) > maximum:
        raise Invalid(Words(f"最多 {maximum} 个字", f"At most {maximum} characters"), path=path)
    return value


def integer(value: int, *, within: range = INT64, path: Path = ()) -> int:
    """Return `value`; refuse what the column cannot hold."""
    if value not in within:
        raise Invalid(Words("数值超出范围", "The number is out of range"), path=path)
    return value


def json(value: object, *, path: Path = ()) -> object:
    """Return `value` with every text and integer in it passed through the gate."""
    match value:
        case str():
            return text(value, path=path)
        case int():
            return integer(value, path=path)
        case Mapping():
            pairs = cast("Mapping[object, object]", value).items()
            return {json(key, path=path): json(item, path=path) for key, item in pairs}
        case Sequence() if not isinstance(value, bytes):
            return [json(item, path=path) for item in cast("Sequence[object]", value)]
        case _:
            return value


def clean_text(value: str, *, maximum: int, minimum: int = 0, path: Path = ()) -> str:
    """Return `value` in NFC without outer blanks; lengths are in characters.

    Line ends become `\\n`. Raises `Invalid` for control characters and for a length outside
    `minimum` to `maximum`.
    """
    joined = value.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = text(joined, path=path).strip()
    if len(cleaned) < minimum:
        raise Invalid(
            Words("请填写内容", "Please write something")
            if not cleaned
            else Words(f"至少 {minimum} 个字", f"At least {minimum} characters"),
            path=path,
        )
    return text(cleaned, maximum=maximum, path=path)
