from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend import clock
from backend.accounts import codes, demo_codes, senders, sessions
from backend.accounts.codes import Entry
from backend.accounts.models import Allowance, OneTimeCode, Person, Session
from backend.accounts.senders import FileSender
from backend.db import sql
from backend.db.units import settle
from backend.errors import Invalid, TooMany, Words
from backend.events.models import Event
from tests.accounts.cast import ADDRESS, a_number, a_person

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "outbox.jsonl"
    before = senders.sender()
    senders.use(FileSender(path))
    yield path
    senders.use(before)
    demo_codes.allow(allowed=False)


async def sent(path: Path) -> list[dict[str, str]]:
    await settle()
    return lines_of(path)


def lines_of(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


async def asked(phone: str, outbox: Path) -> str:
    await codes.request(phone, address=ADDRESS)
    return (await sent(outbox))[-1]["code"]


async def enter(phone: str, code: str, *, key: str = "k", address: str = ADDRESS) -> Entry | None:
    return await codes.try_code(phone, code, key=key, address=address)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_the_code_that_was_sent_opens_a_session(outbox: Path):
    phone = a_number()
    person = await a_person(phone=phone)
    code = await asked(phone, outbox)
    assert len(code) == 6
    entry = await enter(phone, code)
    assert entry is not None
    assert entry.person.id == person.id
    session = await sessions.find(entry.secret)
    assert session is not None
    assert session.person_id == person.id
    assert await Event.filter(name="session.opened", person_id=person.id).count() == 1


async def test_a_code_is_good_for_one_sign_in(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    assert await enter(phone, code, key="one")
    assert await enter(phone, code, key="two") is None


async def test_ten_equal_sign_ins_at_once_are_one_session(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    entries = await asyncio.gather(*(enter(phone, code, key="same") for _ in range(10)))
    assert len({entry.secret for entry in entries if entry}) == 1
    assert all(entries)
    assert await Session.all().count() == 1
    assert await Event.filter(name="session.opened").count() == 1


async def test_after_signing_out_the_old_request_signs_in_no_more(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    entry = await enter(phone, code)
    assert entry
    await Session.all().update(ended_at=clock.now())
    assert await enter(phone, code) is None


async def test_five_wrong_tries_spoil_the_code(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    for _ in range(codes.TRIES):
        assert await enter(phone, wrong(code)) is None
    assert await enter(phone, code) is None


async def test_wrong_tries_made_at_once_are_all_counted(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    await asyncio.gather(*(enter(phone, wrong(code)) for _ in range(10)))
    [row] = await OneTimeCode.all()
    assert row.tries_left == 0
    assert await enter(phone, code) is None


async def test_a_code_lives_five_minutes(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    with clock.moved_by(timedelta(minutes=5)):
        assert await enter(phone, code) is None
    with clock.moved_by(timedelta(minutes=4, seconds=50)):
        assert await enter(phone, code)


async def test_a_newer_code_ends_the_older(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    old = await asked(phone, outbox)
    new = await asked(phone, outbox)
    if old != new:
        assert await enter(phone, old) is None
    assert await enter(phone, new)


async def test_a_code_of_one_number_opens_no_other(outbox: Path):
    one, other = a_number(), a_number()
    await a_person(phone=one)
    await a_person(phone=other)
    code = await asked(one, outbox)
    await codes.request(other, address=ADDRESS)
    if (await sent(outbox))[-1]["code"] != code:
        assert await enter(other, code) is None


async def test_an_unknown_number_is_answered_alike_and_nothing_is_sent(outbox: Path):
    stranger = a_number()
    await codes.request(stranger, address=ADDRESS)
    assert await sent(outbox) == []
    [row] = await OneTimeCode.all()
    assert row.person_id is None
    for code in ("000000", "123456", ""):
        assert await enter(stranger, code) is None


async def test_neither_number_nor_code_nor_address_is_kept_in_clear(outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await asked(phone, outbox)
    await enter(phone, wrong(code))
    for table in ("one_time_code", "allowance", "event"):
        rows = await sql.fetch(f"SELECT * FROM {table}")
        assert rows
        assert not any(code == value for row in rows for value in row.values())
        assert phone not in repr(rows)
        assert ADDRESS not in repr(rows)


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


async def test_the_demo_code_is_for_demo_people_while_it_is_allowed(outbox: Path):
    demo, real = a_number(), a_number()
    await a_person(phone=demo, is_demo=True)
    await a_person(phone=real)
    demo_codes.allow(allowed=True)
    await codes.request(demo, address=ADDRESS)
    assert await sent(outbox) == []
    await codes.request(real, address=ADDRESS)
    assert await enter(real, demo_codes.DEMO_CODE) is None
    demo_codes.allow(allowed=False)
    assert await enter(demo, demo_codes.DEMO_CODE) is None
    demo_codes.allow(allowed=True)
    assert await enter(demo, demo_codes.DEMO_CODE)


async def test_without_leave_demo_people_get_a_code_of_their_own(outbox: Path):
    demo = a_number()
    await a_person(phone=demo, is_demo=True)
    code = await asked(demo, outbox)
    assert code != demo_codes.DEMO_CODE
    assert await enter(demo, demo_codes.DEMO_CODE) is None
    assert await enter(demo, code)


class Carrier:
    """A carrier that leaves this machine and never answers well."""

    stays_here = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def send_code(self, phone: str, code: str) -> None:
        self.asked.append(phone)
        raise ConnectionError(f"could not reach {phone} with {code}")

    async def send_text(self, phone: str, words: Words) -> None:
        raise NotImplementedError


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


@pytest.mark.parametrize("phone", ["", "abc", "0512-65110000", "1" * 200])
async def test_what_is_no_number_is_refused(phone: str):
    with pytest.raises(Invalid):
        await codes.request(phone, address=ADDRESS)
    with pytest.raises(Invalid):
        await enter(phone, "123456")


async def test_what_is_over_is_forgotten():
    await codes.request(a_number(), address=ADDRESS)
    assert await codes.forget_past() == 0
    with clock.moved_by(timedelta(days=2)):
        assert await codes.forget_past() >= 1
    assert await OneTimeCode.all().count() == 0
    assert await Allowance.all().count() == 0


async def test_the_code_of_somebody_else_says_nothing_about_people():
    assert await Person.all().count() == 0
    assert await enter(a_number(), "123456") is None
