"""The verbs of the task; each is one transaction with its event in it."""

from __future__ import annotations

from backend.tasks.actions.answering import answer, attach_to_reply
from backend.tasks.actions.cancelling import cancel
from backend.tasks.actions.contacting import (
    call_for_department,
    contest,
    put_contact_on_record,
    write_to_firm,
)
from backend.tasks.actions.dispatching import (
    MOST_TASKS,
    Assignment,
    accept_and_dispatch,
    dispatch,
    redo,
)
from backend.tasks.actions.extending import (
    decide_extension,
    lapse_extension,
    request_extension,
)
from backend.tasks.actions.instructing import let_go, send_at_once
from backend.tasks.actions.leaving import move_to_area, withdraw
from backend.tasks.actions.listing import (
    Planned,
    list_long_term,
    report_milestone,
    resume_listed,
)
from backend.tasks.actions.objecting import object_to_chamber
from backend.tasks.actions.officer import (
    Contact,
    ask,
    record_contact,
    reply,
    report_progress,
    resume,
)
from backend.tasks.actions.opining import decline as decline_support
from backend.tasks.actions.opining import give_opinion
from backend.tasks.actions.opining import rule as rule_support
from backend.tasks.actions.recomputing import Recount, preview, recompute_dues
from backend.tasks.actions.returning import request_return, rule
from backend.tasks.actions.reviewing import pass_review, send_back
from backend.tasks.actions.sampling import check_sample
from backend.tasks.actions.supporting import Asked, request_support

__all__ = [
    "MOST_TASKS",
    "Asked",
    "Assignment",
    "Contact",
    "Planned",
    "Recount",
    "accept_and_dispatch",
    "answer",
    "ask",
    "attach_to_reply",
    "call_for_department",
    "cancel",
    "check_sample",
    "contest",
    "decide_extension",
    "decline_support",
    "dispatch",
    "give_opinion",
    "lapse_extension",
    "let_go",
    "list_long_term",
    "move_to_area",
    "object_to_chamber",
    "pass_review",
    "preview",
    "put_contact_on_record",
    "recompute_dues",
    "record_contact",
    "redo",
    "reply",
    "report_milestone",
    "report_progress",
    "request_extension",
    "request_return",
    "request_support",
    "resume",
    "resume_listed",
    "rule",
    "rule_support",
    "send_at_once",
    "send_back",
    "withdraw",
    "write_to_firm",
]
