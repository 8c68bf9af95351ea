"""Verbs on people: enrol them, give and end their roles, show a number for a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend import clock
from backend.accounts import phones
from backend.accounts.models import (
    NAME_LENGTH,
    REASON_LENGTH,
    DisclosureLog,
    LeaderLevel,
    Membership,
    Person,
    SpokenLanguage,
)
from backend.accounts.queries import no_phone, number_of
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import clean_text, sql, unit_of_work
from backend.errors import Invalid, NotFound, Words
from backend.events import record
from backend.organizations.models import Organization

_LEADING = frozenset({Role.LEADER, Role.LEADER_OFFICE})


async def enrol(
    name: str,
    *,
    phone: str,
    language: SpokenLanguage = SpokenLanguage.ZH,
    is_demo: bool = False,
    actor: Actor = SYSTEM,
) -> Person:
    """Return the person with this number, entered now if he was not known.

    Somebody already known stays as he is: his name and his being real are not overwritten.
    """
    cleaned = clean_text(name, minimum=1, maximum=NAME_LENGTH, path=("input", "name"))
    number = phones.normalise(phone)
    person = Person(name=cleaned, language=language, is_demo=is_demo)
    person.phone_index = phones.index(number)
    person.phone_cipher = phones.seal(number, person_id=person.id)
    async with unit_of_work():
        known = await Person.get_or_none(phone_index__in=phones.indexes(number))
        if known is not None:
            return known
        await Person.bulk_create([person], ignore_conflicts=True)
        entered = await Person.get(phone_index=person.phone_index)
        if entered.id == person.id:
            await record("person.enrolled", entered, actor=actor, area_code="")
    return entered


async def give_role(
    person: Person,
    role: Role,
    *,
    organization: Organization,
    area_code: str = "",
    leader_level: LeaderLevel | None = None,
    actor: Actor = SYSTEM,
) -> Membership:
    """Return the person's standing membership in this role, given now if he did not hold it.

    Without `area_code` the role reaches the area of the organization.
    """
    if leader_level is not None and role not in _LEADING:
        raise Invalid(Words("只有领导才有级别", "Only leaders have a level"))
    area_code = area_code or organization.area_code
    async with unit_of_work():
        await _hold(person)
        seat: dict[str, Any] = {
            "role": role,
            "organization_id": organization.id,
            "area_code": area_code,
        }
        # Not asked for at an instant: a clock set back must not give the role a second time.
        standing = await Membership.filter(person_id=person.id, until=None, **seat).first()
        if standing is not None:
            return standing
        membership = await Membership.create(
            person_id=person.id, leader_level=leader_level, since=clock.now(), **seat
        )
        await record(
            "membership.given",
            membership,
            actor=actor,
            area_code=area_code,
            payload={
                "person_id": str(person.id),
                "role": role.value,
                "organization_id": str(organization.id),
            },
        )
    return membership


async def end_role(membership: Membership, *, actor: Actor = SYSTEM) -> Membership:
    """End a membership now; it stays in the record. Ending twice is no mistake."""
    async with unit_of_work():
        standing = Membership.filter(id=membership.id, until=None)
        if await standing.update(until=clock.now()):
            await record(
                "membership.ended", membership, actor=actor, area_code=membership.area_code
            )
        return await Membership.get(id=membership.id)


async def disclose_phone(
    person: Person, *, reason: str, actor: Actor, seat: Seat, submission_id: UUID | None = None
) -> str:
    """Return the number in full and write down who saw it and why, for the person to read.

    The caller has decided that `actor` may, in `seat`. Raises `Invalid` without a reason and
    `NotPossible` when no number is on record.
    """
    cleaned = clean_text(reason, minimum=1, maximum=REASON_LENGTH, path=("input", "reason"))
    if actor.person_id is None:
        raise NotFound(Words("没有找到", "Not found"))
    number = number_of(person)
    if number is None:
        raise no_phone()
    async with unit_of_work():
        entry = await DisclosureLog.create(
            person_id=person.id,
            viewer_id=actor.person_id,
            token_id=actor.token_id,
            role=seat.role,
            organization_id=seat.organization_id,
            area_code=seat.area_code,
            submission_id=submission_id,
            reason=cleaned,
            disclosed_at=clock.now(),
        )
        await record(
            "phone.disclosed",
            entry,
            actor=actor,
            area_code=seat.area_code,
            seat=seat,
            thread_id=submission_id,
            payload={"person_id": str(person.id)},
        )
    return number


async def renew_keys() -> int:
    """Encrypt and index anew every number that an older master key still holds; return how many."""
    renewed = 0
    async for person in Person.filter(phone_cipher__isnull=False).order_by("id"):
        number = number_of(person)
        if number is None or not phones.is_outdated(person.phone_cipher or b""):
            continue
        renewed += await Person.filter(id=person.id, version=person.version).update(
            phone_index=phones.index(number),
            phone_cipher=phones.seal(number, person_id=person.id),
            version=person.version + 1,
        )
    return renewed


async def _hold(person: Person) -> None:
    """Hold the person's row until the unit ends, so that two callers cannot give one role twice."""
    await sql.execute("UPDATE person SET version = version + 1 WHERE id = ?", (person.id,))
