"""No text goes out that tells whose it is: read again at each step, with the names of today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from backend.errors import Invalid, Words
from backend.publications.models import Publication
from backend.submissions.models import Submission
from backend.submissions.queries import by_id, replies_of
from backend.submissions.redaction import MUST_GO, Span, found_in
from backend.submissions.searching import known_names

FIELDS: Final = ("title", "question", "answer")
MOST_SHOWN: Final = 5


async def suggested_texts(case: Submission) -> Mapping[str, str]:
    """Return what a publication of the case would say if nothing were taken out."""
    replies = [reply.text for reply in await replies_of(case) if reply.published_at is not None]
    return {"title": case.title, "question": case.body, "answer": "\n\n".join(replies)}


async def spans_in(case: Submission, text: str) -> list[Span]:
    """Return what in a text tells whose case it is, and what the reader may want to look at."""
    return found_in(text, await known_names(case))


async def ensure_nameless(case: Submission, texts: Mapping[str, str]) -> None:
    """Raise Invalid, with what was found and where, while any text still tells whose case it is."""
    known = await known_names(case)
    for field, text in texts.items():
        left = [span for span in found_in(text, known) if span.kind in MUST_GO]
        if left:
            raise Invalid(_still_there(left), path=("input", field), code="IDENTIFYING")


async def ensure_publishable(row: Publication) -> Submission:
    """Return the case, or raise Invalid while the publication still tells whose it is."""
    case = await by_id(row.submission_id)
    await ensure_nameless(case, {field: getattr(row, field) for field in FIELDS})
    return case


def _still_there(spans: list[Span]) -> Words:
    zh = "、".join(
        f"“{span.text}”（第{span.start + 1}–{span.end}字）" for span in spans[:MOST_SHOWN]
    )
    en = ", ".join(f"“{span.text}” ({span.start + 1}–{span.end})" for span in spans[:MOST_SHOWN])
    return Words(f"文字中仍有可识别身份的内容：{zh}", f"The text still tells whose it is: {en}")
