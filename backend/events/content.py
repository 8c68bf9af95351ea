"""What an event says, as the same bytes on every engine and for ever: the ground of the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import cast
from uuid import UUID

import orjson

from backend.db import gate
from backend.events.models import Event

CONTENT = (
    "id",
    "name",
    "aggregate_type",
    "aggregate_id",
    "aggregate_sequence",
    "previous_hash",
    "thread_id",
    "person_id",
    "token_id",
    "role",
    "organization_id",
    "area_code",
    "payload",
    "reason",
    "is_silent",
    "occurred_at",
    "recorded_at",
)
"""The columns the hash covers. A column added later must not enter: old hashes would break."""

START = "0" * 64
"""The previous hash of the first event of an aggregate."""


def plain(value: object) -> object:
    """Return `value` as JSON holds it: instants in UTC, ids and enum members as text.

    Raises TypeError for a float (engines write it differently; send it as decimal text) and for
    whatever JSON does not know.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | str() | int():
            return gate.json(value)
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            pairs = cast("Mapping[object, object]", value).items()
            return {str(plain(key)): plain(item) for key, item in pairs}
        case Sequence() | set() | frozenset() if not isinstance(value, bytes | bytearray):
            items = [plain(item) for item in cast("Sequence[object]", value)]
            return items if isinstance(value, Sequence) else sorted(items, key=str)
        case _:
            raise TypeError(f"an event cannot carry {value!r}")


def fingerprint(event: Event) -> str:
    """Return the SHA-256 of all an event says and of the hash before it, in hexadecimal.

    `sequence` is left out: it is given after the commit.
    """
    said = {name: getattr(event, name) for name in CONTENT}
    return hashlib.sha256(orjson.dumps(plain(said), option=orjson.OPT_SORT_KEYS)).hexdigest()
