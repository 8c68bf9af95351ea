"""What a database looks like, without the accidents of order and of generated names.

The index of texts is left out: it is made by a migration in SQL, for no model.
"""

from __future__ import annotations

import re

from backend.db import sql

Schema = dict[str, dict[str, list[str]]]


async def schema() -> Schema:
    """Return columns, references and indexes of every table of the connected database."""
    return await (_of_sqlite() if sql.engine() == "sqlite" else _of_postgres())


async def _of_sqlite() -> Schema:
    tables = await sql.fetch(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND name <> 'tortoise_migrations'"
        " AND name NOT LIKE 'search_%'"
    )
    found: Schema = {}
    for row in tables:
        name = str(row["name"])
        found[name] = {
            "columns": await _lines(
                f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{name}')"
            ),
            "references": await _lines(
                f'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(\'{name}\')'
            ),
            "indexes": await _lines(
                'SELECT l."unique", (SELECT group_concat(name) FROM pragma_index_info(l.name))'
                f" FROM pragma_index_list('{name}') AS l"
            ),
        }
    return found


async def _of_postgres() -> Schema:
    tables = await sql.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename <> 'tortoise_migrations' AND tablename NOT LIKE 'search_%'"
    )
    found: Schema = {}
    for row in tables:
        name = str(row["tablename"])
        found[name] = {
            "columns": await _lines(
                "SELECT column_name, data_type, character_maximum_length, is_nullable,"
                " column_default FROM information_schema.columns"
                f" WHERE table_schema = 'public' AND table_name = '{name}'"
            ),
            "references": await _lines(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                f" WHERE conrelid = 'public.{name}'::regclass AND contype <> 'n'"
            ),
            "indexes": [
                re.sub(r"INDEX \S+ ON", "INDEX ON", line)
                for line in await _lines(
                    f"SELECT indexdef FROM pg_indexes WHERE tablename = '{name}'"
                )
            ],
        }
        found[name]["indexes"].sort()
    return found


async def _lines(statement: str) -> list[str]:
    rows = await sql.fetch(statement)
    return sorted(" | ".join(str(value) for value in row.values()) for row in rows)
