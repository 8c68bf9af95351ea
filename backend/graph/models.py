"""What a mutation answered, remembered under the key of the caller."""

from __future__ import annotations

from backend.db import Row, fields


# The key itself is not kept: it salts the fingerprint, so that short secrets among the arguments
# cannot be guessed from it.
class IdempotencyKey(Row):
    """One act of one principal."""

    key_hash = fields.CharField(max_length=64, unique=True)
    principal = fields.CharField(max_length=80)
    mutation = fields.CharField(max_length=80)
    fingerprint = fields.CharField(max_length=64)
    result = fields.JSONField[dict[str, object]](null=True)
    created_at = fields.UtcDatetimeField(db_index=True)

    class Meta(Row.Meta):
        table = "idempotency_key"
