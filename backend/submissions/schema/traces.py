"""What a case leaves behind, on the graph: why it was withdrawn, and where it moved."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import graph
from backend.db import sql
from backend.organizations.schema import Organization
from backend.submissions import models, traces
from backend.submissions.models import AuditFinding, WithdrawalReason
from backend.submissions.schema import unnamed

if TYPE_CHECKING:
    # A trace leads back to its case, which leads to its traces: resolved by strawberry at run time.
    from backend.submissions.schema.types import Submission

strawberry.enum(
    WithdrawalReason,
    description="Why a firm takes its case back; read by the firm and by supervisors alone.",
)
strawberry.enum(AuditFinding, description="What the audit of a withdrawal found.")


def reads_the_reason(row: models.Withdrawal, context: graph.Context) -> bool:
    """Whether the viewer may read why."""
    return traces.reads_the_reason(context.actor, row)


def reads_the_finding(row: models.Withdrawal, context: graph.Context) -> bool:
    """Whether the viewer may read what the audit found."""
    return traces.reads_the_finding(context.actor, row)


def text(row: models.Withdrawal, context: graph.Context) -> Awaitable[str] | None:
    """Return why in the firm's words, without names for those who may not know them."""
    return unnamed.words_of("text")(row, context) if reads_the_reason(row, context) else None


def finding_note(row: models.Withdrawal, context: graph.Context) -> Awaitable[str] | None:
    """Return what the audit found in words, without names for those who may not know them."""
    words = unnamed.words_of("finding_note")
    return words(row, context) if reads_the_finding(row, context) else None


@graph.node(models.Withdrawal, visible_to=traces.withdrawals_visible_to)
class Withdrawal(graph.Node[models.Withdrawal]):
    """A case taken back: seen by its firm, by supervisors, and by auditors when it was drawn."""

    submission: (
        Annotated[Submission, strawberry.lazy("backend.submissions.schema.types")] | None
    ) = graph.to_one("submission_id", description="The case.")
    withdrawn_at: datetime = graph.column(description="When it was taken back.")
    reason: WithdrawalReason | None = graph.column(
        when=reads_the_reason, description="Why; null to all but the firm and supervisors."
    )
    text: str | None = graph.function(
        text, description="The same in the firm's words; null as `reason`."
    )
    finding: AuditFinding | None = graph.column(
        when=reads_the_finding, description="What the audit found; null to all but its readers."
    )
    finding_note: str | None = graph.function(finding_note, description="The same in words.")
    audited_at: datetime | None = graph.column(
        when=reads_the_finding, description="When it was audited."
    )


@graph.node(models.Move, visible_to=traces.moves_visible_to, name="SubmissionMove")
class Move(graph.Node[models.Move]):
    """A case that went from one area to another: all that the area it left still sees of it,
    beside the steps it took itself (`events`)."""

    number: str | None = graph.column(description="The number of the case.")
    title: str = graph.function(unnamed.words_of("title"), description="Its title.")
    from_area_code: str = graph.column(description="Code of the area that gave it away.")
    to_area_code: str = graph.column(description="Code of the area that received it.")
    reason: str = graph.function(unnamed.words_of("reason"), description="Why it moved.")
    moved_at: datetime = graph.column(description="When it moved.")
    submission: (
        Annotated[Submission, strawberry.lazy("backend.submissions.schema.types")] | None
    ) = graph.to_one("submission_id", description="The case, where the viewer may still see it.")


@strawberry.type
class SubmissionTraces:
    """What a case shows of where it was and of whom it complains."""

    complained_of: Organization | None = graph.to_one(
        "complained_of_id",
        sees_through=True,
        description="The department whose conduct the case complains of; none of its people see it.",
    )
    review_used: bool = graph.column(
        description="It was declined and verified once more; the next decline is final."
    )
    part_number: int | None = graph.column(description="Which part of a split case it is, from 1.")
    parent: Annotated[Submission, strawberry.lazy("backend.submissions.schema.types")] | None = (
        graph.to_one("parent_id", description="The case it was split from.")
    )
    parts: graph.Connection[
        Annotated[Submission, strawberry.lazy("backend.submissions.schema.types")]
    ] = graph.to_many(
        "parent_id",
        order=("part_number", "id"),
        assumed=2,
        description="The cases it was split into: which part went where, and what came of it.",
    )
    withdrawn_at: datetime | None = graph.column(description="When its firm took it back.")
    withdrawal: Withdrawal | None = graph.to_one(
        back="submission_id", description="Why, where the viewer may know that there is a reason."
    )
    moves: graph.Connection[Move] = graph.to_many(
        "submission_id",
        order=("moved_at", "id"),
        assumed=5,
        description="From which area to which it moved, oldest first.",
    )


@strawberry.input
class WithdrawalFilter:
    """Fields are joined by AND. `isAudited: false` is the auditor's queue."""

    is_audited: bool | None = None
    is_pressed: bool | None = None

    def where(self, context: graph.Context) -> sql.Where:
        """Return the condition; what the viewer may not read cannot be looked for."""
        found = sql.EVERYTHING
        if self.is_audited is not None:
            audited = sql.Where("withdrawal.finding IS NOT NULL")
            due = sql.Where("withdrawal.finding IS NULL AND withdrawal.is_drawn")
            found &= _read_by(context) & (audited if self.is_audited else due)
        if self.is_pressed is not None:
            pressed = traces.pressed(context.actor)
            found &= pressed if self.is_pressed else ~pressed
        return found


def _read_by(context: graph.Context) -> sql.Where:
    """Return the withdrawals whose audit the viewer may know of."""
    return sql.is_in("withdrawal.area_code", sorted(traces.audit_areas(context.actor)))


@strawberry.input
class SubmissionMoveFilter:
    """Fields are joined by AND, the values of a list by OR."""

    from_area_codes: list[str] | None = None
    to_area_codes: list[str] | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        for column, codes in (
            ("move.from_area_code", self.from_area_codes),
            ("move.to_area_code", self.to_area_codes),
        ):
            if codes is not None:
                found &= sql.is_in(column, codes)
        return found


@strawberry.type
class TracesQuery:
    """Reading what cases left behind."""

    withdrawals: graph.Connection[Withdrawal] = graph.connection(
        Withdrawal,
        filter=WithdrawalFilter,
        default_order="-withdrawn_at",
        description="Withdrawn cases: the firm's own, the supervisor's, those drawn for the auditor.",
    )
    submission_moves: graph.Connection[Move] = graph.connection(
        Move,
        filter=SubmissionMoveFilter,
        default_order="-moved_at",
        description="Cases that moved from or to an area of the viewer's, newest first.",
    )
