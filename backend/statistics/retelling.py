"""The facts of a case, told again from its events alone. Pure: events in, `handling` rows out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from backend.events import Event
from backend.statistics.clocks import clocks_of
from backend.submissions.models import (
    Channel,
    ClosedBy,
    DisputeReason,
    Grade,
    Handling,
    Kind,
    Outcome,
    Verdict,
)
from backend.tasks.rounds import due_of_round

Rounds = list[Handling]
Telling = Callable[[Rounds, Event], None]


def told_again(events: Iterable[Event]) -> Rounds:
    """Return the rounds of one case from its events, given in the order of their recording."""
    rounds: Rounds = []
    told = list(events)
    for event in told:
        telling = _TELLINGS.get(event.name)
        if telling is not None:
            telling(rounds, event)
    for number, clocks in clocks_of(told).items():
        present = next(one for one in rounds if one.round == number)
        due = due_of_round([*clocks.values()])
        present.paused_due_at, present.in_time = due.paused_due_at, due.in_time
    return rounds


def _filed(rounds: Rounds, event: Event) -> None:
    said = event.payload
    rounds.append(
        Handling(
            submission_id=event.aggregate_id,
            round=1,
            area_code=event.area_code,
            channel=Channel(str(said["channel"])),
            kind=Kind(str(said["kind"])),
            category_code=said.get("category_code"),
            tier=said.get("tier"),
            recorded=bool(said.get("recorded", False)),
            filed_at=event.occurred_at,
        )
    )


def _accepted(rounds: Rounds, event: Event) -> None:
    present = rounds[-1]
    present.accepted_at = present.accepted_at or event.occurred_at
    present.kind = Kind(str(event.payload["kind"]))
    present.category_code = cast("str | None", event.payload.get("category_code"))


def _redone(rounds: Rounds, event: Event) -> None:
    before = rounds[-1]
    rounds.append(
        Handling(
            submission_id=before.submission_id,
            round=cast("int", event.payload["round"]),
            area_code=before.area_code,
            channel=before.channel,
            kind=before.kind,
            category_code=before.category_code,
            tier=before.tier,
            recorded=before.recorded,
            is_moved=before.is_moved,
            filed_at=before.filed_at,
            accepted_at=before.accepted_at,
        )
    )


def _moved(rounds: Rounds, event: Event) -> None:
    """Every round follows the case; where it was before stands in the events themselves."""
    for one in rounds:
        one.area_code, one.is_moved = event.area_code, True


def _dispatched(rounds: Rounds, event: Event) -> None:
    present = _round_of(rounds, event)
    present.dispatched_at = event.occurred_at
    present.department_id = UUID(str(event.payload["department_id"]))
    present.due_at = _instant(event.payload, "due_at")
    present.contact_due_at = _instant(event.payload, "contact_due_at")


def _contacted(rounds: Rounds, event: Event) -> None:
    present = rounds[-1]
    present.contacted_at = present.contacted_at or _instant(event.payload, "at")


def _reassigned(rounds: Rounds, event: Event) -> None:
    """A ruling gave a task to another department; where it was the lead's, the round follows it."""
    present = _round_of(rounds, event)
    if passed := _instant(event.payload, "passed_due_at"):
        present.new_due_from, present.previous_due_at = event.occurred_at, passed
    if event.payload["is_first"]:
        _handed_over(present, event)


def _task_cancelled(rounds: Rounds, event: Event) -> None:
    """Where the lead's task was cancelled, the event names who stands for it."""
    if event.payload.get("department_id"):
        _handed_over(rounds[-1], event)


def _handed_over(present: Handling, event: Event) -> None:
    if present.handed_over_at is not None:
        return
    present.handed_over_at = event.occurred_at
    present.previous_department_id = present.department_id
    present.previous_contact_due_at = present.contact_due_at
    present.department_id = UUID(str(event.payload["department_id"]))
    present.contact_due_at = _instant(event.payload, "contact_due_at")


def _extension_granted(rounds: Rounds, event: Event) -> None:
    rounds[-1].extended_due_at = _instant(event.payload, "due_at")
    rounds[-1].extension_granted_at = event.occurred_at


def _answered(rounds: Rounds, event: Event) -> None:
    present, said = _round_of(rounds, event), event.payload
    present.done_at = _instant(said, "done_at")
    present.answered_at = event.occurred_at
    present.outcome = Outcome(str(said["outcome"])) if said.get("outcome") else None
    present.due_at = _instant(said, "due_at") or present.due_at
    if said.get("department_id"):
        present.department_id = UUID(str(said["department_id"]))


def _closing(closed_by: ClosedBy) -> Telling:
    def close(rounds: Rounds, event: Event) -> None:
        present = _round_of(rounds, event)
        if present.closed_at is None:
            present.closed_at, present.closed_by = event.occurred_at, closed_by
        if closed_by is ClosedBy.UPHELD:
            present.upheld_at = event.occurred_at

    return close


def _disputed(rounds: Rounds, event: Event) -> None:
    present = _round_of(rounds, event)
    present.disputed_at = event.occurred_at
    if event.payload.get("reason") == DisputeReason.NOT_CONTACTED:
        present.contact_denied_at = present.contact_denied_at or event.occurred_at


def _withdrawn(rounds: Rounds, event: Event) -> None:
    rounds[-1].withdrawn_at = event.occurred_at


def _invited(rounds: Rounds, event: Event) -> None:
    present = _round_of(rounds, event)
    present.invited_at = present.invited_at or event.occurred_at


def _graded(rounds: Rounds, event: Event) -> None:
    present, said = _round_of(rounds, event), event.payload
    if present.verdict_at or present.graded_at:
        present.revised_at = event.occurred_at
        present.previous_grade, present.previous_verdict = present.grade, present.verdict
    present.verdict = Verdict(str(said["verdict"])) if said.get("verdict") else None
    present.grade = Grade(str(said["grade"])) if said.get("grade") else None
    if present.verdict is not None:
        present.verdict_at = present.verdict_at or event.occurred_at
    if present.grade is not None:
        present.graded_at = present.graded_at or event.occurred_at
    if said.get("was_contacted") is False:
        present.contact_denied_at = present.contact_denied_at or event.occurred_at


_TELLINGS: Mapping[str, Telling] = {
    "submission.filed": _filed,
    "submission.accepted": _accepted,
    "submission.redone": _redone,
    "submission.moved": _moved,
    "submission.dispatched": _dispatched,
    "task.contacted": _contacted,
    "task.extension_granted": _extension_granted,
    "task.cancelled": _task_cancelled,
    "submission.reassigned": _reassigned,
    "submission.answered": _answered,
    "submission.confirmed": _closing(ClosedBy.SUBMITTER),
    "submission.timed_out": _closing(ClosedBy.TIMEOUT),
    "submission.upheld": _closing(ClosedBy.UPHELD),
    "submission.lapsed": _closing(ClosedBy.NO_REPLY),
    "submission.recorded_closed": _closing(ClosedBy.RECORDED),
    "submission.split": _closing(ClosedBy.SPLIT),
    "submission.disputed": _disputed,
    "submission.withdrawn": _withdrawn,
    "survey.invited": _invited,
    "survey.graded": _graded,
}


def _round_of(rounds: Sequence[Handling], event: Event) -> Handling:
    """Return the round the event speaks of, else the present one."""
    number = event.payload.get("round")
    return next((one for one in rounds if one.round == number), rounds[-1])


def _instant(said: Mapping[str, object], name: str) -> datetime | None:
    value = said.get(name)
    return datetime.fromisoformat(str(value)) if value else None
