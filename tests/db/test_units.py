# ruff: noqa: PT012 - a unit is several statements
from __future__ import annotations

import asyncio
import logging

import pytest
from tortoise.exceptions import IntegrityError, TransactionManagementError

from backend.db import after_commit, sql, unit_of_work
from tests.db.models import Box


async def names() -> list[str]:
    return sorted([box.name for box in await Box.all()])


async def test_all_of_a_unit_is_kept(database: str) -> None:
    async with unit_of_work():
        await Box.create(name="a")
        await Box.create(name="b")
    assert await names() == ["a", "b"]


async def test_nothing_of_a_failed_unit_is_kept(database: str) -> None:
    with pytest.raises(LookupError):
        async with unit_of_work():
            await Box.create(name="a")
            raise LookupError
    assert await names() == []


async def test_a_unit_reads_what_it_wrote_and_nobody_else_does(database: str) -> None:
    async with unit_of_work():
        await Box.create(name="a")
        assert await sql.count(Box) == 1
    assert await sql.count(Box) == 1


async def test_an_inner_failure_breaks_the_outer_unit_although_it_was_swallowed(
    database: str,
) -> None:
    with pytest.raises(TransactionManagementError):
        async with unit_of_work():
            await Box.create(name="a")
            try:
                async with unit_of_work():
                    raise LookupError
            except LookupError:
                pass
    assert await names() == []


async def test_a_refused_statement_never_looks_like_a_commit(database: str) -> None:
    await Box.create(name="a")
    with pytest.raises((IntegrityError, TransactionManagementError)):
        async with unit_of_work():
            await Box.create(name="b")
            async with unit_of_work():
                await Box.create(name="a")
    assert await names() == ["a"]


async def test_what_follows_a_commit_runs_after_the_outermost_one_in_order(database: str) -> None:
    ran: list[object] = []

    async def first() -> None:
        ran.append(await sql.count(Box))

    async def second() -> None:
        ran.append("second")

    async with unit_of_work():
        async with unit_of_work():
            await Box.create(name="a")
            after_commit(first)
        after_commit(second)
        assert ran == []
    assert ran == [1, "second"]


async def test_nothing_follows_a_rollback(database: str) -> None:
    ran: list[str] = []

    async def follow() -> None:
        ran.append("ran")

    with pytest.raises(LookupError):
        async with unit_of_work():
            after_commit(follow)
            raise LookupError
    assert ran == []


async def test_an_error_after_the_commit_is_logged_and_harms_nobody(
    database: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise LookupError("nobody there")

    with caplog.at_level(logging.ERROR):
        async with unit_of_work():
            await Box.create(name="a")
            after_commit(fail)
    assert await names() == ["a"]
    assert "nobody there" in caplog.text


async def test_a_task_that_outlives_its_unit_can_no_longer_write(database: str) -> None:
    goes_on = asyncio.Event()

    async def late() -> None:
        await goes_on.wait()
        await Box.create(name="late")

    async with unit_of_work():
        task = asyncio.create_task(late())
        await asyncio.sleep(0)
    goes_on.set()
    with pytest.raises(TransactionManagementError):
        await task
    assert await names() == []


@pytest.mark.parametrize(
    "question", ["SELECT 1 AS one", "WITH a AS (SELECT 1 AS one) SELECT one FROM a"]
)
async def test_a_question_does_not_wait_for_an_open_unit(database: str, question: str) -> None:
    async def ask() -> list[dict[str, object]]:
        return await sql.fetch(question)

    is_open = asyncio.Event()
    is_answered = asyncio.Event()

    async def write() -> None:
        async with unit_of_work():
            await Box.create(name="a")
            is_open.set()
            async with asyncio.timeout(5):
                await is_answered.wait()

    writing = asyncio.create_task(write())
    await is_open.wait()
    assert await ask() == [{"one": 1}]
    is_answered.set()
    await writing
