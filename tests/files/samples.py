"""Files as people send them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

CAMERA = "Lingju Phone 7"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/part.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    '{kind}.main+xml"/></Types>'
)
DOCUMENT, SHEET = "wordprocessingml.document", "spreadsheetml.sheet"


def a_picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (400, 300),
    *,
    mode: str = "RGB",
    orientation: int = 1,
) -> bytes:
    """Return a picture, its left half red, with the marks a camera leaves in it."""
    picture = Image.new(mode, size)
    if mode == "RGB":
        picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (31.0, 18.0, 0.0)  # where it was taken
    kept = io.BytesIO()
    picture.save(kept, kind, exif=exif)
    return kept.getvalue()


def an_animation(kind: str = "WEBP", frames: int = 4) -> bytes:
    """Return a picture that moves."""
    pictures = [Image.new("RGB", (40, 40), (50 * number, 0, 0)) for number in range(frames)]
    kept = io.BytesIO()
    pictures[0].save(kept, kind, save_all=True, append_images=pictures[1:], duration=100)
    return kept.getvalue()


def a_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a few bytes that says it has very many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        sum_of = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", sum_of)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def a_wide_webp() -> bytes:
    """Return the header of a WebP of 16,384 × 16,384 pixels, and nothing behind it."""
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xff\x3f\0" * 2
    return b"RIFF" + struct.pack("<I", len(body)) + body


def a_pdf(*objects: bytes) -> bytes:
    """Return a PDF of one empty page, and whatever else it shall hold."""
    return b"\n".join(
        (
            b"%PDF-1.7",
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj",
            *objects,
            b"trailer<</Root 1 0 R>>",
            b"%%EOF\n",
        )
    )


def hidden_in_a_stream(content: bytes, *, name: bytes = b"ObjStm") -> bytes:
    """Return an object stream of a PDF that holds `content` compressed."""
    packed = zlib.compress(content, 9)
    head = b"9 0 obj<</Type/%b/N 1/First 0/Filter/FlateDecode/Length %d>>" % (name, len(packed))
    return head + b"stream\r\n" + packed + b"\nendstream endobj"


def an_office_file(kind: str = DOCUMENT, *parts: str) -> bytes:
    """Return a document of Office with a part of each name given."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(kind=kind))
        archive.writestr("part.xml", "<w/>")
        for name in parts:
            archive.writestr(name, b"1")
    return kept.getvalue()


def a_plain_zip() -> bytes:
    """Return an archive that is no document."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    return kept.getvalue()
