"""The published contract: what schema.graphql says is what the code does, and it reads well."""

from __future__ import annotations

from backend.cli import commands
from backend.cli.contract import contract
from backend.db.make import drift
from tests.graph.clients import node


def test_schema_graphql_is_what_the_code_says() -> None:
    assert commands.CONTRACT.read_text("utf-8") == contract()


async def test_the_migrations_make_what_the_models_say() -> None:
    assert await drift() == []


def test_a_linter_of_graphql_has_nothing_to_say() -> None:
    assert node.run("lint.mjs", str(commands.CONTRACT)) == []
