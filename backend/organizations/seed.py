"""The founding city: its areas, categories, departments with duties and other bodies.

The data stands in `data/*.json`. Applied twice it changes nothing; a corrected file corrects the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import msgspec

from backend.actor import SYSTEM
from backend.db import unit_of_work
from backend.organizations.actions import (
    assign_duties,
    define_categories,
    found_organizations,
    open_areas,
)
from backend.organizations.drafts import AreaDraft, BodyDraft, CategoryDraft, DutyDraft
from backend.organizations.models import OrganizationKind

T = TypeVar("T")

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """A body in the file; in `in_each_district` its texts have the district's name and code."""

    kind: OrganizationKind
    code: str
    name: str
    name_en: str
    duties: tuple[DutyDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Founding:
    area_code: str
    organizations: tuple[_Body, ...]
    in_each_district: tuple[_Body, ...]


async def found_city() -> None:
    """Set up the founding city, or bring it up to the files."""
    areas = _read("areas", list[AreaDraft])
    founding = _read("organizations", _Founding)
    await open_areas(areas, actor=SYSTEM)
    categories = enumerate(_read("categories", list[CategoryDraft]))
    await define_categories(
        [replace(each, position=place) for place, each in categories], actor=SYSTEM
    )
    bodies = await found_organizations([*_bodies(founding, areas)], actor=SYSTEM)
    duties = {body.code: body.duties for body in founding.organizations}
    async with unit_of_work():
        for body in bodies:
            if assigned := duties.get(str(body.code)):
                await assign_duties(body, assigned, actor=SYSTEM)


def _bodies(founding: _Founding, areas: Sequence[AreaDraft]) -> Iterator[BodyDraft]:
    """Yield the city's bodies in the order of the file, then those of each district."""
    for position, body in enumerate(founding.organizations):
        yield _draft(body, area_code=founding.area_code, position=position)
    for area in areas:
        if area.parent_code == founding.area_code:
            for position, body in enumerate(founding.in_each_district):
                yield _draft(_placed(body, area), area_code=area.code, position=position)


def _placed(body: _Body, area: AreaDraft) -> _Body:
    words = {"code": area.code, "name_zh": area.name_zh, "name_en": area.name_en}
    return _Body(
        kind=body.kind,
        code=body.code.format_map(words),
        name=body.name.format_map(words),
        name_en=body.name_en.format_map(words),
    )


def _draft(body: _Body, *, area_code: str, position: int) -> BodyDraft:
    return BodyDraft(
        kind=body.kind,
        code=body.code,
        name=body.name,
        name_en=body.name_en,
        area_code=area_code,
        position=position,
    )


def _read(name: str, kind: type[T]) -> T:
    return msgspec.json.decode((_DATA / f"{name}.json").read_bytes(), type=kind)
