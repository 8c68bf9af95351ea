"""What was true of every round and case at one instant, read from the instants of `handling`.

Nothing here looks at the present state of a case: a figure of any past day comes out today as it
did then. The SQL is the same on both engines; `:t` in it stands for the instant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

_MARK = re.compile(r":t\b|\?")

# The effective due. What moved it did so before it had passed, so it may be read without asking when;
# but whoever took a task over has a new one from then on only, and a recorded extension counts from
# its grant.
_DUE = (
    "CASE WHEN new_due_from >= :t THEN previous_due_at WHEN paused_due_at IS NOT NULL THEN paused_due_at"
    " WHEN extension_granted_at < :t THEN extended_due_at ELSE due_at END"
)
_CONTACT_DUE = "CASE WHEN handed_over_at >= :t THEN previous_contact_due_at ELSE contact_due_at END"
# A direct answer has a due of which nothing is known before it is given.
_HAS_DUE = "(dispatched_at < :t OR answered_at < :t)"
# Before the case went to it, it was no department's.
_DEPARTMENT = (
    f"CASE WHEN NOT COALESCE({_HAS_DUE}, FALSE) THEN NULL"
    " WHEN handed_over_at >= :t THEN previous_department_id ELSE department_id END"
)
# `done_at` is when the reply was filed; it counts once the reply went out, not while it is reviewed.
_MET = f"COALESCE(answered_at < :t AND COALESCE(in_time, done_at < ({_DUE})), FALSE)"
_MET_ORIGINALLY = "COALESCE(answered_at < :t AND done_at < due_at, FALSE)"

# What holds of one round, each 0 or 1. A dispute after closing opens the case again; upholding
# shuts it.
_OF_A_ROUND = {
    "is_upheld": "upheld_at < :t",
    "is_closed": "upheld_at < :t OR (closed_at < :t"
    " AND (disputed_at IS NULL OR disputed_at >= :t OR disputed_at < closed_at))",
    "is_due": f"{_HAS_DUE} AND ({_DUE}) <= :t",
    "is_late": f"{_HAS_DUE} AND ({_DUE}) <= :t AND NOT {_MET}",
    "is_due_originally": f"{_HAS_DUE} AND due_at <= :t",
    "is_late_originally": f"{_HAS_DUE} AND due_at <= :t AND NOT {_MET_ORIGINALLY}",
    "is_contacted": "contacted_at < :t AND (contact_denied_at IS NULL OR contact_denied_at >= :t)",
    "is_contact_due": f"dispatched_at < :t AND ({_CONTACT_DUE}) <= :t",
    "is_asked": "invited_at < :t OR graded_at < :t",
    "is_graded": "graded_at < :t AND grade IS NOT NULL",
    "is_judged": "verdict_at < :t AND verdict IS NOT NULL",
    "is_withdrawn": "withdrawn_at < :t",
}

# What holds of the case over its rounds, written beside each of them. A case stands in its newest
# round; it is late when any of its rounds was.
_OF_THE_CASE = {
    "newest_round": "MAX(round)",
    "newest_graded": "MAX(CASE WHEN is_graded = 1 THEN round END)",
    "newest_judged": "MAX(CASE WHEN is_judged = 1 THEN round END)",
    "case_is_late": "MAX(is_late)",
    "case_is_late_originally": "MAX(is_late_originally)",
    "case_is_withdrawn": "MAX(is_withdrawn)",
}

# The area that held the case at the instant: of one that moved later, the one it then left.
AREA_THEN = (
    "CASE WHEN is_moved THEN COALESCE((SELECT event.area_code FROM event"
    " WHERE event.thread_id = handling.submission_id AND event.name = 'submission.moved_away'"
    " AND event.occurred_at >= :t ORDER BY event.occurred_at, event.id LIMIT 1), handling.area_code)"
    " ELSE handling.area_code END"
)

_COLUMNS = (
    f"submission_id, round, {AREA_THEN} AS area_code, accepted_at, category_code, "
    f"{_DEPARTMENT} AS department_id, "
    "tier, channel, "
    f"kind, recorded, closed_by, contacted_at, {_CONTACT_DUE} AS contact_due_at, "
    # What the firm had said by then: a later answer counts from its own instant on.
    "CASE WHEN revised_at >= :t THEN previous_grade ELSE grade END AS grade, "
    "CASE WHEN revised_at >= :t THEN previous_verdict ELSE verdict END AS verdict"
)


def _listed(facts: dict[str, str], template: str) -> str:
    return ", ".join(
        template.format(condition) + f" AS {name}" for name, condition in facts.items()
    )


_SEEN = (
    f"SELECT {_COLUMNS}, {_listed(_OF_A_ROUND, 'CASE WHEN {} THEN 1 ELSE 0 END')} FROM handling "
    "WHERE accepted_at < :t AND (round = 1 OR dispatched_at < :t)"
)


def facts(selected: str) -> str:
    """Return `WITH … fact AS (…)`: a row for each round begun before `:t`.

    `selected` chooses among the columns of `handling`, by what a case keeps over its rounds. A case
    is there once it was accepted and until it is withdrawn.
    """
    return (
        f"WITH seen AS ({_SEEN} AND ({selected})), "
        f"told AS (SELECT seen.*, {_listed(_OF_THE_CASE, '{} OVER one_case')} FROM seen "
        "WINDOW one_case AS (PARTITION BY submission_id)), "
        "fact AS (SELECT * FROM told WHERE case_is_withdrawn = 0)"
    )


def bound(
    text: str, *, instant: datetime, values: Sequence[object] = ()
) -> tuple[str, list[object]]:
    """Return `text` with '?' for every `:t`, and all values in the order of the marks."""
    others = iter(values)
    ordered = [instant if mark == ":t" else next(others) for mark in _MARK.findall(text)]
    return text.replace(":t", "?"), ordered
