"""Rows of files. The content itself is in the store, under its hash."""

from __future__ import annotations

from backend.db import Row, fields

FILE_NAME_LENGTH = 120
HASH_LENGTH = 64
MEDIA_TYPE_LENGTH = 100


# Two rows may share one content: each is one handing in. The owner is a person, or the
# organization that stands for who has a return code instead of an account.
class StoredFile(Row):
    """A file as it is kept, which may be smaller and cleaner than it was sent."""

    owner_id = fields.UUIDField()
    sha256 = fields.CharField(max_length=HASH_LENGTH, db_index=True)
    size = fields.IntField()
    media_type = fields.CharField(max_length=MEDIA_TYPE_LENGTH)
    name = fields.CharField(max_length=FILE_NAME_LENGTH)
    created_at = fields.UtcDatetimeField()
    attached_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "stored_file"
        indexes = (("owner_id", "attached_at", "created_at"), ("attached_at", "created_at"))
