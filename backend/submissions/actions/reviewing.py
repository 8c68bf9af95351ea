"""A declined case is looked at again, a firm adds to its case, a complaint finds its reader, and a
withdrawal is audited."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend import clock
from backend.accounts import queries as accounts
from backend.actor import Actor, Role
from backend.db import clean_text, sql, unit_of_work
from backend.errors import Invalid, Words
from backend.organizations import queries as organizations
from backend.submissions import policy, promises
from backend.submissions.actions.attaching import attach
from backend.submissions.models import REASON_LENGTH, AuditFinding, Submission, Withdrawal
from backend.submissions.replies import required_text
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import move


async def request_review(
    submission: Submission, *, text: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Have a declined case verified by somebody else, once; its target begins anew."""
    seat = policy.ensure_may(Act.REQUEST_REVIEW, submission, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.REQUEST_REVIEW],
            expected_version=expected_version,
            changes={
                "review_used": True,
                "verifier_id": None,
                "verify_due_at": await promises.verify_due(
                    submission.kind, since=clock.now(), area_code=submission.area_code
                ),
            },
        )
        await tell("review_requested", submission, actor=actor, seat=seat, payload={"text": text})


async def add_info(
    submission: Submission, *, text: str, actor: Actor, attachment_ids: Sequence[UUID] = ()
) -> None:
    """Add to an open case as its firm; no clock and no state moves."""
    seat = policy.ensure_may(Act.ADD_INFO, submission, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await move(submission, STEPS[Act.ADD_INFO])
        await tell("info_added", submission, actor=actor, seat=seat, payload={"text": text})
        await attach(submission, attachment_ids, actor=actor, seat=seat)


async def complaint_columns(department_id: UUID | None, *, area_code: str) -> dict[str, object]:
    """Return what a case keeps of the department it complains of; None: of none.

    Raises Invalid for what is no department in reach of the area.
    """
    if department_id is None:
        return {"complained_of_id": None, "complained_of_supervises": False}
    if not await organizations.is_department(department_id, area_code=area_code):
        raise Invalid(
            Words("请选择被反映的部门", "Choose the department that is complained of"),
            path=("input", "complainedOfId"),
        )
    supervises = await accounts.holds_role(department_id, Role.SUPERVISOR)
    return {"complained_of_id": department_id, "complained_of_supervises": supervises}


async def mark_complaint(
    submission: Submission,
    *,
    department_id: UUID | None,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Mark the case as a complaint about a department's conduct, or as none.

    From then on it is the supervisor's, who has the whole time to verify it; the department and all
    its people no longer see it.
    """
    seat = policy.ensure_may(Act.MARK_COMPLAINT, submission, actor=actor)
    columns = await complaint_columns(department_id, area_code=submission.area_code)
    due = await promises.verify_due(
        submission.kind, since=clock.now(), area_code=submission.area_code
    )
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.MARK_COMPLAINT],
            expected_version=expected_version,
            changes={**columns, "verifier_id": None, "verify_due_at": due},
        )
        if submission.parent_id is not None:
            await hide_the_whole(submission.parent_id)
        facts = {"department_id": department_id}
        await tell("complaint_marked", submission, actor=actor, seat=seat, payload=facts)


async def hide_the_whole(whole_id: UUID) -> None:
    """Let a split case complain of whom its parts complain of: it holds their words.

    Of several the first part's counts; what a part says stands in the part alone for the others.
    """
    parts = Submission.filter(parent_id=whole_id, complained_of_id__not_isnull=True)
    first = await parts.order_by("part_number").first()
    await sql.execute(
        "UPDATE submission SET complained_of_id = ?, complained_of_supervises = ?, "
        "version = version + 1 WHERE id = ?",
        (
            first.complained_of_id if first else None,
            first.complained_of_supervises if first else False,
            whole_id,
        ),
    )


async def audit_withdrawal(
    submission: Submission,
    *,
    finding: AuditFinding,
    note: str,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Say what the audit of a withdrawal found; only auditors and supervisors read it."""
    seat = policy.ensure_may(Act.AUDIT_WITHDRAWAL, submission, actor=actor)
    note = clean_text(note, maximum=REASON_LENGTH, path=("input", "note"))
    if finding is not AuditFinding.IN_ORDER and not note:
        raise Invalid(
            Words("请写明查到了什么", "Please say what was found"), path=("input", "note")
        )
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.AUDIT_WITHDRAWAL],
            expected_version=expected_version,
            changes={"audit_due": False},
        )
        await Withdrawal.filter(submission_id=submission.id).update(
            finding=finding,
            finding_note=note or None,
            audited_by_id=actor.person_id,
            audited_at=clock.now(),
        )
        facts = {"finding": finding}
        await tell("withdrawal_audited", submission, actor=actor, seat=seat, payload=facts)
