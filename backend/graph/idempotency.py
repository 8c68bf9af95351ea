"""An act happens once for each key, however often and by however many paths it is sent."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import cast
from uuid import UUID

import orjson
from strawberry import UNSET

from backend import clock
from backend.db import sql, uuid7
from backend.errors import DomainError, Invalid, Words
from backend.graph.models import IdempotencyKey

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 64

Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Claim:
    """One act of one principal under one key."""

    key_hash: str
    principal: str
    mutation: str
    fingerprint: str

    @classmethod
    def of(cls, *, principal: str, mutation: str, key: str, given: object) -> Claim:
        """Return the claim of a mutation with its input; raise `Invalid` for a key of a wrong length."""
        if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
            words = Words(
                f"应为 1–{LONGEST_KEY} 个字符", f"1 to {LONGEST_KEY} printable characters"
            )
            raise Invalid(words, path=("input", "idempotencyKey"))
        content = orjson.dumps([mutation, _plain(given)], option=orjson.OPT_SORT_KEYS)
        return cls(
            key_hash=hashlib.sha256(f"{principal}\n{key}".encode()).hexdigest(),
            # Of whoever is not signed in nothing is kept that leads back to his address.
            principal="anonymous" if principal.startswith("anonymous:") else principal,
            mutation=mutation,
            fingerprint=hmac.new(key.encode(), content, hashlib.sha256).hexdigest(),
        )


async def once(
    claim: Claim, work: Callable[[], Awaitable[Answer]], *, secret: frozenset[str]
) -> Answer:
    """Return what `work` answers, or what it answered the first time under this key.

    Runs within a unit, and begins with a write: of parallel equal acts one works, the others wait
    for it here. Fields named in `secret` are not remembered. Raises IDEMPOTENCY_KEY_REUSED.
    """
    taken = await sql.execute(
        "INSERT INTO idempotency_key (id, key_hash, principal, mutation, fingerprint, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key_hash) DO NOTHING",
        (
            uuid7(),
            claim.key_hash,
            claim.principal,
            claim.mutation,
            claim.fingerprint,
            clock.now(),
        ),
    )
    if not taken:
        return await _answered_before(claim)
    answer = await work()
    kept = {name: value for name, value in answer.items() if name not in secret}
    await sql.execute(
        "UPDATE idempotency_key SET result = ? WHERE key_hash = ?", (kept, claim.key_hash)
    )
    return answer


async def forget_old_keys() -> int:
    """Forget acts of more than seven days ago; return how many. Daily work of a job."""
    return await sql.execute(
        "DELETE FROM idempotency_key WHERE created_at < ?", (clock.now() - KEPT_FOR,)
    )


async def _answered_before(claim: Claim) -> Answer:
    before = await sql.one(
        IdempotencyKey, sql.Where("idempotency_key.key_hash = ?", (claim.key_hash,))
    )
    if before is None or before.fingerprint != claim.fingerprint:
        raise DomainError(
            Words(
                "这个幂等键已用于另一次操作，请换一个",
                "This key was used for another act; take a new one",
            ),
            code="IDEMPOTENCY_KEY_REUSED",
            path=("input", "idempotencyKey"),
        )
    return before.result or {}


def _plain(value: object) -> object:
    """Return an input as JSON that is equal for equal inputs; the key itself is not part of it."""
    match value:
        case Enum():
            return value.value
        case UUID() | date():
            return str(value)
        case list() | tuple():
            return [_plain(item) for item in cast("Sequence[object]", value)]
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = ((field.name, getattr(value, field.name)) for field in fields(value))
            return {
                name: _plain(item)
                for name, item in named
                if name != "idempotency_key" and item is not UNSET
            }
        case _:
            return value
