"""Which kinds of files are taken, and what a file is by its first bytes and by its name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from backend.errors import DomainError, Words

HEAD_BYTES: Final = 4096


class Kind(StrEnum):
    """A kind of file that is taken."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    PDF = "PDF"
    DOCX = "DOCX"
    XLSX = "XLSX"
    PPTX = "PPTX"
    TXT = "TXT"
    CSV = "CSV"


PICTURES: Final = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
OFFICE: Final = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})
TEXTS: Final = frozenset({Kind.TXT, Kind.CSV})

EXTENSIONS: Final[Mapping[str, Kind]] = {
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "png": Kind.PNG,
    "webp": Kind.WEBP,
    "pdf": Kind.PDF,
    "docx": Kind.DOCX,
    "xlsx": Kind.XLSX,
    "pptx": Kind.PPTX,
    "txt": Kind.TXT,
    "csv": Kind.CSV,
}
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Final[Mapping[Kind, str]] = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OPEN_XML}wordprocessingml.document",
    Kind.XLSX: f"{_OPEN_XML}spreadsheetml.sheet",
    Kind.PPTX: f"{_OPEN_XML}presentationml.presentation",
    Kind.TXT: "text/plain",
    Kind.CSV: "text/csv",
}


class NotTaken(DomainError):
    """No file of this kind is taken."""

    code = "UNSUPPORTED_TYPE"


class Unreadable(DomainError):
    """The file is broken, empty or not safe to hand on."""

    code = "UNREADABLE"


class TooLarge(DomainError):
    """The file has too many bytes or pixels."""

    code = "CONTENT_TOO_LARGE"


def not_taken() -> NotTaken:
    """Return the answer to a file of another kind."""
    return NotTaken(
        Words(
            "只接收照片（JPG、PNG、WebP）、PDF、Word、Excel、PPT（docx、xlsx、pptx）和文本（txt、csv）",
            "Only pictures (JPG, PNG, WebP), PDF, docx, xlsx, pptx, txt and csv are taken",
        ),
        path=("file",),
    )


def broken() -> Unreadable:
    """Return the answer to a file whose content cannot be read."""
    words = Words(
        "文件已损坏或不完整，请重新上传", "The file is damaged or not whole: send it again"
    )
    return Unreadable(words, path=("file",))


def kind_of(name: str, head: bytes) -> Kind:
    """Return the kind on which the name and the first bytes agree.

    Among pictures the bytes win, because phones name them loosely. Raises `NotTaken`.
    """
    named = EXTENSIONS.get(PurePosixPath(name).suffix.removeprefix(".").lower())
    if named is None:
        raise _why_not(head)
    found = _picture(head)
    if found is not None and named in PICTURES:
        return found
    agrees = (
        (named is Kind.PDF and head.startswith(b"%PDF-"))
        or (named in OFFICE and head.startswith(b"PK\x03\x04"))
        or (named in TEXTS and found is None and not head.startswith((b"%PDF-", b"PK\x03\x04")))
    )
    if not agrees:
        raise _why_not(head)
    return named


def _picture(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def _why_not(head: bytes) -> NotTaken:
    """Return the refusal, with the way out where there is one."""
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        return NotTaken(
            Words(
                "暂不支持 HEIC 照片，请在手机相机设置中选“兼容性最佳”，或转成 JPG",
                "HEIC pictures are not taken: choose 'Most Compatible' on the phone, or send a JPG",
            ),
            path=("file",),
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return NotTaken(
            Words(
                "不接收旧版 Office 文件，请另存为 docx、xlsx、pptx 或 PDF",
                "Old or locked Office files are not taken: save as docx, xlsx, pptx or PDF",
            ),
            path=("file",),
        )
    return not_taken()
