"""The verbs of the task; each is one transaction with its event in it."""

from __future__ import annotations

from backend.tasks.actions.dispatching import (
    MOST_TASKS,
    Assignment,
    accept_and_dispatch,
    dispatch,
    redo,
)
from backend.tasks.actions.officer import (
    Contact,
    answer,
    ask,
    record_contact,
    reply,
    report_progress,
    resume,
)
from backend.tasks.actions.reviewing import pass_review, send_back

__all__ = [
    "MOST_TASKS",
    "Assignment",
    "Contact",
    "accept_and_dispatch",
    "answer",
    "ask",
    "dispatch",
    "pass_review",
    "record_contact",
    "redo",
    "reply",
    "report_progress",
    "resume",
    "send_back",
]
