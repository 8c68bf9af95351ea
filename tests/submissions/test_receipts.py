"""Who read a case whose firm is hidden: written down once a day, told to the firm without names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.actor import Role
from backend.db import sql
from backend.db.counting import count_statements
from backend.events import visibility
from backend.events.models import Event
from backend.submissions import actions, correspondence
from backend.submissions.models import Submission, Visibility
from backend.submissions.voice_models import AccessKind, AccessLog
from tests.submissions.cast import Cast, a_filed_case, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def a_hidden_case(cast: Cast) -> Submission:
    """Return a confidential case."""
    return await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)


async def test_a_reading_is_written_down_once_for_each_person_and_day() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    for actor in (cast.clerk, cast.clerk, cast.coordinator):
        await actions.log_reading(actor, [case.id])
    assert await AccessLog.all().count() == 2
    with clock.moved_by(timedelta(days=1)):
        await actions.log_reading(cast.clerk, [case.id])
    assert await AccessLog.all().count() == 3
    assert await Event.filter(name="submission.read", thread_id=case.id).count() == 3


async def test_the_firm_itself_and_a_case_that_hides_nobody_leave_no_trace() -> None:
    cast = await the_cast()
    hidden, open_case = await a_hidden_case(cast), await a_filed_case(cast)
    await actions.log_reading(cast.firm, [hidden.id])
    await actions.log_reading(cast.clerk, [open_case.id])
    assert await AccessLog.all().count() == 0


async def test_the_firm_reads_roles_but_never_what_supervision_or_audit_read() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    readers = (cast.clerk, cast.coordinator, cast.supervisor, auditor)
    for actor in readers:
        await actions.log_reading(actor, [case.id])
    assert await AccessLog.all().count() == len(readers)
    told = await sql.rows(AccessLog, correspondence.receipts_visible_to(cast.firm))
    assert {log.role for log in told} == {Role.FEDERATION, Role.COORDINATOR}
    for actor in readers:
        assert await sql.count(AccessLog, correspondence.receipts_visible_to(actor)) == 0


async def test_the_events_of_readings_are_seen_like_the_receipts_and_name_no_office() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    for actor in (cast.clerk, cast.supervisor):
        await actions.log_reading(actor, [case.id])
    readings = sql.Where("event.name = ?", ("submission.read",))
    [event] = await sql.rows(Event, readings & visibility.visible_to(cast.firm))
    assert event.payload == {
        "kind": "READ",
        "role": "FEDERATION",
        "organization_kind": "FEDERATION",
    }
    assert event.organization_id is None
    for actor in (cast.clerk, cast.coordinator, cast.supervisor):
        assert await sql.count(Event, readings & visibility.visible_to(actor)) == 0


async def test_learning_the_number_of_a_hidden_firm_is_written_down_too() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    await actions.reveal_contact(case, reason="需要联系企业", actor=cast.clerk)
    await actions.log_reading(cast.clerk, [case.id])
    kinds = {log.kind for log in await AccessLog.all()}
    assert kinds == {AccessKind.REVEALED, AccessKind.READ}
    await actions.reveal_contact(case, reason="再次联系", actor=cast.clerk)
    assert await AccessLog.all().count() == 2


async def test_many_readings_cost_as_many_statements_as_one() -> None:
    cast = await the_cast()
    ids = [(await a_hidden_case(cast)).id for _ in range(13)]
    counts: list[int] = []
    for some in (ids[:1], ids[1:], ids):
        with count_statements() as sent:
            await actions.log_reading(cast.clerk, some)
        counts.append(len(sent))
    assert await AccessLog.all().count() == 13
    first, twelve, known = counts
    assert first == twelve
    # What is known already costs the case, the office and the log: nothing is written.
    assert known == 3


async def test_the_database_keeps_who_read() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    await actions.log_reading(cast.clerk, [case.id])
    for change in ("UPDATE access_log SET role = 'X'", "DELETE FROM access_log"):
        with pytest.raises(Exception, match="append-only"):
            await sql.execute(change)
