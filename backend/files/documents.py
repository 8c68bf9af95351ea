"""Documents are kept as they are sent, if they are what they say and carry nothing that acts."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from backend.errors import Words
from backend.files.kinds import MEDIA_TYPES, Kind, NotTaken, Unreadable, broken, not_taken

MOST_PARTS: Final = 10_000
MOST_UNPACKED: Final = 400 * 1024 * 1024
_LONGEST_PART: Final = 1024 * 1024
_TAIL: Final = 2048
_MOST_STREAMS: Final = 2000
_MOST_OF_STREAMS: Final = 64 * 1024 * 1024


def _spelled(name: bytes) -> bytes:
    """Return a pattern of a name, each character as it is or, behind `#`, by its number."""
    return b"".join(b"(?:%c|(?i:#%02x))" % (each, each) for each in name)


# Other names of these actions do not exist.
_ACTING: Final = re.compile(
    b"/(?:" + b"|".join(map(_spelled, (b"JavaScript", b"Launch"))) + rb")\b"
)
_OBJECT_STREAM: Final = re.compile(b"/" + _spelled(b"ObjStm"))
_STREAM: Final = re.compile(rb"stream\r?\n")
_LONGEST_HEAD: Final = 1000  # bytes between the name of a stream's type and its content
_MACROS: Final = re.compile(r"vbaproject|activex|macrosheets", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MARKUP: Final = re.compile(r"\s*<(!doctype|html|head|body|svg|script|\?xml)", re.IGNORECASE)


def look_into(source: Path, kind: Kind) -> str:
    """Return the media type of a document that may be handed on.

    Raises `Unreadable` for what is broken or acts by itself, `NotTaken` for something else in
    the clothes of a document.
    """
    if kind is Kind.PDF:
        _look_into_pdf(source.read_bytes())
        return MEDIA_TYPES[kind]
    if kind in {Kind.TXT, Kind.CSV}:
        return f"{MEDIA_TYPES[kind]}; charset={_charset(source.read_bytes())}"
    _look_into_office(source, kind)
    return MEDIA_TYPES[kind]


def _look_into_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-_TAIL:]:
        raise broken()
    if _acts(content) or any(_acts(stream) for stream in _object_streams(content)):
        raise Unreadable(
            Words(
                "PDF 含有脚本或启动程序的动作，不能接收",
                "The PDF holds scripts or launches programs",
            ),
            path=("file",),
        )


def _acts(content: bytes) -> bool:
    return _ACTING.search(content) is not None


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Yield what is compressed of the structure of a PDF.

    Raises `Unreadable` for more of it than any document has: what is not looked at is not taken.
    """
    ends = [named.end() for named in _OBJECT_STREAM.finditer(content)]
    if len(ends) > _MOST_STREAMS:
        raise broken()
    left = _MOST_OF_STREAMS
    for end, following in pairwise((*ends, len(content))):
        # What follows the next such name belongs to that one: no byte is looked at twice.
        begins = _STREAM.search(content, end, min(following, end + _LONGEST_HEAD))
        if begins is None:
            continue
        packed = content[begins.end() : begins.end() + _LONGEST_PART]
        unpacking = zlib.decompressobj()
        try:
            stream = unpacking.decompress(packed, left)
        except zlib.error:
            continue
        left -= len(stream)
        if not unpacking.eof or left <= 0:
            raise broken()
        yield stream


def _look_into_office(source: Path, kind: Kind) -> None:
    try:
        names, types = _parts(source)
    except Exception:  # noqa: BLE001 - crafted archives make the reader raise anything
        raise broken() from None
    if any(_MACROS.search(name) for name in names) or "macroenabled" in types.lower():
        raise Unreadable(
            Words(
                "文件含有宏，请另存为不含宏的文件", "The file holds macros: save it without them"
            ),
            path=("file",),
        )
    if f"{MEDIA_TYPES[kind]}.main+xml" not in types:
        raise not_taken()


def _parts(source: Path) -> tuple[list[str], str]:
    """Return the names of the parts, and the part that says of what type each is."""
    with zipfile.ZipFile(source) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise broken()
        with archive.open("[Content_Types].xml") as listed:
            return [part.filename for part in parts], listed.read(_LONGEST_PART).decode("utf-8-sig")


def _charset(content: bytes) -> str:
    for charset in ("utf-8", "gb18030"):
        try:
            text = content.removeprefix(codecs.BOM_UTF8).decode(charset)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) is None:
            if _MARKUP.match(text):
                raise not_taken()
            return charset
    raise NotTaken(
        Words("不是文本文件，或编码不是 UTF-8 / GB18030", "This is no text in UTF-8 or GB18030"),
        path=("file",),
    )
