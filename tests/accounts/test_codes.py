from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from backend import clock
from backend.accounts import codes, demo_codes, sessions
from backend.accounts.models import OneTimeCode, Person, Session
from backend.db import sql
from backend.errors import Invalid
from backend.events.models import Event
from tests.accounts.cast import ADDRESS, a_number, a_person
from tests.accounts.entering import asked, enter, sent, wrong

pytestmark = pytest.mark.usefixtures("database")


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


async def test_the_demo_code_is_for_demo_people_on_this_machine_while_it_is_allowed(outbox: Path):
    demo, real = a_number(), a_number()
    await a_person(phone=demo, is_demo=True)
    await a_person(phone=real)
    demo_codes.allow(allowed=True)
    await codes.request(demo, address=ADDRESS, is_local=True)
    assert await sent(outbox) == []
    await codes.request(real, address=ADDRESS, is_local=True)
    assert await enter(real, demo_codes.DEMO_CODE, is_local=True) is None
    demo_codes.allow(allowed=False)
    assert await enter(demo, demo_codes.DEMO_CODE, is_local=True) is None
    demo_codes.allow(allowed=True)
    assert await enter(demo, demo_codes.DEMO_CODE) is None
    assert await enter(demo, demo_codes.DEMO_CODE, is_local=True)


@pytest.mark.parametrize("is_allowed", [False, True])
async def test_from_elsewhere_demo_people_get_a_code_of_their_own(outbox: Path, is_allowed: bool):
    demo_codes.allow(allowed=is_allowed)
    demo = a_number()
    await a_person(phone=demo, is_demo=True)
    code = await asked(demo, outbox)
    assert code != demo_codes.DEMO_CODE
    assert await enter(demo, demo_codes.DEMO_CODE) is None
    assert await enter(demo, code)


@pytest.mark.parametrize("phone", ["", "abc", "0512-65110000", "1" * 200])
async def test_what_is_no_number_is_refused(phone: str):
    with pytest.raises(Invalid):
        await codes.request(phone, address=ADDRESS)
    with pytest.raises(Invalid):
        await enter(phone, "123456")


async def test_the_code_of_somebody_else_says_nothing_about_people():
    assert await Person.all().count() == 0
    assert await enter(a_number(), "123456") is None
