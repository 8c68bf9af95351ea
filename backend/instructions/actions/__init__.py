"""The verbs of the instruction; each is one transaction with its event in it."""

from __future__ import annotations

from backend.instructions.actions.issuing import Saying, forward, issue
from backend.instructions.actions.lines import accept, acknowledge, not_enough, report_back
from backend.instructions.actions.reading import mark_read, send_to_leader
from backend.instructions.actions.releasing import release_summary
from backend.instructions.summaries import Summary

__all__ = [
    "Saying",
    "Summary",
    "accept",
    "acknowledge",
    "forward",
    "issue",
    "mark_read",
    "not_enough",
    "release_summary",
    "report_back",
    "send_to_leader",
]
