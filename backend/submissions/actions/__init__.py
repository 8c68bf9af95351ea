"""The verbs of the case; each is one transaction with its event in it."""

from __future__ import annotations

from backend.submissions.actions.anonymous import (
    code_shown_again,
    file_anonymously,
    holder_by_code,
)
from backend.submissions.actions.answering import (
    answer_directly,
    confirm,
    dispute,
    publish_reply,
    time_out,
    uphold,
)
from backend.submissions.actions.attaching import attach
from backend.submissions.actions.beside import verify_beside
from backend.submissions.actions.chambers import (
    file_for_member,
    object_to_chamber,
    take_over,
)
from backend.submissions.actions.filing import Filing, enter, file, reveal_contact
from backend.submissions.actions.leaving import move_to, withdraw
from backend.submissions.actions.messages import add_message, post_message
from backend.submissions.actions.reading import log_reading
from backend.submissions.actions.reviewing import (
    add_info,
    audit_withdrawal,
    mark_complaint,
    request_review,
)
from backend.submissions.actions.splitting import MOST_PARTS, Part, count_open_parts, split
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
    "MOST_PARTS",
    "Filing",
    "Part",
    "accept",
    "add_info",
    "add_message",
    "answer_directly",
    "answer_info",
    "ask_info",
    "attach",
    "audit_withdrawal",
    "code_shown_again",
    "confirm",
    "count_open_parts",
    "decline",
    "dispute",
    "enter",
    "file",
    "file_anonymously",
    "file_for_member",
    "holder_by_code",
    "lapse",
    "log_reading",
    "mark_complaint",
    "move_to",
    "object_to_chamber",
    "open_case",
    "post_message",
    "publish_reply",
    "request_review",
    "reveal_contact",
    "split",
    "take_on",
    "take_over",
    "time_out",
    "uphold",
    "verify_beside",
    "withdraw",
]
