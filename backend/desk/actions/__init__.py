"""The verbs of the desk; each is one transaction."""

from __future__ import annotations

from backend.desk.actions.calling import Call, record_call, send_number
from backend.desk.actions.handing_over import HandOver, hand_over
from backend.desk.actions.keeping import (
    delete_snippet,
    delete_view,
    save_snippet,
    save_view,
)
from backend.desk.actions.noting import clear_mark, set_mark, settle_mention, write_note
from backend.desk.actions.pasting import Line, file_line

__all__ = [
    "Call",
    "HandOver",
    "Line",
    "clear_mark",
    "delete_snippet",
    "delete_view",
    "file_line",
    "hand_over",
    "record_call",
    "save_snippet",
    "save_view",
    "send_number",
    "set_mark",
    "settle_mention",
    "write_note",
]
