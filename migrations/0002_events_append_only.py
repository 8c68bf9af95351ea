"""The database itself refuses to change or delete an event; only its number is given, once."""

from tortoise import migrations
from tortoise.migrations import operations as ops

REFUSAL = "events are append-only"

CONTENT = (
    "id, name, aggregate_type, aggregate_id, aggregate_sequence, previous_hash, hash, thread_id,"
    " person_id, token_id, role, organization_id, area_code, payload, reason, is_silent,"
    " occurred_at, recorded_at"
)

SQLITE = (
    "CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER event_is_not_changed BEFORE UPDATE OF {CONTENT} ON event"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER event_is_numbered_once BEFORE UPDATE OF sequence ON event"
    f" WHEN OLD.sequence IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)

POSTGRES = (
    f"""
    CREATE FUNCTION event_is_append_only() RETURNS trigger AS $body$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL
         AND to_jsonb(NEW) - 'sequence' = to_jsonb(OLD) - 'sequence' THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION '{REFUSAL}';
    END
    $body$ LANGUAGE plpgsql
    """,
    "CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON event"
    " FOR EACH ROW EXECUTE FUNCTION event_is_append_only()",
)

BACK = {
    "sqlite": (
        "DROP TRIGGER event_is_not_deleted",
        "DROP TRIGGER event_is_not_changed",
        "DROP TRIGGER event_is_numbered_once",
    ),
    "postgres": (
        "DROP TRIGGER event_is_append_only ON event",
        "DROP FUNCTION event_is_append_only",
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
    dependencies = [("models", "0001_initial")]

    operations = [ops.RunPython(guard, unguard)]
