"""Where a case may be sent, and who rules on what came of it."""

from __future__ import annotations

import pytest

from backend.accounts import queries as accounts
from backend.accounts.models import DisclosureLog
from backend.actor import SYSTEM
from backend.errors import Invalid, NotAllowed, NotPossible
from backend.organizations import actions as organizations
from backend.organizations.drafts import BodyDraft
from backend.organizations.models import Organization, OrganizationKind
from backend.submissions import actions, queries
from backend.submissions.models import Kind, Outcome, State, Submission, Verdict, Visibility
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, a_filed_case, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def an_office_of(area_code: str) -> Organization:
    """Return a new department of an area."""
    draft = BodyDraft(
        kind=OrganizationKind.DEPARTMENT,
        code=f"OFFICE-{area_code}",
        name="示例局",
        area_code=area_code,
    )
    [office] = await organizations.found_organizations([draft], actor=SYSTEM)
    return office


async def test_a_case_never_goes_to_a_department_of_a_neighbouring_district() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    neighbour = await an_office_of("320583")
    with pytest.raises(Invalid) as refused:
        await tasks.accept_and_dispatch(
            case, assignments=[tasks.Assignment(neighbour.id)], actor=cast.clerk
        )
    assert refused.value.path == ("input", "departments", 0)
    own = await an_office_of("320506")
    await tasks.accept_and_dispatch(case, assignments=[tasks.Assignment(own.id)], actor=cast.clerk)
    assert (await Submission.get(id=case.id)).lead_department_id == own.id


async def test_who_led_one_of_two_tasks_does_not_rule_on_the_dispute() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    both = [tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)]
    first, second = await tasks.accept_and_dispatch(
        case, assignments=both, actor=cast.clerk, kind=Kind.CONSULT
    )
    for task, officer in ((first, cast.officer), (second, cast.indit_officer)):
        await tasks.answer(
            task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=officer
        )
    case = await Submission.get(id=case.id)
    await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
    with pytest.raises(NotAllowed):
        await actions.uphold(case, explanation="依据充分", actor=cast.coordinator)
    await actions.uphold(case, explanation="依据充分", actor=cast.clerk)
    assert (await Submission.get(id=case.id)).state is State.CLOSED


async def test_what_is_always_declined_is_never_taken_on() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    with pytest.raises(NotPossible) as refused:
        await actions.accept(case, category_code="LITIGATION", actor=cast.clerk)
    assert "法院" in refused.value.words.zh or "司法" in refused.value.words.zh


async def test_the_officer_learns_the_number_he_has_to_call_and_it_is_written_down() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    with pytest.raises(Invalid):
        await actions.reveal_contact(case, reason=" ", actor=cast.officer)
    number = await actions.reveal_contact(case, reason="首次联系企业", actor=cast.officer)
    assert cast.firm.person_id is not None
    assert number == await accounts.phone_of(cast.firm.person_id)
    [entry] = await DisclosureLog.all()
    assert (entry.viewer_id, entry.submission_id) == (cast.officer.person_id, case.id)
    for other in (cast.indit_officer, cast.coordinator, cast.supervisor):
        with pytest.raises(NotAllowed):
            await actions.reveal_contact(case, reason="好奇", actor=other)


async def test_a_hidden_firm_is_called_by_the_federation_alone() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    await tasks.accept_and_dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.clerk
    )
    assert not queries.identity_visible(cast.officer, case)
    with pytest.raises(NotAllowed):
        await actions.reveal_contact(case, reason="首次联系企业", actor=cast.officer)
    assert await actions.reveal_contact(case, reason="代为联系", actor=cast.clerk)
