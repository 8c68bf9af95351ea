"""The machine of the case as data: what is offered, to whom, and what never is."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from backend.actor import Actor, Role, Seat
from backend.submissions.models import ClosedBy, DisputeReason, State, Submission, Visibility
from backend.submissions.policy import MAY
from backend.submissions.queries import FIRM_WORDS, viewer_acts
from backend.submissions.workflow import STEPS, Act

pytestmark = pytest.mark.usefixtures("database")  # foreign keys get their columns by connecting
FIRM, LEAD, ELSEWHERE = uuid4(), uuid4(), uuid4()


VERIFYING = {Act.OPEN, Act.ACCEPT, Act.ACCEPT_AND_DISPATCH, Act.ASK_INFO, Act.DECLINE}
RULING = {Act.REDO, Act.UPHOLD}


def a_case(**columns: object) -> Submission:
    """Return a case that was never stored."""
    lead = {"lead_department_id": LEAD, "lead_ids": [str(LEAD)]}
    filed = {"area_code": "320506", "firm_id": FIRM, "filed_by_id": FIRM}
    given = {**filed, **lead, **columns}
    return Submission(**given)


def somebody(role: Role, *, organization: UUID = ELSEWHERE, area: str = "320506") -> Actor:
    """Return a person with one seat."""
    seat = Seat(role, organization, area, frozenset({area}))
    return Actor(person_id=uuid4(), seats=(seat,))


def test_every_act_has_a_step_and_a_rule() -> None:
    assert set(STEPS) == set(Act) == set(MAY)


def test_every_state_but_the_draft_has_a_word_for_the_firm() -> None:
    assert set(FIRM_WORDS) == set(State) - {State.DRAFT}


def test_an_act_that_time_or_a_unit_takes_is_nobodys_button() -> None:
    for act, step in STEPS.items():
        if step.by != "person":
            assert all(MAY[act](somebody(role), a_case()) is None for role in Role)


def test_what_time_or_a_unit_does_is_never_among_the_viewers_acts() -> None:
    hidden = {act for act, step in STEPS.items() if step.by != "person"}
    assert hidden
    for state in State:
        for role in Role:
            for organization in (FIRM, LEAD, ELSEWHERE):
                acts = viewer_acts(a_case(state=state), somebody(role, organization=organization))
                assert not hidden & set(acts)


@pytest.mark.parametrize("role", [Role.FEDERATION, Role.COORDINATOR, Role.SUPERVISOR])
def test_a_neighbouring_district_is_offered_nothing(role: Role) -> None:
    for state in State:
        assert viewer_acts(a_case(state=state), somebody(role, area="320583")) == []


def test_the_federation_verifies_and_the_firm_does_not() -> None:
    case = a_case(state=State.FILED)
    assert set(viewer_acts(case, somebody(Role.FEDERATION))) >= {
        *VERIFYING,
        Act.MOVE,
        Act.MARK_COMPLAINT,
        Act.REVEAL_CONTACT,
    }
    own = set(viewer_acts(case, somebody(Role.ENTREPRENEUR, organization=FIRM)))
    assert {Act.WITHDRAW, Act.ADD_INFO} <= own
    assert not own & (VERIFYING | {Act.MOVE, Act.MARK_COMPLAINT, Act.REVEAL_CONTACT})


def test_a_clerk_who_also_sits_in_the_firm_does_not_verify_its_case() -> None:
    federation = somebody(Role.FEDERATION).seats[0]
    own_firm = somebody(Role.ENTREPRENEUR, organization=FIRM).seats[0]
    both = Actor(person_id=uuid4(), seats=(federation, own_firm))
    own = set(viewer_acts(a_case(state=State.FILED), both))
    assert own == set(viewer_acts(a_case(state=State.FILED), Actor(uuid4(), seats=(own_firm,))))


def test_nobody_rules_on_what_his_own_organization_leads() -> None:
    case = a_case(state=State.DISPUTED, dispute_reason=DisputeReason.NOT_SOLVED)
    assert set(viewer_acts(case, somebody(Role.COORDINATOR))) >= RULING
    assert not RULING & set(viewer_acts(case, somebody(Role.COORDINATOR, organization=LEAD)))
    assert not RULING & set(viewer_acts(case, somebody(Role.FEDERATION)))


def test_who_leads_one_of_several_tasks_does_not_rule_either() -> None:
    case = a_case(
        state=State.DISPUTED,
        dispute_reason=DisputeReason.NOT_SOLVED,
        lead_ids=[str(LEAD), str(ELSEWHERE)],
    )
    assert not RULING & set(viewer_acts(case, somebody(Role.COORDINATOR)))


def test_a_department_calls_the_firm_it_works_for_unless_the_firm_hides() -> None:
    officer = somebody(Role.OFFICER, organization=LEAD)
    assert Act.REVEAL_CONTACT in viewer_acts(a_case(state=State.IN_HANDLING), officer)
    hidden = a_case(state=State.IN_HANDLING, visibility=Visibility.CONFIDENTIAL)
    assert Act.REVEAL_CONTACT not in viewer_acts(hidden, officer)
    assert Act.REVEAL_CONTACT in viewer_acts(hidden, somebody(Role.FEDERATION))


def test_where_the_coordinating_organization_leads_the_federation_rules() -> None:
    case = a_case(
        state=State.DISPUTED, dispute_reason=DisputeReason.NOT_SOLVED, lead_also_coordinates=True
    )
    assert set(viewer_acts(case, somebody(Role.FEDERATION))) >= RULING
    assert set(viewer_acts(case, somebody(Role.SUPERVISOR))) >= RULING
    assert not RULING & set(viewer_acts(case, somebody(Role.FEDERATION, organization=LEAD)))


@pytest.mark.parametrize("reason", [DisputeReason.NOT_CONTACTED, DisputeReason.NOT_ANSWERED])
def test_what_is_redone_by_itself_is_never_upheld(reason: DisputeReason) -> None:
    case = a_case(state=State.DISPUTED, dispute_reason=reason)
    assert RULING & set(viewer_acts(case, somebody(Role.COORDINATOR))) == {Act.REDO}


def test_a_case_that_was_upheld_or_recorded_cannot_be_disputed() -> None:
    owner = somebody(Role.ENTREPRENEUR, organization=FIRM)
    for closed_by in (ClosedBy.UPHELD, ClosedBy.NO_REPLY, ClosedBy.RECORDED):
        assert viewer_acts(a_case(state=State.CLOSED, closed_by=closed_by), owner) == []
