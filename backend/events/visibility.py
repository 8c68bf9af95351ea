"""Who sees which event: whoever sees the row it is about, and of internal ones only the staff.

Wiring says once, for every type of row, what `visible_to` is; a type left out is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from backend.actor import Actor, Role
from backend.db import Row, sql

VisibleTo = Callable[[Actor], sql.Where]

STAFF: Final = (
    Role.FEDERATION,
    Role.COORDINATOR,
    Role.OFFICER,
    Role.DEPARTMENT_HEAD,
    Role.LEADER,
    Role.LEADER_OFFICE,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.ADMIN,
)

VISIBLE: dict[str, tuple[str, VisibleTo]] = {}
"""The table of each aggregate type, and who sees which of its rows."""

INTERNAL: set[str] = set()
"""The names of the events that only staff may see."""


def register_visibility(
    by_type: Mapping[type[Row], VisibleTo], *, internal: Iterable[str] = ()
) -> None:
    """Say who sees the events about each type of row, and which names are for staff only."""
    for model, visible in by_type.items():
        VISIBLE[model.__name__] = (sql.table_of(model), visible)
    INTERNAL.update(internal)


def visible_to(actor: Actor) -> sql.Where:
    """Events about the rows the actor sees; internal ones if he is staff in their area."""
    seen = sql.NOTHING
    for aggregate_type, (table, visible) in sorted(VISIBLE.items()):
        theirs = visible(actor)
        if theirs == sql.NOTHING:
            continue
        seen |= sql.Where("event.aggregate_type = ?", (aggregate_type,)) & _about(table, theirs)
    return seen & _open_to(actor)


def _about(table: str, theirs: sql.Where) -> sql.Where:
    if theirs == sql.EVERYTHING:
        return sql.EVERYTHING
    name = sql.quoted(table)
    return sql.Where(
        f"EXISTS (SELECT 1 FROM {name} WHERE {name}.id = event.aggregate_id AND ({theirs.text}))",
        theirs.values,
    )


def _open_to(actor: Actor) -> sql.Where:
    """Everything that is not internal, and what is internal to the actor's own areas."""
    if actor.is_system or not INTERNAL:
        return sql.EVERYTHING
    return ~sql.is_in("event.name", sorted(INTERNAL)) | sql.is_in(
        "event.area_code", sorted(actor.areas_as(*STAFF))
    )
