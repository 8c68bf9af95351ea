"""An outcome is told to others only as its firm has read and wants it, and never whose it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from backend import graph
from backend.accounts.actions import enrol, give_role
from backend.accounts.actors import actor_of_person
from backend.actor import ANONYMOUS, SYSTEM, Actor, Role
from backend.db import sql
from backend.errors import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from backend.events.models import Event
from backend.events.visibility import visible_to as events_visible_to
from backend.organizations import credit_code
from backend.organizations.actions import register_firm
from backend.organizations.drafts import FirmDraft
from backend.publications import actions, queries
from backend.publications.models import Publication, PublicationState
from backend.schema import schema
from backend.submissions import actions as cases
from backend.submissions.models import Outcome, State, Submission, Visibility
from tests.submissions.cast import Cast, a_firm, body, somebody, the_cast

NAME, PHONE = "苏州晨曦精密机械有限公司", "19900007777"
TEXT = actions.Text(
    title="变压器增容要多久？",
    question="厂区变压器容量不足，夏季频繁跳闸，增容要多久、费用谁出？",
    answer="外线工程由供电公司出资，受理后二十个工作日内接电。",
)
TYPED = "夏季变压器老跳闸，想增容"


@dataclass(frozen=True)
class Story:
    """A firm whose case was answered."""

    cast: Cast
    firm: Actor
    case: Submission


async def an_answered_case(cast: Cast, firm: Actor, visibility: Visibility) -> Submission:
    [seat] = firm.seats
    filing = cases.Filing(
        firm_id=seat.organization_id,
        body=f"{NAME}的变压器容量不足，频繁跳闸，请增容。联系人林晓月{PHONE}",
        visibility=visibility,
    )
    case = await cases.file(filing, actor=firm)
    await cases.accept(case, actor=cast.clerk)
    await cases.answer_directly(
        case, text=TEXT.answer, outcome=Outcome.EXPLAINED, detail="《办法》", actor=cast.clerk
    )
    return case


@pytest.fixture
async def story(database: str) -> Story:
    cast = await the_cast()
    code = credit_code.generate("320506", 7002)
    draft = FirmDraft(credit_code=code, name=NAME, area_code="320506")
    firm = await register_firm(draft, actor=SYSTEM)
    owner = await enrol("林晓月", phone=PHONE, is_demo=False)
    await give_role(owner, Role.ENTREPRENEUR, organization=firm)
    person = await actor_of_person(owner.id)
    return Story(cast, person, await an_answered_case(cast, person, Visibility.NORMAL))


async def published(story: Story) -> Publication:
    row = await actions.propose(story.case, TEXT, actor=story.cast.coordinator)
    await actions.consent(row, actor=story.firm)
    await actions.publish(row, actor=story.cast.coordinator)
    return row


async def asked(document: str, actor: Actor, **variables: Any) -> Any:
    """Send a document as somebody; return its data."""
    context = graph.Context(actor, "zh")
    answer = await schema.execute(document, variables, context_value=context)
    assert answer.errors is None, answer.errors
    return answer.data


async def test_what_the_firm_consented_to_is_found_by_everybody_while_he_types(
    story: Story,
) -> None:
    row = await published(story)
    for area_code in (None, "320506", "320500"):
        [offered] = await queries.answers_to(TYPED, area_code=area_code, limit=5)
        assert offered.publication.id == row.id
        assert "变压器" in offered.words
    assert await queries.answers_to(TYPED, area_code="320508", limit=5) == []
    assert await queries.answers_to("孩子上学的名额", area_code=None, limit=5) == []
    where = queries.visible_to(ANONYMOUS) & queries.searched("变压器 跳闸")
    assert [each.id for each in await sql.rows(Publication, where)] == [row.id]


async def test_before_the_firm_consents_nobody_else_reads_it(story: Story) -> None:
    row = await actions.propose(story.case, TEXT, actor=story.cast.coordinator)
    others = (ANONYMOUS, story.cast.officer, story.cast.firm)
    for actor in others:
        assert await sql.rows(Publication, queries.visible_to(actor)) == []
    for actor in (story.firm, story.cast.clerk, story.cast.coordinator):
        assert len(await sql.rows(Publication, queries.visible_to(actor))) == 1
    with pytest.raises(NotPossible):
        await actions.publish(row, actor=story.cast.coordinator)
    assert await queries.answers_to(TYPED, area_code=None, limit=5) == []


async def test_consent_is_to_exactly_the_words_that_were_read(story: Story) -> None:
    row = await actions.propose(story.case, TEXT, actor=story.cast.clerk)
    read = row.version
    changed = actions.Text(TEXT.title, TEXT.question, "另有补贴。")
    await actions.revise(row, changed, actor=story.cast.clerk)
    with pytest.raises(Conflict):
        await actions.consent(row, actor=story.firm, expected_version=read)
    await actions.consent(row, actor=story.firm, expected_version=row.version)
    await actions.revise(row, TEXT, actor=story.cast.clerk)
    assert row.state is PublicationState.PROPOSED
    assert row.consented_at is None
    with pytest.raises(NotPossible):
        await actions.publish(row, actor=story.cast.clerk)


async def test_only_the_firm_consents_and_only_offices_propose_and_publish(story: Story) -> None:
    cast = story.cast
    for actor in (story.firm, cast.firm, cast.officer, cast.supervisor, ANONYMOUS):
        with pytest.raises(NotAllowed):
            await actions.propose(story.case, TEXT, actor=actor)
    row = await actions.propose(story.case, TEXT, actor=cast.coordinator)
    for actor in (cast.firm, cast.coordinator, cast.clerk, cast.officer, ANONYMOUS):
        with pytest.raises(NotAllowed):
            await actions.consent(row, actor=actor)
        with pytest.raises(NotAllowed):
            await actions.refuse(row, actor=actor)
    await actions.consent(row, actor=story.firm)
    for actor in (story.firm, cast.firm, cast.officer, ANONYMOUS):
        with pytest.raises(NotAllowed):
            await actions.publish(row, actor=actor)


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (NAME, NAME),
        ("晨曦", "晨曦"),
        ("林 晓月", "林 晓月"),
        (PHONE, PHONE),
        ("199-0000-7777", "199-0000-7777"),
        ("a@example.com", "a@example.com"),
        ("91320506DEMX00014B", "91320506DEMX00014B"),
    ],
)
@pytest.mark.parametrize("field", ["title", "question", "answer"])
async def test_words_that_tell_whose_it_is_are_refused_with_what_was_found(
    left: str, found: str, field: str, story: Story
) -> None:
    words = {"title": TEXT.title, "question": TEXT.question, "answer": TEXT.answer}
    words[field] += left
    with pytest.raises(Invalid) as refused:
        await actions.propose(story.case, actions.Text(**words), actor=story.cast.clerk)
    assert refused.value.code == "IDENTIFYING"
    assert refused.value.path == ("input", field)
    assert f"“{found}”" in refused.value.words.zh
    assert await Publication.all().count() == 0


async def test_the_words_are_read_again_when_they_are_published(story: Story) -> None:
    """The firm may have got another name, or a person, since it consented."""
    row = await actions.propose(story.case, TEXT, actor=story.cast.clerk)
    await actions.consent(row, actor=story.firm)
    await sql.execute(
        "UPDATE organization SET name = ? WHERE id = ?", ("接电有限公司", row.firm_id)
    )
    with pytest.raises(Invalid) as refused:
        await actions.publish(row, actor=story.cast.clerk)
    assert "“接电”" in refused.value.words.zh
    assert (await Publication.get(id=row.id)).state is PublicationState.CONSENTED


async def test_a_confidential_case_is_told_only_when_its_firm_asks(story: Story) -> None:
    case = await an_answered_case(story.cast, story.firm, Visibility.CONFIDENTIAL)
    with pytest.raises(NotPossible):
        await actions.propose(case, TEXT, actor=story.cast.clerk)
    row = await actions.ask(case, actor=story.firm)
    with pytest.raises(NotAllowed):
        await actions.propose(case, TEXT, actor=story.cast.coordinator)
    row = await actions.propose(case, TEXT, actor=story.cast.clerk)
    # What is refused in the words would tell the coordinator which firm it is.
    with pytest.raises(NotAllowed):
        await actions.revise(row, replace(TEXT, title=NAME), actor=story.cast.coordinator)
    await actions.consent(row, actor=story.firm)
    with pytest.raises(NotAllowed):
        await actions.publish(row, actor=story.cast.coordinator)
    assert queries.viewer_acts(row, story.cast.coordinator) == []
    await actions.publish(row, actor=story.cast.clerk)


async def test_what_is_not_answered_or_only_recorded_is_not_told(story: Story) -> None:
    for columns in ({"state": State.IN_HANDLING}, {"state": State.CLOSED, "recorded": True}):
        await Submission.filter(id=story.case.id).update(**columns)
        case = await Submission.get(id=story.case.id)
        with pytest.raises(NotPossible):
            await actions.propose(case, TEXT, actor=story.cast.clerk)


async def test_after_a_refusal_only_the_firm_brings_it_up_again(story: Story) -> None:
    row = await actions.propose(story.case, TEXT, actor=story.cast.clerk)
    await actions.refuse(row, actor=story.firm)
    with pytest.raises(NotPossible):
        await actions.propose(story.case, TEXT, actor=story.cast.clerk)
    again = await actions.ask(story.case, actor=story.firm)
    assert again.id == row.id
    assert again.state is PublicationState.ASKED
    await actions.propose(story.case, TEXT, actor=story.cast.clerk)


@pytest.mark.parametrize("who", ["firm", "federation"])
async def test_the_firm_or_the_federation_takes_it_back(who: str, story: Story) -> None:
    row = await published(story)
    with pytest.raises(NotAllowed):
        await actions.withdraw(row, reason="不再适用", actor=story.cast.coordinator)
    actor = story.firm if who == "firm" else story.cast.clerk
    await actions.withdraw(row, reason="不再适用", actor=actor)
    assert await queries.answers_to(TYPED, area_code=None, limit=5) == []
    assert await sql.rows(Publication, queries.visible_to(ANONYMOUS)) == []
    with pytest.raises(NotFound):
        await queries.published(row.id)


async def test_offices_read_whose_it_was_and_nobody_else_does(story: Story) -> None:
    row = await published(story)
    document = """query($id: ID!) { publication(id: $id) {
        title submission { id firm { name } } proposedAt answeredCount viewerActions } }"""
    given = {"id": graph.encode_id("Publication", row.id)}
    for actor in (ANONYMOUS, story.cast.officer, story.cast.firm):
        seen = (await asked(document, actor, **given))["publication"]
        assert seen["title"] == TEXT.title
        assert (seen["submission"], seen["proposedAt"], seen["answeredCount"]) == (None,) * 3
        assert seen["viewerActions"] == []
        where = events_visible_to(actor) & sql.Where("event.aggregate_type = ?", ("Publication",))
        assert await sql.rows(Event, where) == []
    seen = (await asked(document, story.cast.clerk, **given))["publication"]
    assert seen["submission"]["firm"]["name"] == NAME
    assert seen["viewerActions"] == ["WITHDRAW"]


async def test_the_draft_shows_what_has_to_go_and_a_text_without_it(story: Story) -> None:
    document = """query($id: ID!) { publicationDraft(submissionId: $id) {
        field text redacted spans { start end kind text standsFor mustGo } } }"""
    given = {"id": graph.encode_id("Submission", story.case.id)}
    draft = (await asked(document, story.cast.clerk, **given))["publicationDraft"]
    question = next(each for each in draft if each["field"] == "question")
    kinds = {span["kind"] for span in question["spans"]}
    assert {"FIRM_NAME", "PERSON_NAME", "PHONE"} <= kinds
    for name in (NAME, "林晓月", PHONE):
        assert name in question["text"]
        assert name not in question["redacted"]
    for actor in (ANONYMOUS, story.cast.officer, story.firm):
        assert (await asked(document, actor, **given))["publicationDraft"] is None


async def test_me_too_files_a_case_that_keeps_what_it_was_filed_beside(story: Story) -> None:
    row = await published(story)
    firm = await a_firm("320508")
    other = await somebody(Role.ENTREPRENEUR, firm)
    filing = cases.Filing(firm_id=firm.id, body="同样的问题", related_publication_id=row.id)
    case = await actions.me_too(row, filing, actor=other)
    document = """query($case: ID!, $told: ID!) {
      submission(id: $case) { relatedPublication { title } }
      publication(id: $told) { meTooCount meTooSubmissions(first: 5) { nodes { number } } } }"""
    given = {
        "case": graph.encode_id("Submission", case.id),
        "told": graph.encode_id("Publication", row.id),
    }
    staff = await somebody(Role.FEDERATION, await body("FED"))
    seen = await asked(document, staff, **given)
    assert seen["submission"]["relatedPublication"]["title"] == TEXT.title
    assert seen["publication"]["meTooCount"] == 1
    assert [node["number"] for node in seen["publication"]["meTooSubmissions"]["nodes"]] == [
        case.number
    ]
    for_firm = await asked(document, story.firm, **given)
    assert for_firm["submission"] is None
    assert for_firm["publication"]["meTooSubmissions"]["nodes"] == []


async def test_whom_it_answers_is_counted_once(story: Story) -> None:
    row = await published(story)
    for principal, is_known in (("person:1", True), ("person:1", True), ("anonymous:x", False)):
        await actions.answered_me(row, principal=principal, is_known=is_known)
    assert (await Publication.get(id=row.id)).answered_count == 2
    rows = await sql.fetch("SELECT reader FROM publication_reader")
    assert all("person" not in str(each["reader"]) for each in rows)
