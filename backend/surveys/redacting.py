"""What others than the firm read of its remark: the same words without names and numbers."""

from __future__ import annotations

from backend.submissions.models import Submission
from backend.submissions.redaction import found_in, redacted
from backend.submissions.searching import known_names


async def without_names(text: str, *, case: Submission) -> str:
    """Return the text in which nothing tells which firm or person wrote it."""
    return redacted(text, found_in(text, await known_names(case)))
