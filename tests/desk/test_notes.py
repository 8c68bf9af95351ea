"""What offices write to each other stays with them, by every path."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock, graph
from backend.actor import Actor, Role, Scope
from backend.events import deliver
from backend.submissions.models import Submission, Visibility
from backend.tasks import actions as tasks
from tests.desk import documents as d
from tests.desk.asking import act, ask
from tests.submissions.cast import (
    Cast,
    a_filed_case,
    a_task,
    body,
    somebody,
    the_cast,
)

WORDS = "企业资金链很紧，请先电话联系"


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city."""
    return await the_cast()


async def handled(cast: Cast, **given: object) -> tuple[Submission, str]:
    """Return a case that a department handles, and its id on the graph."""
    if given:
        case = await a_filed_case(cast, **given)
    else:
        case = await Submission.get(id=(await a_task(cast)).submission_id)
    return case, graph.encode_id("Submission", case.id)


def person(actor: Actor) -> str:
    """Return somebody's id on the graph."""
    assert actor.person_id is not None
    return graph.encode_id("Person", actor.person_id)


async def test_a_note_is_read_in_offices_and_never_by_the_firm(cast: Cast) -> None:
    _, case_id = await handled(cast)
    written = await act(d.NOTE, cast.clerk, submissionId=case_id, text=WORDS)
    assert written["userErrors"] == []
    await deliver({})
    for reader in (cast.clerk, cast.coordinator, cast.officer, cast.supervisor):
        seen = (await ask(d.NOTES, reader, id=case_id))["submission"]
        assert [note["text"] for note in seen["notes"]["nodes"]] == [WORDS]
        assert seen["notes"]["nodes"][0]["organization"]["name"]
        assert "note.written" in {event["name"] for event in seen["timeline"]["nodes"]}
    seen = await ask(d.NOTES, cast.firm, id=case_id)
    assert seen["submission"]["notes"] == {"totalCount": 0, "nodes": []}
    assert seen["submission"]["groupAnswer"] is None
    names = {event["name"] for event in seen["submission"]["timeline"]["nodes"]}
    assert "note.written" not in names
    assert "note.written" not in {event["name"] for event in seen["events"]["events"]}
    assert WORDS not in str(seen)
    note_id = written["note"]["id"]
    assert (await ask(d.ANYTHING, cast.clerk, id=note_id))["node"] == {"id": note_id}
    assert (await ask(d.ANYTHING, cast.firm, id=note_id))["node"] is None


async def test_whoever_is_of_the_firm_reads_no_note_in_whatever_office(cast: Cast) -> None:
    _, case_id = await handled(cast)
    await act(d.NOTE, cast.clerk, submissionId=case_id, text=WORDS)
    both = Actor(cast.firm.person_id, "both", (*cast.firm.seats, *cast.clerk.seats))
    seen = (await ask(d.NOTES, both, id=case_id))["submission"]
    assert seen["notes"]["totalCount"] == 0
    refused = await act(d.NOTE, both, submissionId=case_id, text="偷看")
    assert refused["userErrors"][0]["code"] == "NOT_ALLOWED"


async def test_others_neither_read_nor_write(cast: Cast) -> None:
    _, case_id = await handled(cast)
    await act(d.NOTE, cast.clerk, submissionId=case_id, text=WORDS)
    auditor = await somebody(Role.AUDITOR, await body("SUPERVISE"))
    other = await somebody(Role.OFFICER, await body("HRSS"))
    program = Actor(
        cast.clerk.person_id, "", cast.clerk.seats, frozenset({Scope.READ, Scope.SUBMISSIONS_WRITE})
    )
    for actor in (cast.firm, auditor, other):
        refused = await act(d.NOTE, actor, submissionId=case_id, text="一句")
        assert refused["userErrors"][0]["code"] in {"NOT_ALLOWED", "NOT_FOUND"}
    seen = (await ask(d.NOTES, program, id=case_id))["submission"]
    assert seen["notes"]["totalCount"] == 0
    for text in ("", " ", "长" * 2001):
        refused = await act(d.NOTE, cast.clerk, submissionId=case_id, text=text)
        assert refused["userErrors"][0]["path"] == ["input", "text"]


