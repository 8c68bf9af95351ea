"""Whoever changes what happened is found out."""

from __future__ import annotations

import asyncio
from importlib import import_module

import pytest
from tortoise.exceptions import IntegrityError

from backend.db import Row, sql
from backend.events import verify_chain
from tests.events.cast import a_parcel, happens, much_happens


async def breaks() -> list[str]:
    return [found.wrong for found in (await verify_chain()).breaks]


async def test_a_thousand_concurrent_appends_make_valid_chains(database: str) -> None:
    parcels = [await a_parcel() for _ in range(5)]

    async def append(times: int) -> None:
        for number in range(times):
            await happens("parcel.moved", parcels[number % 5])

    await asyncio.gather(*(append(50) for _ in range(20)))
    verdict = await verify_chain()
    assert (verdict.events, verdict.breaks) == (1000, [])


@pytest.mark.engine("postgres")  # on SQLite a unit of work holds the whole file
async def test_sabotaged_twin_appends_that_do_not_hold_the_row_collide(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hold_nothing(_row: Row) -> None:
        await asyncio.sleep(0.01)

    monkeypatch.setattr(import_module("backend.events.record"), "_hold", hold_nothing)
    parcel = await a_parcel()
    with pytest.raises(IntegrityError):
        await asyncio.gather(*(happens("parcel.moved", parcel) for _ in range(20)))


@pytest.mark.parametrize(
    "change",
    [
        """payload = '{"size": 2}'""",
        "occurred_at = '2020-01-01 00:00:00.000000+00:00'",
        "reason = 'another'",
        "role = 'OFFICER'",
        "area_code = '1'",
        "is_silent = (1 = 1)",
        "name = 'parcel.closed'",
    ],
)
async def test_an_edit_is_found(database: str, change: str) -> None:
    parcel = await a_parcel()
    await much_happens(parcel, 3)
    await sql.execute(f"UPDATE event SET {change} WHERE sequence = 2")
    assert await breaks() == ["was changed"]


async def test_an_edit_with_its_hash_made_new_breaks_the_next_link(database: str) -> None:
    await much_happens(await a_parcel(), 3)
    await sql.execute("UPDATE event SET hash = ? WHERE sequence = 2", ("f" * 64,))
    assert await breaks() == ["was changed", "does not follow the event before it"]


@pytest.mark.parametrize("gone", [1, 2])
async def test_a_removal_within_a_chain_is_found(database: str, gone: int) -> None:
    await much_happens(await a_parcel(), 3)
    await sql.execute("DELETE FROM event WHERE sequence = ?", (gone,))
    assert await breaks() == [
        f"number {gone} of its chain is missing",
        f"event {gone} of the stream is missing",
    ]


async def test_a_chain_cut_off_at_its_end_leaves_a_gap_in_the_stream(database: str) -> None:
    await much_happens(await a_parcel(), 3)
    await happens("parcel.opened", await a_parcel())
    await sql.execute("DELETE FROM event WHERE sequence = 3")
    assert await breaks() == ["event 3 of the stream is missing"]


async def test_a_reordering_is_found(database: str) -> None:
    await much_happens(await a_parcel(), 3)
    for before, after in ((2, 9), (3, 2), (9, 3)):
        await sql.execute(
            "UPDATE event SET aggregate_sequence = ? WHERE aggregate_sequence = ?", (after, before)
        )
    assert "does not follow the event before it" in await breaks()


async def test_one_chain_can_be_verified_alone(database: str) -> None:
    one, other = await a_parcel(), await a_parcel()
    await much_happens(one, 2)
    await much_happens(other, 3)
    await sql.execute("UPDATE event SET reason = 'x' WHERE sequence = 1")
    verdict = await verify_chain(aggregate=("Parcel", other.id))
    assert (verdict.events, verdict.breaks) == (3, [])
    assert len((await verify_chain(aggregate=("Parcel", one.id))).breaks) == 1


async def test_long_histories_are_read_in_batches(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.events.chain._BATCH", 4)
    for times in (3, 5, 1):
        await much_happens(await a_parcel(), times)
    verdict = await verify_chain()
    assert (verdict.events, verdict.breaks) == (9, [])
