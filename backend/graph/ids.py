"""Global ids: opaque to clients, one spelling for each object."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

import strawberry

LONGEST_ID = 120


def encode_id(type_name: str, key: UUID) -> strawberry.ID:
    """Return the global id of the object of a type."""
    return strawberry.ID(urlsafe_b64encode(f"{type_name}:{key.hex}".encode()).decode().rstrip("="))


def split_id(value: str) -> tuple[str, UUID] | None:
    """Return the type's name and the key in a global id; None when it is malformed."""
    if len(value) > LONGEST_ID:
        return None
    try:
        plain = urlsafe_b64decode(value.encode("ascii") + b"=" * (-len(value) % 4)).decode("ascii")
        name, separator, key = plain.partition(":")
        found = UUID(hex=key) if separator else None
    except (ValueError, binascii.Error):
        return None
    if found is None or encode_id(name, found) != value:
        return None
    return name, found


def decode_id(value: str, type_name: str) -> UUID | None:
    """Return the key in the id of an object of `type_name`; None when it is anything else."""
    parts = split_id(value)
    return parts[1] if parts is not None and parts[0] == type_name else None
