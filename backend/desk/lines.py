"""What one message of a chat is known by, however it was copied. Pure."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from backend.desk.likeness import normal


def content_hash(*, author: str, at: datetime | None, text: str, firm_id: UUID | None) -> str:
    """Return the hash of a message: its author, its minute and its words.

    A phone copies minutes where a computer copies seconds. Where the chat gives no time, or no
    author, the firm takes part: two firms may write the same sentence.
    """
    minute = "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    whose = str(firm_id or "") if not (author and minute) else ""
    content = "\n".join((normal(author), minute, whose, normal(text) or text))
    return hashlib.sha256(content.encode()).hexdigest()
