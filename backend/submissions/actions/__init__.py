"""The verbs of the case; each is one transaction with its event in it."""

from __future__ import annotations

from backend.submissions.actions.answering import (
    answer_directly,
    confirm,
    dispute,
    publish_reply,
    time_out,
    uphold,
)
from backend.submissions.actions.filing import Filing, file, reveal_contact
from backend.submissions.actions.verifying import (
    accept,
    answer_info,
    ask_info,
    decline,
    lapse,
    open_case,
    take_on,
)

__all__ = [
    "Filing",
    "accept",
    "answer_directly",
    "answer_info",
    "ask_info",
    "confirm",
    "decline",
    "dispute",
    "file",
    "lapse",
    "open_case",
    "publish_reply",
    "reveal_contact",
    "take_on",
    "time_out",
    "uphold",
]
