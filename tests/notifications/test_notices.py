"""Notices: every step told to those whom it concerns, in their language, and to nobody else."""

from __future__ import annotations

import asyncio
import re
import string

import pytest
import pytest_asyncio

from backend import wiring
from backend.accounts.actions import end_role, enrol, give_role
from backend.accounts.actors import actor_of_person
from backend.actor import ANONYMOUS, Actor, Role, Scope
from backend.db import sql
from backend.events import deliver
from backend.notifications import actions as notices
from backend.notifications import live, queries, wording
from backend.notifications.models import Notice
from backend.notifications.telling import Audience
from backend.notifications.wording import NOTICES, said
from backend.submissions import actions as cases
from backend.submissions.models import DeclineReason, Outcome, Submission, Visibility
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast

KNOWN = {"number", "due", "department"}


@pytest_asyncio.fixture
async def cast(database: str) -> Cast:
    return await the_cast()


async def told(actor: Actor) -> list[tuple[str, str]]:
    """What an actor was told, the oldest first: the event and the words in Chinese."""
    found = await sql.rows(Notice, queries.visible_to(actor), order="noticed_at, id")
    return [
        (row.event_name, said(row.event_name, row.audience, row.details, "zh")) for row in found
    ]


async def test_each_step_of_a_case_is_told_to_those_whom_it_concerns(cast: Cast) -> None:
    task = await a_task(cast)
    await deliver(wiring.REACTIONS)
    case = await Submission.get(id=task.submission_id)
    assert [name for name, _ in await told(cast.firm)] == [
        "submission.accepted",
        "submission.dispatched",
    ]
    [(name, words)] = await told(cast.officer)
    assert name == "submission.dispatched"
    assert re.fullmatch(rf"新任务 {case.number}，请在\d+月\d+日前办结", words)
    assert (await told(cast.firm))[1][1] == f"{case.number} 已交市商务局办理"


async def test_who_caused_it_is_not_told(cast: Cast) -> None:
    await a_filed_case(cast)
    await deliver(wiring.REACTIONS)
    assert await told(cast.firm) == []
    assert [name for name, _ in await told(cast.clerk)] == ["submission.filed"]


async def test_an_answer_is_told_to_the_firm(cast: Cast) -> None:
    task = await a_task(cast)
    await tasks.answer(
        task, text="已续贷", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    await deliver(wiring.REACTIONS)
    assert (await told(cast.firm))[-1][0] == "submission.answered"


async def test_a_delivery_that_runs_twice_tells_once(cast: Cast) -> None:
    await a_filed_case(cast)
    await deliver(wiring.REACTIONS)
    await sql.execute("UPDATE delivery SET delivered_at = NULL")
    await deliver(wiring.REACTIONS)
    assert len(await told(cast.clerk)) == 1


async def test_people_of_other_districts_departments_and_firms_are_told_nothing(
    cast: Cast,
) -> None:
    strangers = [
        await somebody(Role.FEDERATION, await body("FED"), area_code="320583"),
        await somebody(Role.OFFICER, await body("HRSS")),
    ]
    await a_task(cast)
    await deliver(wiring.REACTIONS)
    for stranger in strangers:
        assert await told(stranger) == []


async def test_a_role_that_ended_is_told_nothing_more(cast: Cast) -> None:
    person = await enrol("前任", phone="19900018888", is_demo=False)
    membership = await give_role(person, Role.OFFICER, organization=await body("COMM"))
    await end_role(membership)
    await a_task(cast)
    await deliver(wiring.REACTIONS)
    assert await told(await actor_of_person(person.id)) == []


async def test_nothing_that_anybody_wrote_gets_into_a_notice(cast: Cast) -> None:
    secret = "过桥资金13812345678"
    case = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL, title=secret)
    await cases.ask_info(case, question=secret, actor=cast.clerk)
    await cases.answer_info(case, text=secret, actor=cast.firm)
    await cases.decline(
        case, reason=DeclineReason.LITIGATION, text=secret, where=secret, actor=cast.clerk
    )
    await deliver(wiring.REACTIONS)
    rows = await Notice.all()
    assert len(rows) >= 4
    firm = (await Submission.get(id=case.id).prefetch_related("firm")).firm.name
    for row in rows:
        for language in ("zh", "en"):
            text = said(row.event_name, row.audience, row.details, language)
            assert secret not in text
            assert firm not in text


async def test_reading_marks_one_s_own_and_only_what_was_there(cast: Cast) -> None:
    await a_task(cast)
    await deliver(wiring.REACTIONS)
    mine = await sql.rows(Notice, queries.visible_to(cast.firm), order="noticed_at, id")
    assert await queries.unread_count(cast.firm) == 2
    assert await notices.mark_read(mine[:1], actor=cast.firm) == 1
    assert await notices.mark_read(mine[:1], actor=cast.firm) == 0
    assert await notices.mark_read(mine[1:], actor=cast.officer) == 0
    assert await queries.unread_count(cast.firm) == 1
    await a_task(cast)
    await deliver(wiring.REACTIONS)
    assert await notices.mark_all_read(mine[-1], actor=cast.firm) == 1
    assert await queries.unread_count(cast.firm) == 2


async def test_a_notice_is_seen_by_its_person_alone(cast: Cast) -> None:
    await a_task(cast)
    await deliver(wiring.REACTIONS)
    assert await told(ANONYMOUS) == []
    assert await told(cast.supervisor) == []
    program = Actor(cast.firm.person_id, "", cast.firm.seats, frozenset({Scope.TASKS_WRITE}))
    assert await told(program) == []


async def test_notices_come_live_each_once_and_none_of_before(cast: Cast) -> None:
    await a_filed_case(cast)
    await deliver(wiring.REACTIONS)
    assert cast.clerk.person_id
    following = live.follow(cast.clerk.person_id)
    coming = asyncio.ensure_future(anext(following))
    await asyncio.sleep(0.1)
    second = await a_filed_case(cast)
    await deliver(wiring.REACTIONS)
    # Far less than a look without being woken would take.
    notice = await asyncio.wait_for(coming, live.PATIENCE / 2)
    assert notice.submission_id == second.id
    another = asyncio.ensure_future(anext(following))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(another), 0.3)
    third = await a_filed_case(cast)
    await deliver(wiring.REACTIONS)
    assert (await asyncio.wait_for(another, live.PATIENCE / 2)).submission_id == third.id
    await following.aclose()


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_every_wording_is_whole_in_both_languages(name: str) -> None:
    details = {"number": "LJ-2026-000001-X", "due": "2026-11-26", "department": "市商务局"}
    details["department_en"] = "Commerce Bureau"
    audiences = [each.to for each in NOTICES[name]]
    assert len(audiences) == len(set(audiences))
    for each in NOTICES[name]:
        for template in (each.words.zh, each.words.en):
            named = {part[1] for part in string.Formatter().parse(template) if part[1]}
            assert "number" in named or name.startswith("tier.")
            assert named <= KNOWN
        assert re.search("[一-鿿]", said(name, each.to, details, "zh"))
        assert not re.search("[一-鿿]", said(name, each.to, details, "en"))


def test_an_event_whose_wording_is_gone_still_names_the_case() -> None:
    assert said("case.unknown", Audience.FIRM, {"number": "LJ-1"}, "zh") == "LJ-1"
    assert wording.said("submission.accepted", "FIRM", {}, "en").startswith("—")
