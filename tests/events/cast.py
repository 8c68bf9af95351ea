"""Parcels and what happens to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.actor import SYSTEM
from backend.db import unit_of_work
from backend.events import Draft, Event, record, record_many
from tests.events.models import Parcel


async def a_parcel(*, firm_id: UUID | None = None, area_code: str = "320500") -> Parcel:
    """A parcel of which nothing has happened yet."""
    return await Parcel.create(firm_id=firm_id, area_code=area_code)


async def happens(
    name: str,
    parcel: Parcel,
    *,
    payload: Mapping[str, object] | None = None,
    silent: bool = False,
    occurred_at: datetime | None = None,
) -> Event:
    """Record one event in a unit of its own, on the parcel's own thread."""
    async with unit_of_work():
        return await record(
            name,
            parcel,
            actor=SYSTEM,
            area_code=parcel.area_code,
            thread_id=parcel.id,
            payload=payload or {},
            silent=silent,
            occurred_at=occurred_at,
        )


async def much_happens(parcel: Parcel, times: int, *, silent: bool = False) -> list[Event]:
    """Record many events in one unit."""
    drafts = [
        Draft("parcel.moved", "Parcel", parcel.id, SYSTEM, parcel.area_code, thread_id=parcel.id)
        for _ in range(times)
    ]
    async with unit_of_work():
        return await record_many(drafts, silent=silent)
