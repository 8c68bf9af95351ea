"""What is handed in is what it says, carries nothing that acts, and tells nothing of where it was."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import pytest
from PIL import Image

from backend.errors import DomainError
from backend.files.inspection import Inspected, inspect
from backend.files.kinds import Kind, NotTaken, TooLarge, Unreadable
from backend.files.names import clean_name, disposition, neutral_name
from tests.files import samples
from tests.files.samples import a_pdf, a_picture, an_office_file


async def inspected(folder: Path, content: bytes, name: str) -> Inspected:
    sent = folder / "sent.part"
    sent.write_bytes(content)
    return await inspect(sent, name=name)


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
async def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(
    tmp_path: Path, kind: str, name: str
) -> None:
    content = a_picture(kind)
    assert samples.CAMERA.encode() in content
    kept = await inspected(tmp_path, content, name)
    drawn = kept.path.read_bytes()
    assert samples.CAMERA.encode() not in drawn
    assert kept.size == len(drawn)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.format == kind
        assert {"exif", "xmp", "icc_profile", "comment"} & set(picture.info) == set()


async def test_a_picture_taken_sideways_stands_upright(tmp_path: Path) -> None:
    kept = await inspected(tmp_path, a_picture(orientation=6), "photo.JPG")
    with Image.open(kept.path) as picture:
        assert picture.size == (300, 400)
        red, *_ = picture.convert("RGB").getpixel((150, 20))  # type: ignore[misc]  # of three colours
        assert red > 150


async def test_a_large_picture_becomes_smaller_and_keeps_its_shape(tmp_path: Path) -> None:
    kept = await inspected(tmp_path, a_picture(size=(6000, 3000)), "wide.jpg")
    with Image.open(kept.path) as picture:
        assert picture.size == (3000, 1500)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "1"])
async def test_every_way_to_write_colours_is_taken(tmp_path: Path, mode: str) -> None:
    assert (await inspected(tmp_path, a_picture("PNG", mode=mode), "a.png")).size > 0


async def test_of_an_animation_the_first_frame_stays(tmp_path: Path) -> None:
    kept = await inspected(tmp_path, samples.an_animation(), "moves.webp")
    with Image.open(kept.path) as picture:
        assert getattr(picture, "n_frames", 1) == 1


async def test_pixels_are_counted_before_anything_is_decoded(tmp_path: Path) -> None:
    for content, name in ((samples.a_bomb(), "a.png"), (samples.a_wide_webp(), "a.webp")):
        with pytest.raises(TooLarge):
            await inspected(tmp_path, content, name)


async def test_a_picture_named_like_another_picture_gets_the_right_name(tmp_path: Path) -> None:
    kept = await inspected(tmp_path, a_picture("PNG"), "照片.jpg")
    assert (kept.name, kept.media_type) == ("照片.png", "image/png")


async def test_what_hides_behind_a_picture_is_not_kept(tmp_path: Path) -> None:
    kept = await inspected(tmp_path, a_picture() + samples.a_plain_zip(), "a.jpg")
    assert b"run.exe" not in kept.path.read_bytes()


GOOD = [
    (a_pdf(), "说明.pdf", "application/pdf"),
    (
        an_office_file(),
        "a.docx",
        f"application/vnd.openxmlformats-officedocument.{samples.DOCUMENT}",
    ),
    (
        an_office_file(samples.SHEET),
        "a.xlsx",
        f"application/vnd.openxmlformats-officedocument.{samples.SHEET}",
    ),
    ("名称,金额\n示例,1\n".encode(), "a.csv", "text/csv; charset=utf-8"),
    ("名称,金额\n示例企业,1\n".encode("gb18030"), "a.csv", "text/csv; charset=gb18030"),
    ("\ufeff情况说明".encode(), "a.TXT", "text/plain; charset=utf-8"),
]


@pytest.mark.parametrize(("content", "name", "media_type"), GOOD, ids=lambda part: str(part)[:12])
async def test_documents_are_kept_as_they_are(
    tmp_path: Path, content: bytes, name: str, media_type: str
) -> None:
    kept = await inspected(tmp_path, content, name)
    assert kept.media_type == media_type
    assert kept.path.read_bytes() == content


NOT_TAKEN = {
    "no extension": (a_picture(), "photo"),
    "a page": (b"<html><script>1</script>", "a.html"),
    "a page as text": (b" \n<!DOCTYPE html><script>1</script>", "a.txt"),
    "a drawing that runs": (b"<svg onload='1'/>", "a.svg"),
    "the same as text": (b"\xef\xbb\xbf<svg onload='1'/>", "a.csv"),
    "a program": (b"MZ\x90\0\x03", "a.exe"),
    "a program as text": (b"MZ\x90\0\x03", "a.txt"),
    "an archive": (samples.a_plain_zip(), "a.zip"),
    "an archive as a document": (samples.a_plain_zip().replace(b"run.exe", b"run.exf"), "a.pdf"),
    "a picture as a document": (a_picture(), "a.pdf"),
    "a document as a picture": (a_pdf(), "a.png"),
    "a sheet as a document": (an_office_file(samples.SHEET), "a.docx"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx"),
    "a picture of another phone": (b"\0\0\0\x18ftypheic" + b"\0" * 50, "a.jpg"),
    "neither encoding": (b"\xff\xff\xff\xff", "a.txt"),
}
UNREADABLE = {
    "nothing": (b"", "a.jpg"),
    "half a picture": (a_picture()[:1500], "a.jpg"),
    "a picture of one byte more": (b"\xff\xd8\xff\xe0", "a.jpg"),
    "half a document": (an_office_file()[:-30], "a.docx"),
    "half a PDF": (a_pdf()[:-10], "a.pdf"),
    "an archive without types": (samples.a_plain_zip(), "a.docx"),
    "a PDF that runs": (a_pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), "a.pdf"),
    "a PDF that runs in disguise": (a_pdf(b"4 0 obj<</S/#4aavaScript/JS(1)>>endobj"), "a.pdf"),
    "a PDF that starts programs": (a_pdf(b"4 0 obj<</S/Launch/F(x.exe)>>endobj"), "a.pdf"),
    "a PDF that runs from a stream": (
        a_pdf(samples.hidden_in_a_stream(b"<</S/JavaScript/JS(1)>>")),
        "a.pdf",
    ),
    "a PDF that runs from a stream in disguise": (
        a_pdf(samples.hidden_in_a_stream(b"<</S/JavaScript/JS(1)>>", name=b"Obj#53tm")),
        "a.pdf",
    ),
    "a PDF that runs far behind in a stream": (
        a_pdf(samples.hidden_in_a_stream(b" " * (2 << 20) + b"<</S/JavaScript/JS(1)>>")),
        "a.pdf",
    ),
    "a PDF that runs behind very many streams": (
        a_pdf(b"/ObjStm" * 3000, samples.hidden_in_a_stream(b"<</S/JavaScript/JS(1)>>")),
        "a.pdf",
    ),
    "macros": (an_office_file(samples.DOCUMENT, "word/vbaProject.bin"), "a.docx"),
    "macros by type": (an_office_file("ms-word.document.macroEnabled"), "a.docx"),
}


@pytest.mark.parametrize(("content", "name"), NOT_TAKEN.values(), ids=NOT_TAKEN)
async def test_what_is_not_on_the_list_is_not_taken(
    tmp_path: Path, content: bytes, name: str
) -> None:
    with pytest.raises(NotTaken):
        await inspected(tmp_path, content, name)


@pytest.mark.parametrize(("content", "name"), UNREADABLE.values(), ids=UNREADABLE)
async def test_what_is_broken_or_acts_is_refused(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(Unreadable):
        await inspected(tmp_path, content, name)


async def test_a_pdf_that_unpacks_to_very_much_is_refused_soon(tmp_path: Path) -> None:
    one = samples.hidden_in_a_stream(b"/" * (4 << 20))
    began = time.process_time()
    with pytest.raises(Unreadable):
        await inspected(tmp_path, a_pdf(*[one] * 400), "a.pdf")
    assert time.process_time() - began < 10


async def test_crafted_bytes_are_refused_and_never_break_anything(tmp_path: Path) -> None:
    """Cut, doubled, overwritten at random places: an answer or a refusal, nothing else."""
    dice = random.Random(7)
    seeds = [
        *((a_picture(kind, (60, 40)), f"a.{kind.lower()}") for kind in ("JPEG", "PNG", "WEBP")),
        *((content, name) for content, name, _ in GOOD),
    ]
    seen = {"kept": 0, "refused": 0}
    for turn in range(1200):
        content, name = seeds[turn % len(seeds)]
        broken = bytearray(content[: dice.randint(1, len(content))] if turn % 3 else content)
        for _ in range(dice.randint(1, 12)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        if turn % 5 == 0:
            broken += content
        try:
            await inspected(tmp_path, bytes(broken), name)
            seen["kept"] += 1
        except DomainError:
            seen["refused"] += 1
    print(seen)
    assert min(seen.values()) > 50


def test_names_lose_what_is_harmful_and_keep_what_people_wrote() -> None:
    assert clean_name("../../etc/证明 (1).JPEG", Kind.JPEG) == "证明 (1).jpg"
    assert clean_name("C:\\桌面\\王总\u202egpj.exe.pdf", Kind.PDF) == "王总gpj.exe.pdf"
    assert clean_name('a"\r\nSet-Cookie: x.csv', Kind.CSV) == "aSet-Cookie x.csv"
    assert clean_name("...", Kind.TXT) == "附件.txt"
    assert len(clean_name("长" * 500 + ".pdf", Kind.PDF)) == 120
    assert neutral_name("王某某身份证.jpg", 2, "zh") == "附件2.jpg"
    assert "\n" not in disposition("证明.pdf", inline=False)
    assert disposition("a.png", inline=True).startswith("inline; ")
