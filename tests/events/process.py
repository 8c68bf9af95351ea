"""A process that records or delivers, and may be killed at the worst moment.

python -m tests.events.process DATABASE_URL WHAT PARCEL_ID
"""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
from uuid import UUID

from backend.db import after_commit, connect, disconnect, sql, unit_of_work
from backend.events import Event, delivery, number_new
from tests.events.cast import happens
from tests.events.models import Parcel

MODULES = ("backend.events.models", "backend.jobs.models", "tests.events.models")


async def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def count(event: Event) -> None:
    """The effect: the parcel counts its openings."""
    await sql.execute("UPDATE parcel SET opened = opened + 1 WHERE id = ?", (event.aggregate_id,))


async def count_and_die(event: Event) -> None:
    await count(event)
    await die()


async def record_and_die(parcel: Parcel) -> None:
    """Die between the commit and the number."""
    async with unit_of_work():
        after_commit(die)
        await happens("parcel.opened", parcel)


async def react_and_die() -> None:
    """Die within the reaction, its effect written and not yet kept."""
    await delivery.deliver({"parcel.opened": (_as(count_and_die),)})


async def react_before_marking_and_die() -> None:
    """The sabotaged twin: effect and mark are two units, and the process dies between them."""
    await number_new()
    await delivery._spread({"parcel.opened": (count,)})
    for each in await delivery._claim([delivery.name_of(count)]):
        event = await Event.get(id=each.event_id)
        async with unit_of_work():
            await count(event)
        await die()


def _as(reaction: delivery.Reaction) -> delivery.Reaction:
    """Let `reaction` go by the name of `count`."""
    reaction.__module__, reaction.__qualname__ = count.__module__, count.__qualname__
    return reaction


async def main(database_url: str, what: str, parcel_id: str) -> None:
    await connect(database_url, modules=MODULES)
    match what:
        case "record":
            await happens("parcel.opened", await Parcel.get(id=UUID(parcel_id)))
        case "record-and-die":
            await record_and_die(await Parcel.get(id=UUID(parcel_id)))
        case "react-and-die":
            await react_and_die()
        case "sabotaged":
            await react_before_marking_and_die()
        case _:
            await delivery.deliver({"parcel.opened": (count,)})
    await disconnect()


if __name__ == "__main__":
    # Under its own name: reactions are remembered by theirs.
    process = importlib.import_module("tests.events.process")
    asyncio.run(process.main(*sys.argv[1:]))
