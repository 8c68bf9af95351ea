from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from backend import clock
from backend.accounts import codes, senders
from backend.accounts.models import Allowance, OneTimeCode
from backend.db.units import settle
from backend.errors import TooMany, Words
from tests.accounts.cast import ADDRESS, a_number, a_person
from tests.accounts.entering import asked, enter, sent, wrong

pytestmark = pytest.mark.usefixtures("database")


async def test_a_number_gets_five_codes_an_hour():
    phone = a_number()
    with clock.set_to(clock.start_of(clock.today()) + timedelta(hours=10, minutes=1)):
        for _ in range(5):
            await codes.request(phone, address=ADDRESS)
        with pytest.raises(TooMany) as refused:
            await codes.request(phone, address="203.0.113.8")
        assert 0 < refused.value.retry_after <= 3600
    with clock.set_to(clock.start_of(clock.today()) + timedelta(hours=11, minutes=1)):
        await codes.request(phone, address=ADDRESS)


async def test_known_and_unknown_numbers_meet_the_same_limit():
    known, unknown = a_number(), a_number()
    await a_person(phone=known)
    for phone in (known, unknown):
        answers = [type(await outcome(phone)) for _ in range(7)]
        assert answers == [type(None)] * 5 + [TooMany] * 2


async def outcome(phone: str) -> TooMany | None:
    with clock.set_to(clock.start_of(clock.today()) + timedelta(hours=10, minutes=1)):
        try:
            await codes.request(phone, address=ADDRESS)
        except TooMany as refused:
            return refused
    return None


async def test_twenty_requests_at_once_send_no_more_than_the_limit(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    answers = await asyncio.gather(*(outcome(phone) for _ in range(20)))
    assert answers.count(None) == 5
    assert len(await sent(outbox)) == 5


async def test_an_address_may_not_try_numbers_without_end(monkeypatch: pytest.MonkeyPatch):
    limit = codes.Limit("code-address-test", 3, timedelta(hours=1))
    monkeypatch.setattr(codes, "PER_ADDRESS", (limit,))
    for _ in range(3):
        await codes.request(a_number(), address="2001:db8::1")
    with pytest.raises(TooMany):
        await codes.request(a_number(), address="2001:db8::2")
    await codes.request(a_number(), address="2001:db8:0:1::1")


async def test_an_address_may_not_guess_without_end(outbox: Path, monkeypatch: pytest.MonkeyPatch):
    limit = codes.Limit("wrong-code-test", 3, timedelta(hours=1))
    monkeypatch.setattr(codes, "WRONG_PER_ADDRESS", limit)
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    for _ in range(3):
        assert await enter(phone, wrong(code)) is None
    with pytest.raises(TooMany):
        await enter(phone, code)
    assert await enter(phone, code, address="203.0.113.99")


class Carrier:
    """A carrier that leaves this machine and never answers well."""

    stays_here = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def send_code(self, phone: str, code: str) -> None:
        self.asked.append(phone)
        raise ConnectionError(f"could not reach {phone} with {code}")

    async def send_text(self, phone: str, words: Words) -> None:
        raise AssertionError(f"only codes are sent here, not {words.en} to {phone}")


async def test_a_carrier_that_fails_is_noted_without_number_or_code(
    caplog: pytest.LogCaptureFixture,
):
    phone = a_number()
    await a_person(phone=phone)
    senders.use(carrier := Carrier())
    await codes.request(phone, address=ADDRESS)
    await settle()
    assert carrier.asked == [f"+86{phone}"]
    assert "ConnectionError" in caplog.text
    assert phone not in caplog.text


async def test_fictional_numbers_are_never_given_to_a_real_carrier():
    phone = a_number()
    await a_person(phone=phone, is_demo=True)
    senders.use(carrier := Carrier())
    await codes.request(phone, address=ADDRESS)
    await settle()
    assert carrier.asked == []


async def test_what_is_over_is_forgotten():
    await codes.request(a_number(), address=ADDRESS)
    assert await codes.forget_past() == 0
    with clock.moved_by(timedelta(days=2)):
        assert await codes.forget_past() >= 1
    assert await OneTimeCode.all().count() == 0
    assert await Allowance.all().count() == 0
