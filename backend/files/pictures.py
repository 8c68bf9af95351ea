"""Pictures are drawn anew: what a camera wrote beside them is gone, and they are never too large."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from backend.errors import Words
from backend.files.kinds import Kind, TooLarge, broken

LONGEST_EDGE: Final = 3000  # pixels
MOST_PIXELS: Final = 80_000_000
_QUALITY: Final = 85
_MASK: Final = 0x3FFF  # a WebP edge has 14 bits

# We count the pixels ourselves, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


def redraw(source: Path, target: Path, kind: Kind) -> None:
    """Write the picture to `target`: upright, without metadata, of an animation the first frame.

    Raises `TooLarge` for a picture of too many pixels and `Unreadable` for one that is not whole.
    """
    try:
        _redraw(source, target, kind)
    except TooLarge:
        raise
    except Exception:  # noqa: BLE001 - crafted bytes make decoders raise anything
        raise broken() from None


def _redraw(source: Path, target: Path, kind: Kind) -> None:
    if kind is Kind.WEBP:
        # This decoder takes memory for the whole picture as soon as it is opened.
        _ensure_drawable(*_size_of_webp(source))
    with Image.open(source, formats=[kind.value]) as picture:
        _ensure_drawable(*picture.size)
        picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a large JPEG is decoded smaller
        drawn = ImageOps.exif_transpose(picture)
        drawn = drawn.convert(_mode(drawn))
    drawn.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    drawn.info.clear()
    if kind is Kind.PNG:
        drawn.save(target, "PNG", optimize=False)
    else:
        drawn.save(target, kind.value, quality=_QUALITY)


def _ensure_drawable(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise broken()
    if width * height > MOST_PIXELS:
        raise TooLarge(
            Words(
                f"图片超过 {MOST_PIXELS // 10_000} 万像素，请缩小后再传",
                f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels",
            ),
            path=("file",),
        )


def _size_of_webp(source: Path) -> tuple[int, int]:
    """Return width and height from the header (RFC 9649)."""
    with source.open("rb") as file:
        head = file.read(30)
    if head[12:16] == b"VP8X":
        width, height = head[24:27], head[27:30]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & _MASK) + 1, (bits >> 14 & _MASK) + 1
    if head[12:16] == b"VP8 ":
        width, height = head[26:28], head[28:30]
        return int.from_bytes(width, "little") & _MASK, int.from_bytes(height, "little") & _MASK
    raise broken()


def _mode(picture: Image.Image) -> str:
    if picture.mode == "L":
        return "L"
    is_clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    return "RGBA" if is_clear else "RGB"
