"""Triggers that keep the table of events append-only, whoever speaks to the database.

They are no part of the models' state, and SQLite loses them when a migration rebuilds the table:
so the runner of migrations ends with `await guard_events()`, which may run any number of times.
"""

from __future__ import annotations

from typing import Final

from backend.db import sql, unit_of_work
from backend.events.content import CONTENT

_WORD: Final = "events are append-only"

_POSTGRES: Final = (
    f"""
    CREATE OR REPLACE FUNCTION event_is_append_only() RETURNS trigger AS $body$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL
         AND to_jsonb(NEW) - 'sequence' = to_jsonb(OLD) - 'sequence' THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION '{_WORD}';
    END
    $body$ LANGUAGE plpgsql
    """,
    """
    CREATE OR REPLACE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_is_append_only()
    """,
)


def statements() -> tuple[str, ...]:
    """Return what to run on this engine, one statement each."""
    if sql.engine() == "postgres":
        return _POSTGRES
    columns = ", ".join(map(sql.quoted, (*CONTENT, "hash")))
    once = "WHEN OLD.sequence IS NOT NULL"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_WORD}'); END"
    return (
        "DROP TRIGGER IF EXISTS event_is_not_deleted",
        "DROP TRIGGER IF EXISTS event_is_not_changed",
        "DROP TRIGGER IF EXISTS event_is_numbered_once",
        f"CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event {refuse}",
        f"CREATE TRIGGER event_is_not_changed BEFORE UPDATE OF {columns} ON event {refuse}",
        f"CREATE TRIGGER event_is_numbered_once BEFORE UPDATE OF sequence ON event {once} {refuse}",
    )


async def guard_events() -> None:
    """Make the triggers."""
    async with unit_of_work():
        for statement in statements():
            await sql.execute(statement)
