"""Every machine of the product with its walk."""

from __future__ import annotations

from tests.walk.machines import Machine
from tests.walk.of_cases import CASES
from tests.walk.of_others import IMPORTS, INSTRUCTIONS, LINES, PLACES, PUBLICATIONS
from tests.walk.of_tasks import OPINIONS, TASKS

MACHINES: dict[str, Machine] = {
    machine.table: machine
    for machine in (
        CASES,
        TASKS,
        OPINIONS,
        LINES,
        INSTRUCTIONS,
        PLACES,
        PUBLICATIONS,
        IMPORTS,
    )
}
