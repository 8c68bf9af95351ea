"""Insert or bring up to date by a natural key: what makes loading twice the same as once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from backend.db import Row, VersionedRow
from backend.errors import conflict

RowT = TypeVar("RowT", bound=Row)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept(Generic[RowT]):
    """A row as it now stands, and what that took: made new, these columns changed, or nothing."""

    row: RowT
    is_new: bool
    changed: tuple[str, ...] = ()


async def keep(
    model: type[RowT], drafts: Sequence[Values], *, by: tuple[str, ...]
) -> list[Kept[RowT]]:
    """Keep each draft as a row: a new one, or that of the same `by` columns brought up to it.

    Columns a draft does not name stay as they are. Two who keep the same draft at once make one row.
    Call it inside a unit, as its first statement. The answers stand in the order of the drafts.
    """
    if not drafts:
        return []
    made = [model(**draft) for draft in drafts]
    await model.bulk_create(made, ignore_conflicts=True)
    first = by[0]
    wanted = {draft[first] for draft in drafts}
    found = {_key(row, by): row for row in await model.filter(**{f"{first}__in": wanted})}
    new = {row.id for row in made}
    kept: list[Kept[RowT]] = []
    for draft, row in zip(drafts, made, strict=True):
        existing = found[_key(row, by)]
        is_new = existing.id in new
        kept.append(Kept(existing, is_new, () if is_new else await _bring_up(existing, draft)))
    return kept


def _key(row: Row, by: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in by)


async def _bring_up(row: Row, draft: Values) -> tuple[str, ...]:
    """Change the columns in which `row` differs from `draft`, compare-and-set; return their names."""
    changed = {name: value for name, value in draft.items() if getattr(row, name) != value}
    if not changed:
        return ()
    unchanged = type(row).filter(id=row.id)
    values = dict(changed)
    if isinstance(row, VersionedRow):
        unchanged = unchanged.filter(version=row.version)
        values["version"] = row.version + 1
    if not await unchanged.update(**values):
        raise conflict(row)
    for name, value in values.items():
        setattr(row, name, value)
    return tuple(changed)