async def test_a_hidden_firm_may_be_named_so_departments_read_their_own_alone(cast: Cast) -> None:
    case, case_id = await handled(cast, visibility=Visibility.CONFIDENTIAL)
    await tasks.accept_and_dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.clerk
    )
    await act(d.NOTE, cast.clerk, submissionId=case_id, text="是示例企业")
    await act(d.NOTE, cast.officer, submissionId=case_id, text="我们来查")
    seen = (await ask(d.NOTES, cast.officer, id=case_id))["submission"]
    assert [note["text"] for note in seen["notes"]["nodes"]] == ["我们来查"]
    seen = (await ask(d.NOTES, cast.clerk, id=case_id))["submission"]
    assert seen["notes"]["totalCount"] == 2
    assert seen["groupAnswer"] is None
    refused = await act(
        d.NOTE, cast.clerk, submissionId=case_id, text="看", mentions=[person(cast.officer)]
    )
    assert refused["userErrors"][0]["path"] == ["input", "mentions", "0"]


async def test_a_mention_lies_on_the_desk_until_it_is_settled(cast: Cast) -> None:
    _, case_id = await handled(cast)
    called = [person(cast.officer), person(cast.officer)]
    await act(d.NOTE, cast.clerk, submissionId=case_id, text=WORDS, mentions=called)
    inbox = (await ask(d.TODOS, cast.officer, kinds=["MENTION"]))["todos"]
    [todo] = inbox["nodes"]
    assert (inbox["totalCount"], todo["mention"]["note"]["text"]) == (1, WORDS)
    assert (await ask(d.TODOS, cast.clerk, kinds=["MENTION"]))["todos"]["totalCount"] == 0
    mention_id = todo["mention"]["id"]
    refused = await act(d.SETTLE, cast.clerk, id=mention_id)
    assert refused["userErrors"][0]["code"] == "NOT_FOUND"
    first = await act(d.SETTLE, cast.officer, id=mention_id)
    again = await act(d.SETTLE, cast.officer, id=mention_id)
    assert first["mention"]["doneAt"] == again["mention"]["doneAt"] is not None
    assert (await ask(d.TODOS, cast.officer, kinds=["MENTION"]))["todos"]["totalCount"] == 0


async def test_nobody_is_called_who_does_not_read_the_case(cast: Cast) -> None:
    _, case_id = await handled(cast)
    other = await somebody(Role.OFFICER, await body("HRSS"))
    elsewhere = await somebody(Role.FEDERATION, await body("FED"), area_code="320583")
    nobody = graph.encode_id("Person", cast.firm_id)
    for wrong in (person(cast.firm), person(other), person(elsewhere), nobody, "x"):
        refused = await act(d.NOTE, cast.clerk, submissionId=case_id, text="一句", mentions=[wrong])
        assert refused["userErrors"][0]["path"] == ["input", "mentions", "0"]
    assert (await ask(d.NOTES, cast.clerk, id=case_id))["submission"]["notes"]["totalCount"] == 0
    found = (await ask(d.CANDIDATES, cast.clerk, id=case_id))["mentionCandidates"]
    named = {each["id"] for each in found}
    assert {person(cast.officer), person(cast.coordinator), person(cast.clerk)} <= named
    assert not named & {person(cast.firm), person(other), person(elsewhere)}


async def test_a_mark_is_seen_by_offices_and_fades(cast: Cast) -> None:
    _, case_id = await handled(cast)
    marked = await act(d.MARK, cast.officer, submissionId=case_id)
    assert marked["mark"]["person"]["name"] == cast.officer.name
    seen = (await ask(d.NOTES, cast.clerk, id=case_id))["submission"]
    assert [mark["person"]["name"] for mark in seen["answeringMarks"]] == [cast.officer.name]
    assert (await ask(d.NOTES, cast.firm, id=case_id))["submission"]["answeringMarks"] == []
    refused = await act(d.MARK, cast.firm, submissionId=case_id)
    assert refused["userErrors"][0]["code"] == "NOT_ALLOWED"
    with clock.set_to(clock.now() + timedelta(seconds=100)):
        renewed = await act(d.MARK, cast.officer, submissionId=case_id)
        assert renewed["mark"]["until"] > marked["mark"]["until"]
    with clock.set_to(clock.now() + timedelta(seconds=230)):
        seen = (await ask(d.NOTES, cast.clerk, id=case_id))["submission"]
        assert seen["answeringMarks"] == []
    await act(d.MARK, cast.officer, submissionId=case_id)
    await act(d.UNMARK, cast.officer, submissionId=case_id)
    assert (await ask(d.NOTES, cast.clerk, id=case_id))["submission"]["answeringMarks"] == []
