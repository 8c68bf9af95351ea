"""No edge is left out: each is walked by a person, by time, by the worker or by a unit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.walk.every import MACHINES
from tests.walk.machines import tables
from tests.walk.test_by_time import BY_JOB
from tests.walk.test_by_units import BY_UNIT
from tests.walk.test_by_worker import BY_WORKER

WALKED: set[tuple[str, Any, Any]] = {
    *BY_JOB,
    *BY_UNIT,
    *(("imports.STEPS", act, state) for act, state in BY_WORKER),
}


def test_every_table_of_steps_has_its_walk() -> None:
    assert MACHINES.keys() == tables().keys()


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_act_and_state_of_a_machine_is_walked(name: str) -> None:
    machine = MACHINES[name]
    assert set(machine.mutations) == set(machine.acts_by("person"))
    unsaid = machine.mutations.keys() - machine.said.keys()
    assert all(machine.steps[act].sources <= machine.unbrought.keys() for act in unsaid)
    brought = {state for kind in machine.kinds.values() for state in kind.states}
    assert brought | machine.unbrought.keys() == machine.states
    assert not brought & machine.unbrought.keys()
    for act, state in machine.closed:
        assert state in machine.steps[act].sources


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_edge_that_no_person_takes_is_walked_too(name: str) -> None:
    machine = MACHINES[name]
    edges = {
        (name, act, state)
        for act in machine.acts_by("time", "unit")
        for state in machine.steps[act].sources
        if (act, state) not in machine.closed
    }
    assert edges == {edge for edge in WALKED if edge[0] == name}
