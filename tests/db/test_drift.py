from __future__ import annotations

from backend.db import connect, connection, disconnect, migrate, pending
from backend.db.make import drift
from tests.databases import Databases, all_model_modules
from tests.db.schemas import schema


async def test_migrations_say_what_the_models_say() -> None:
    assert await drift() == []


async def test_a_migrated_database_is_the_same_as_a_fresh_one(
    databases_of_this_run: Databases,
) -> None:
    modules = all_model_modules()
    two = [databases_of_this_run.bare(), databases_of_this_run.bare()]
    migrated, fresh = [await anext(bare) for bare in two]
    there = await migrate(migrated)
    assert await migrate(migrated, "zero") == there[::-1]
    assert await migrate(migrated) == there
    assert await pending(migrated) == []
    await connect(migrated, modules=modules)
    after = await schema()
    await disconnect()
    await connect(fresh, modules=modules)
    await connection.generate_schemas()
    assert after == await schema()
    await disconnect()
    for bare in two:
        await anext(bare, None)
