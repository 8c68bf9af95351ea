"""Signing in by a code sent to the phone: five tries, five minutes, one sign-in, few codes a day.

An unknown number is answered exactly like a known one, and takes as long.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from backend import clock
from backend.accounts import addresses, allowances, demo_codes, keys, phones, queries, sessions
from backend.accounts.allowances import Limit
from backend.accounts.models import OneTimeCode, Person
from backend.accounts.senders import send_soon, sender
from backend.db import sql, unit_of_work
from backend.errors import Invalid, Words

TRIES = 5
GOOD_FOR = timedelta(minutes=5)
CODE_LENGTH = 6

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
PER_PHONE = (Limit("code-phone-hour", 5, _HOUR), Limit("code-phone-day", 10, _DAY))
PER_ADDRESS = (Limit("code-address-hour", 100, _HOUR), Limit("code-address-day", 500, _DAY))
PER_DAY = Limit("code-day", 50_000, _DAY)
WRONG_PER_ADDRESS = Limit("wrong-code-address", 100, _HOUR)

_CODE = "one-time-code"
_SESSION = "session-secret"
_KEY = "sign-in-key"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a right code leads to: the person, and the secret of the session opened for him."""

    person: Person
    secret: str


class Judgement(Enum):
    """What a try was worth."""

    WRONG = "wrong"
    FIRST = "first"
    AGAIN = "again"


async def request(phone: str, *, address: str, is_local: bool = False) -> None:
    """Send a new code to `phone` (as people write it); older ones stop working.

    `address` is the network address the request came from; `is_local`: from this machine itself,
    without a proxy, so that demo people may have the fixed code. Raises `Invalid` for what is no
    number and `TooMany` beyond the limits.
    """
    number = phones.normalise(phone)
    person = await queries.person_by_phone(number)
    is_demo = person is not None and person.is_demo and demo_codes.may_be_used(is_local=is_local)
    code = demo_codes.DEMO_CODE if is_demo else _new_code()
    async with unit_of_work():
        if not is_demo:
            await _count(number, address)
        await _keep(code, number=number, person=person)
        if person is not None and not is_demo and (sender().stays_here or not person.is_demo):
            send_soon(lambda: sender().send_code(number, code))


async def try_code(
    phone: str, code: str, *, key: str, address: str, is_local: bool = False
) -> Entry | None:
    """Spend one try; the right code opens a session, a wrong one gives null.

    A wrong code is no exception, because the spent try must stay counted: call this outside of
    any unit. The same `key` (the caller's idempotency key) gets the same session again until the
    code expires. `address` and `is_local` are as in `request`. Raises `Invalid` for what is no
    number, `TooMany` after too many wrong codes.
    """
    number = phones.normalise(phone)
    if code == demo_codes.DEMO_CODE and not demo_codes.may_be_used(is_local=is_local):
        code = ""
    subject = addresses.digest_of(address)
    await allowances.ensure_left(WRONG_PER_ADDRESS, subject)
    async with unit_of_work():
        row = await _newest(number)
        judgement = await _judge(row, code, used_by=keys.index(_KEY, key)) if row else None
        if row is None or judgement in {None, Judgement.WRONG}:
            await allowances.count(WRONG_PER_ADDRESS, subject)
            return None
        person = await Person.get(id=row.person_id)
        secret = _session_secret(row)
        if judgement is Judgement.FIRST:
            await sessions.open_for(person, secret=secret)
        elif await sessions.find(secret) is None:
            return None
    return Entry(person, secret)


def wrong_code() -> Invalid:
    """Return the one answer to a code that is wrong, used, expired, or was never sent."""
    return Invalid(
        Words(
            "验证码不正确或已失效，请核对后重试，或重新获取",
            "This code is wrong or no longer valid; check it, or ask for a new one",
        ),
        path=("input", "code"),
    )


async def forget_past() -> int:
    """Delete codes a day after they expired, and counters of past windows; return how many rows."""
    expired = OneTimeCode.filter(expires_at__lt=clock.now() - _DAY)
    return await expired.delete() + await allowances.forget_past()


async def _judge(row: OneTimeCode, code: str, *, used_by: str) -> Judgement:
    spent = await sql.execute(_SPEND, (row.id,))
    is_right = _is_right(row, code)
    if spent and is_right:
        await OneTimeCode.filter(id=row.id).update(used_at=clock.now(), used_by=used_by)
        return Judgement.FIRST
    if is_right and await OneTimeCode.exists(id=row.id, used_by=used_by):
        return Judgement.AGAIN
    return Judgement.WRONG


_SPEND = """
UPDATE one_time_code SET tries_left = tries_left - 1
WHERE id = ? AND tries_left > 0 AND used_at IS NULL
"""


def _is_right(row: OneTimeCode, code: str) -> bool:
    matches = keys.is_index_of(_CODE, f"{row.id}:{code[: CODE_LENGTH + 1]}", row.code_hmac)
    return matches and row.person_id is not None


async def _newest(number: str) -> OneTimeCode | None:
    asked = OneTimeCode.filter(phone_index__in=phones.indexes(number), expires_at__gt=clock.now())
    return await asked.order_by("-asked_at", "-id").first()


async def _keep(code: str, *, number: str, person: Person | None) -> None:
    now = clock.now()
    row = OneTimeCode(
        person_id=person.id if person else None,
        phone_index=phones.index(number),
        session_salt=secrets.token_hex(32),
        tries_left=TRIES,
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    row.code_hmac = keys.index(_CODE, f"{row.id}:{code}")
    await row.save(force_create=True)


async def _count(number: str, address: str) -> None:
    for limit in PER_PHONE:
        await allowances.take(limit, phones.index(number))
    for limit in PER_ADDRESS:
        await allowances.take(limit, addresses.digest_of(address))
    await allowances.take(PER_DAY, "all")


def _new_code() -> str:
    return str(secrets.randbelow(10**CODE_LENGTH - 1) + 1).zfill(CODE_LENGTH)


def _session_secret(row: OneTimeCode) -> str:
    """Derive the secret from the salt, so that a repeated request gets the same session.

    Without our key the salt tells nothing, without the salt our key tells nothing.
    """
    derived = keys.hmac(_SESSION, f"{row.id}:{row.session_salt}".encode())
    return base64.urlsafe_b64encode(derived).rstrip(b"=").decode()
