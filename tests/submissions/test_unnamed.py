"""What a department reads of a firm that hides: its matter, and nothing by which it is named."""

from __future__ import annotations

from typing import Any

import pytest

from backend import graph
from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.graph import encode_id
from backend.graph.execution import answers
from backend.graph.requests import Operation
from backend.organizations.models import Organization
from backend.schema import schema
from backend.submissions import actions
from backend.submissions.models import Submission, Visibility
from backend.submissions.voice_models import AccessLog
from backend.tasks import actions as tasks
from backend.tasks.models import Task
from tests.submissions.cast import Cast, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")

NAME = "苏州明远精密机械有限公司"
SENTENCE = f"{NAME}被要求先还后贷，请致电19900012345联系。"
BY_ID = "query($id: ID!) { submission(id: $id) { body } }"
BY_NODE = "query($id: ID!) { node(id: $id) { ... on Submission { body } } }"
BY_NODES = "query($id: ID!) { nodes(ids: [$id]) { ... on Submission { body } } }"
BY_LIST = "{ submissions(first: 5) { nodes { body } } }"
BY_TASK = "{ tasks(first: 5) { nodes { submission { body } } } }"
BY_MESSAGES = "query($id: ID!) { submission(id: $id) { messages(first: 5) { nodes { text } } } }"
BY_FIRM = "query($id: ID!) { submission(id: $id) { firm { name } } }"
READING = (BY_ID, BY_NODE, BY_NODES, BY_LIST, BY_TASK, BY_MESSAGES, BY_FIRM)
ROWS = "{ submissions(first: 5) { nodes { id number title state } } }"
MOVES = "{ submissionMoves(first: 5) { nodes { title reason } } }"
WORDS = """query($id: ID!) { submission(id: $id) { title body firm { name }
  messages(first: 5) { nodes { text } } timeline(first: 30) { nodes { name payload } } } }"""


async def a_hidden_case(cast: Cast, visibility: Visibility = Visibility.CONFIDENTIAL) -> Submission:
    """Return a case of a firm that names itself in every way it can, with a department."""
    await Organization.filter(id=cast.firm_id).update(name=NAME)
    filing = actions.Filing(firm_id=cast.firm_id, body=SENTENCE, visibility=visibility)
    case = await actions.file(filing, actor=cast.firm)
    await actions.ask_info(case, question="哪家银行？", actor=cast.clerk)
    await actions.answer_info(case, text=f"{NAME}在某银行贷款", actor=cast.firm)
    await actions.post_message(case, text="明远精密等您回复", actor=cast.firm)
    await tasks.accept_and_dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.clerk
    )
    return case


async def asked(document: str, case: Submission, actor: Actor) -> Any:
    """Run a document as somebody, and do what is owed before the answer leaves."""
    context = graph.Context(actor=actor)
    variables = {"id": encode_id("Submission", case.id)}
    answer = await schema.execute(document, variable_values=variables, context_value=context)
    assert answer.data is not None
    assert answer.errors is None
    await context.settle()
    return answer.data


async def test_a_department_and_the_coordinator_read_the_matter_without_the_name() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    for actor in (cast.officer, cast.coordinator, cast.supervisor):
        read = f"{await asked(WORDS, case, actor)}"
        assert "先还后贷" in read
        for told in (NAME, "明远", "19900012345"):
            assert told not in read, actor.roles


async def test_the_firm_and_its_verifier_read_every_word() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    for actor in (cast.firm, cast.clerk):
        read = (await asked(WORDS, case, actor))["submission"]
        assert read["body"] == SENTENCE
        assert read["messages"]["nodes"][0]["text"] == "明远精密等您回复"


async def test_of_a_firm_that_does_not_hide_the_department_reads_every_word() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast, Visibility.NORMAL)
    read = (await asked(WORDS, case, cast.officer))["submission"]
    assert (read["body"], read["firm"]["name"]) == (SENTENCE, NAME)


async def test_a_program_without_the_identity_scope_reads_no_name() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast, Visibility.NORMAL)
    program = Actor(cast.clerk.person_id, "", cast.clerk.seats, frozenset({Scope.READ}))
    assert NAME not in f"{await asked(WORDS, case, program)}"


async def test_what_an_area_keeps_of_a_case_that_moved_names_no_hidden_firm() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    own = await somebody(Role.FEDERATION, await body("FED-320506"))
    coordinator = await somebody(Role.COORDINATOR, await body("INDIT"), area_code="320506")
    await tasks.move_to_area(case, area_code="320500", reason=f"{NAME}在市里", actor=own)
    for actor in (own, coordinator):
        read = f"{await asked(MOVES, case, actor)}"
        assert ("某企业被要求先还后贷" in read, "某企业在市里" in read) == (True, True)
        assert NAME not in read


@pytest.mark.parametrize("document", READING)
async def test_reading_is_written_down_by_whatever_path(document: str) -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    await asked(document, case, cast.clerk)
    [log] = await AccessLog.all()
    assert (log.submission_id, log.person_id) == (case.id, cast.clerk.person_id)


async def test_a_row_of_a_list_is_no_reading() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    await asked(ROWS, case, cast.clerk)
    assert await AccessLog.all().count() == 0


async def test_what_cannot_be_written_down_is_not_read() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    await sql.execute("ALTER TABLE access_log RENAME TO lost")
    operation = Operation(BY_ID, None, {"id": encode_id("Submission", case.id)})
    context = graph.Context(actor=cast.clerk)
    [answer] = [found async for found in answers(schema, operation, context)]
    await sql.execute("ALTER TABLE lost RENAME TO access_log")
    assert answer.data is None
    assert answer.codes == {"INTERNAL_SERVER_ERROR"}
    assert NAME not in f"{answer.body()}"


async def test_a_leader_reads_every_word_and_the_task_shows_no_more_than_the_case() -> None:
    cast = await the_cast()
    case = await a_hidden_case(cast)
    leader = await somebody(Role.LEADER, await body("MAYOR"))
    assert (await asked(WORDS, case, leader))["submission"]["body"] == SENTENCE
    assert await Task.filter(submission_id=case.id).count() == 1
    assert NAME not in f"{await asked(BY_TASK, case, cast.officer)}"
