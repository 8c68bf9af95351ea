"""The machine of the instruction as data: every act, by everybody, in every state."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.actor import Actor, Leading, Role, Seat
from backend.instructions.models import Instruction, InstructionLine, LineState
from backend.instructions.policy import MAY, MAY_LINE
from backend.instructions.queries import is_overdue, viewer_acts, viewer_line_acts
from backend.instructions.workflow import LINE_STEPS, STEPS, InstructionAct, LineAct

pytestmark = pytest.mark.usefixtures("database")  # foreign keys get their columns by connecting
AREA, DEPARTMENT, ELSEWHERE = "320506", uuid4(), uuid4()
LEADER, OTHER_LEADER = uuid4(), uuid4()


def a_line(state: LineState = LineState.ISSUED, **columns: object) -> InstructionLine:
    """Return a line that was never stored."""
    given = {"department_id": DEPARTMENT, "leader_id": LEADER, "area_code": AREA, **columns}
    return InstructionLine(state=state, **given)


def somebody(
    role: Role,
    *,
    organization: UUID = ELSEWHERE,
    person: UUID | None = None,
    acts_for: tuple[Leading, ...] = (),
) -> Actor:
    """Return a person with one seat."""
    seat = Seat(role, organization, AREA, frozenset({AREA}), acts_for=acts_for)
    return Actor(person_id=person or uuid4(), seats=(seat,))


def the_leader(person: UUID = LEADER) -> Actor:
    return somebody(Role.LEADER, person=person)


def the_office(*leaders: UUID) -> Actor:
    """Return somebody of an office that acts for these leaders."""
    acts_for = tuple(Leading(leader, the_leader(leader).seats[0]) for leader in leaders)
    return somebody(Role.LEADER_OFFICE, acts_for=acts_for)


HEAD, OFFICER = (
    somebody(role, organization=DEPARTMENT) for role in (Role.DEPARTMENT_HEAD, Role.OFFICER)
)
EVERYBODY: dict[str, Actor] = {
    **{f"some {role}": somebody(role) for role in Role},
    "the department's head": HEAD,
    "its officer": OFFICER,
    "the leader": the_leader(),
    "another leader": the_leader(OTHER_LEADER),
    "his office": the_office(LEADER),
    "another leader's office": the_office(OTHER_LEADER),
}
JUDGES = {"the leader", "his office"}
MAY_NOW: dict[tuple[LineState, LineAct], set[str]] = {
    (LineState.ISSUED, LineAct.ACKNOWLEDGE): {"the department's head"},
    (LineState.ACKNOWLEDGED, LineAct.REPORT_BACK): {"the department's head"},
    (LineState.REPORTED_BACK, LineAct.ACCEPT): JUDGES,
    (LineState.REPORTED_BACK, LineAct.NOT_ENOUGH): JUDGES,
}


def test_every_act_has_a_step_and_a_rule() -> None:
    assert set(LINE_STEPS) == set(LineAct) == set(MAY_LINE)
    assert set(STEPS) == set(InstructionAct) == set(MAY)


@pytest.mark.parametrize("state", LineState)
@pytest.mark.parametrize("act", LineAct)
def test_each_act_on_a_line_is_offered_to_those_alone_and_there_alone(
    state: LineState, act: LineAct
) -> None:
    offered = {
        name for name, actor in EVERYBODY.items() if act in viewer_line_acts(a_line(state), actor)
    }
    assert offered == MAY_NOW.get((state, act), set())


@pytest.mark.parametrize("state", LineState)
def test_what_a_correction_replaced_is_offered_nothing_any_more(state: LineState) -> None:
    now = clock.now()
    for actor in EVERYBODY.values():
        assert viewer_line_acts(a_line(state, superseded_at=now), actor) == []
        old = Instruction(state=state, leader_id=LEADER, superseded_at=now)
        assert viewer_acts(old, actor) == []


@pytest.mark.parametrize("state", LineState)
def test_only_who_spoke_and_his_office_correct_and_release(state: LineState) -> None:
    row = Instruction(state=state, leader_id=LEADER)
    for act in InstructionAct:
        assert {n for n, actor in EVERYBODY.items() if act in viewer_acts(row, actor)} == JUDGES


def test_nobody_judges_what_his_own_department_reported() -> None:
    line = a_line(LineState.REPORTED_BACK)
    office = the_office(LEADER)
    both = Actor(person_id=office.person_id, seats=(*office.seats, *HEAD.seats))
    assert viewer_line_acts(line, both) == []
    himself = a_line(LineState.REPORTED_BACK, reported_by_id=office.person_id)
    assert viewer_line_acts(himself, office) == []


@pytest.mark.parametrize(
    ("state", "late_acknowledgement", "late_report"),
    [
        (LineState.ISSUED, True, True),
        (LineState.ACKNOWLEDGED, False, True),
        (LineState.REPORTED_BACK, False, False),
        (LineState.CLOSED, False, False),
    ],
)
def test_overdue_is_computed_from_the_state_and_the_clock(
    state: LineState, late_acknowledgement: bool, late_report: bool
) -> None:
    now = clock.now()
    past, later = now - timedelta(hours=1), now + timedelta(days=3)
    assert is_overdue(a_line(state, acknowledge_due_at=past, due_at=later)) is late_acknowledgement
    assert is_overdue(a_line(state, acknowledge_due_at=past, due_at=past)) is late_report
    assert not is_overdue(a_line(state, acknowledge_due_at=later, due_at=later))
    replaced = {"acknowledge_due_at": past, "due_at": past, "superseded_at": now}
    assert not is_overdue(a_line(state, **replaced))
