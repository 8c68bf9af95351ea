"""The silent's link: planned after a reply, sent to who stays silent, good once, without sign-in."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from backend import clock, wiring
from backend.accounts import keys, senders
from backend.errors import NotFound, NotPossible
from backend.events import deliver
from backend.jobs import run_due
from backend.submissions.models import (
    ClosedBy,
    DisputeReason,
    Grade,
    Handling,
    Kind,
    Outcome,
    State,
    Submission,
    Verdict,
)
from backend.surveys import actions, links, queries
from backend.surveys.actions import Answer
from backend.surveys.models import Evaluation, Invitation, InvitationState
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, Cast, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")
NEXT_WORKING_DAYS = timedelta(days=4)


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """Collect what would be sent."""
    path = tmp_path / "sent.jsonl"
    senders.use(senders.FileSender(path))
    return path


def tokens_in(outbox: Path) -> list[str]:
    """Return the tokens of the links that were sent."""
    if not outbox.exists():
        return []
    texts = [json.loads(line)["zh"] for line in outbox.read_text("utf-8").splitlines()]
    return [found[1] for text in texts if (found := re.search(r"/rate/(\S+)", text))]


async def an_answered_case(cast: Cast) -> Submission:
    """Return a case whose reply the firm can read, with its invitation planned."""
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    await deliver(wiring.REACTIONS)
    return await Submission.get(id=task.submission_id)


async def test_the_link_goes_out_next_working_day_and_closes_the_case(outbox: Path) -> None:
    case = await an_answered_case(await the_cast())
    await run_due(wiring.JOBS)
    assert tokens_in(outbox) == []
    with clock.moved_by(NEXT_WORKING_DAYS):
        await run_due(wiring.JOBS)
        await run_due(wiring.JOBS)
        [token] = tokens_in(outbox)
        assert (await queries.invited_case(token)) is not None
        await actions.evaluate_by_link(token, answer=Answer(Verdict.SOLVED, Grade.SATISFIED))
    case = await Submission.get(id=case.id)
    assert (case.state, case.closed_by) == (State.CLOSED, ClosedBy.SUBMITTER)
    facts = await Handling.get(submission_id=case.id)
    assert facts.invited_at is not None
    assert facts.graded_at is not None


async def test_whoever_answered_already_gets_no_link(outbox: Path) -> None:
    cast = await the_cast()
    case = await an_answered_case(cast)
    await actions.evaluate(case, answer=Answer(Verdict.SOLVED, Grade.SATISFIED), actor=cast.firm)
    with clock.moved_by(NEXT_WORKING_DAYS):
        await run_due(wiring.JOBS)
    assert tokens_in(outbox) == []
    assert (await Invitation.get(submission_id=case.id)).state is InvitationState.VOID
    assert (await Handling.get(submission_id=case.id)).invited_at is None


async def test_the_token_is_not_stored_and_a_wrong_one_leads_nowhere(outbox: Path) -> None:
    case = await an_answered_case(await the_cast())
    with clock.moved_by(NEXT_WORKING_DAYS):
        await run_due(wiring.JOBS)
        await run_due(wiring.JOBS)
        [token] = tokens_in(outbox)
        invitation = await Invitation.get(submission_id=case.id)
        assert token not in {invitation.nonce, invitation.token_hash}
        assert token == links.token(invitation.id, invitation.nonce)
        for wrong in ("", token[:-1] + "x", "x" * 5000, "\x00", "链接"):
            with pytest.raises(NotFound):
                await actions.evaluate_by_link(wrong, answer=Answer(Verdict.SOLVED))


async def test_a_link_expires_after_fourteen_days(outbox: Path) -> None:
    await an_answered_case(await the_cast())
    with clock.moved_by(NEXT_WORKING_DAYS):
        await run_due(wiring.JOBS)
        await run_due(wiring.JOBS)
    [token] = tokens_in(outbox)
    with clock.moved_by(NEXT_WORKING_DAYS + timedelta(days=15)), pytest.raises(NotFound):
        await actions.evaluate_by_link(token, answer=Answer(Verdict.SOLVED))


async def test_a_link_of_an_old_round_says_that_the_case_is_handled_again(outbox: Path) -> None:
    cast = await the_cast()
    case = await an_answered_case(cast)
    with clock.moved_by(NEXT_WORKING_DAYS):
        await run_due(wiring.JOBS)
        await run_due(wiring.JOBS)
        [token] = tokens_in(outbox)
        case = await Submission.get(id=case.id)
        await actions.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
        case = await Submission.get(id=case.id)
        await tasks.redo(case, actor=cast.coordinator)
        with pytest.raises(NotPossible):
            await actions.evaluate_by_link(token, answer=Answer(Verdict.SOLVED))


async def test_not_contacted_is_redone_by_itself() -> None:
    cast = await the_cast()
    case = await an_answered_case(cast)
    said = Answer(Verdict.NOT_SOLVED, reason=DisputeReason.NOT_CONTACTED)
    await actions.evaluate(case, answer=said, actor=cast.firm)
    await deliver(wiring.REACTIONS)
    case = await Submission.get(id=case.id)
    assert (case.state, case.round) == (State.IN_HANDLING, 2)
    first = await Handling.get(submission_id=case.id, round=1)
    assert first.contact_denied_at is not None
    assert await Evaluation.filter(submission_id=case.id).count() == 1


async def test_a_link_planned_under_an_old_key_still_opens(outbox: Path) -> None:
    old, new = "an old master key of this deployment", "a new master key of this deployment"
    before = keys.ring()
    try:
        keys.use(keys.KeyRing((old,)))
        await an_answered_case(await the_cast())
        keys.use(keys.KeyRing((new, old)))
        with clock.moved_by(NEXT_WORKING_DAYS):
            await run_due(wiring.JOBS)
            await run_due(wiring.JOBS)
            [token] = tokens_in(outbox)
            assert await queries.invited_case(token) is not None
    finally:
        keys.use(before)
