"""The database itself refuses to change or delete what was said in a case and who read it."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLES = ("access_log", "case_message")

SQLITE = tuple(
    f"CREATE TRIGGER {table}_is_not_{verb}d BEFORE {verb.upper()} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table in TABLES
    for verb in ("update", "delete")
)

POSTGRES = (
    """
    CREATE FUNCTION row_is_append_only() RETURNS trigger AS $body$
    BEGIN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END
    $body$ LANGUAGE plpgsql
    """,
    *(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION row_is_append_only()"
        for table in TABLES
    ),
)

BACK = {
    "sqlite": tuple(
        f"DROP TRIGGER {table}_is_not_{verb}d" for table in TABLES for verb in ("update", "delete")
    ),
    "postgres": (
        *(f"DROP TRIGGER {table}_is_append_only ON {table}" for table in TABLES),
        "DROP FUNCTION row_is_append_only",
    ),
}


async def guard(_apps, editor):
    dialect = editor.client.capabilities.dialect
    for statement in SQLITE if dialect == "sqlite" else POSTGRES:
        await editor.client.execute_query(statement)


async def unguard(_apps, editor):
    for statement in BACK[editor.client.capabilities.dialect]:
        await editor.client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("models", "0004_search_index")]

    operations = [ops.RunPython(guard, unguard)]
