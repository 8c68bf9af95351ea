"""Who sees which event: whoever sees the row it is about, and of internal ones only the staff.

Wiring says once, for every type of row, what `visible_to` is; a type left out is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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

CONFIDENTIAL: dict[str, tuple[Role, ...]] = {}
"""The names of the events that only some roles of the area may see."""

PRIVATE: dict[str, frozenset[str]] = {}
"""What figures need of the payload of an event, and its readers must not see: keys by name."""

WINDOWS: list[VisibleTo] = []
"""What is seen of rows that are out of sight: conditions over the columns of `event`."""


def register_visibility(
    by_type: Mapping[type[Row], VisibleTo],
    *,
    internal: Iterable[str] = (),
    confidential: Mapping[str, tuple[Role, ...]] | None = None,
    windows: Iterable[VisibleTo] = (),
    private: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Say who sees the events about each type of row, and which names are for some staff only."""
    for model, visible in by_type.items():
        VISIBLE[model.__name__] = (sql.table_of(model), visible)
    INTERNAL.update(internal)
    CONFIDENTIAL.update(confidential or {})
    PRIVATE.update({name: frozenset(keys) for name, keys in (private or {}).items()})
    WINDOWS.extend(window for window in windows if window not in WINDOWS)


def shown_payload(name: str, payload: Mapping[str, object]) -> dict[str, object]:
    """Return of an event's payload what those may read who see the event."""
    private = PRIVATE.get(name, frozenset())
    return {key: value for key, value in payload.items() if key not in private}


def visible_to(actor: Actor) -> sql.Where:
    """Events about the rows the actor sees; internal ones if he is staff in their area."""
    seen = sql.NOTHING
    for aggregate_type, (table, visible) in sorted(VISIBLE.items()):
        theirs = visible(actor)
        if theirs == sql.NOTHING:
            continue
        seen |= sql.Where("event.aggregate_type = ?", (aggregate_type,)) & _about(table, theirs)
    for window in WINDOWS:
        seen |= window(actor)
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
    if actor.is_system:
        return sql.EVERYTHING
    # What a deputy leader does not see of his areas is not among the rows this is asked about.
    areas = actor.areas_as(*STAFF) | actor.portfolio_areas
    open_to = _unless(sorted(INTERNAL), areas)
    for roles in sorted(set(CONFIDENTIAL.values())):
        names = sorted(name for name, readers in CONFIDENTIAL.items() if readers == roles)
        open_to &= _unless(names, actor.areas_as(*roles))
    return open_to


def _unless(names: Sequence[str], areas: Iterable[str]) -> sql.Where:
    """Everything but `names`; those too in `areas`."""
    if not names:
        return sql.EVERYTHING
    return ~sql.is_in("event.name", names) | sql.is_in("event.area_code", sorted(areas))
