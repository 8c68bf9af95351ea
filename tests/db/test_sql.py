from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from backend.db import sql, unit_of_work, uuid7
from tests.db.models import Box, Colour, Thing

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def three_boxes() -> None:
    for number, colour in enumerate([Colour.RED, Colour.BLUE, Colour.RED]):
        await Box.create(
            name=f"box {number}",
            colour=colour,
            size=number,
            is_open=number == 1,
            packed_at=NOON + timedelta(hours=number),
            packed_on=date(2026, 3, 1 + number),
            contents={"number": number},
        )


async def found(where: sql.Where) -> list[int]:
    return [box.size for box in await sql.rows(Box, where, order="box.size")]


async def test_rows_come_back_as_they_were_kept(database: str) -> None:
    await three_boxes()
    box = await sql.one(Box, sql.Where("box.size = ?", (1,)))
    assert box is not None
    assert (box.colour, box.is_open, box.packed_at) == (
        Colour.BLUE,
        True,
        NOON + timedelta(hours=1),
    )
    assert (box.packed_on, box.contents, box.version) == (date(2026, 3, 2), {"number": 1}, 1)
    assert await sql.one(Box, sql.NOTHING) is None
    assert len(await sql.rows(Box, limit=2)) == 2


async def test_values_of_every_kind_are_understood_by_both_engines(database: str) -> None:
    await three_boxes()
    ids = [box.id for box in await sql.rows(Box, order="box.size")]
    assert await found(sql.is_in("box.id", ids[:2])) == [0, 1]
    assert await found(sql.Where("box.colour = ?", (Colour.RED,))) == [0, 2]
    assert await found(sql.Where("box.is_open = ?", (True,))) == [1]
    assert await found(sql.Where("box.packed_on >= ?", (date(2026, 3, 2),))) == [1, 2]
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    assert await found(sql.Where("box.packed_at <= ?", (shanghai,))) == [0]
    with pytest.raises(ValueError, match="zone"):
        await found(sql.Where("box.packed_at <= ?", (NOON.replace(tzinfo=None),)))


async def test_conditions_combine(database: str) -> None:
    await three_boxes()
    red, big = sql.Where("box.colour = ?", (Colour.RED,)), sql.Where("box.size > ?", (0,))
    assert await found(red & big) == [2]
    assert await found(red | big) == [0, 1, 2]
    assert await found(~red) == [1]
    assert await found(~(red & big) & big) == [1]
    assert await found(sql.EVERYTHING & red) == [0, 2]
    assert await found(sql.NOTHING | red) == [0, 2]
    assert await found(sql.is_in("box.size", [])) == []


async def test_a_question_mark_in_quotes_is_no_value(database: str) -> None:
    rows = await sql.fetch("""SELECT '?' AS a, 'it''s ?' AS b, ? || '' AS "c?" """, ("?",))
    assert rows == [{"a": "?", "b": "it's ?", "c?": "?"}]


async def test_execute_tells_how_many_rows_it_touched(database: str) -> None:
    await three_boxes()
    assert await sql.execute("UPDATE box SET size = size + ? WHERE colour = ?", (5, "RED")) == 2
    assert await sql.execute("DELETE FROM box WHERE size = 99") == 0
    returned = await sql.fetch("UPDATE box SET size = 70 WHERE size = ? RETURNING size, id", (1,))
    assert returned[0]["size"] == 70
    assert sql.as_uuid(returned[0]["id"]) == (await Box.get(size=70)).id
    inserted = "INSERT INTO thing (id, box_id, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    values = (uuid7(), sql.as_uuid(returned[0]["id"]), "thing")
    assert [await sql.execute(inserted, values) for _ in range(2)] == [1, 0]
    assert await sql.exists(Thing, sql.Where("thing.name = ?", ("thing",)))


async def test_fetched_columns_are_read_the_same_on_both_engines(database: str) -> None:
    await three_boxes()
    (row,) = await sql.fetch(
        "SELECT MAX(packed_at) AS at, MAX(packed_on) AS day, COUNT(*) > 1 AS several FROM box"
    )
    assert sql.as_instant(row["at"]) == NOON + timedelta(hours=2)
    assert sql.as_date(row["day"]) == date(2026, 3, 3)
    assert sql.as_bool(row["several"]) is True


async def test_statements_are_counted_wherever_they_come_from(database: str) -> None:
    await three_boxes()
    with sql.count_statements() as seen:
        await Box.all()
        await sql.count(Box)
        async with unit_of_work():
            await Box.filter(size=1).update(size=2)
    assert len(seen) == 3
    await Box.all()
    assert len(seen) == 3


async def test_a_read_does_not_wait_for_a_unit(database: str) -> None:
    inside, goes_on = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with unit_of_work():
            await Box.create(name="written")
            inside.set()
            await goes_on.wait()

    writing = asyncio.create_task(write())
    await inside.wait()
    async with asyncio.timeout(5):
        assert await sql.count(Box) == 0
    goes_on.set()
    await writing
    assert await sql.count(Box) == 1


def test_ids_grow_and_never_repeat() -> None:
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {(one.version, one.variant) for one in made} == {(7, made[0].variant)}
