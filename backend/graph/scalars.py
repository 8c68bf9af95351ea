"""Days and instants as they travel: strict on the way in, one spelling on the way out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

# No day of the business lies outside; beyond it arithmetic with zones would overflow.
YEARS = range(1900, 2200)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def parse_day(value: object) -> date:
    """Return a day written as `2026-04-17`."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = date.min
        if found.year in YEARS:
            return found
    raise GraphQLError("A Date is a day such as 2026-04-17, from 1900 to 2199")


def parse_instant(value: object) -> datetime:
    """Return an instant written as in RFC 3339, always with its offset, in UTC."""
    if isinstance(value, str) and (match := _INSTANT.fullmatch(value)):
        # More than microseconds are cut off.
        fraction = match[1] or ""
        plain = value.upper().replace(fraction, fraction[:7], 1)
        try:
            found = datetime.fromisoformat(plain).astimezone(UTC)
        except (ValueError, OverflowError):
            found = datetime.min.replace(tzinfo=UTC)
        if found.year in YEARS:
            return found
    raise GraphQLError(
        "A DateTime is an instant with its offset such as 2026-04-17T09:30:00+08:00, "
        "from 1900 to 2199"
    )


def write_day(value: date) -> str:
    """Return a day as `2026-04-17`."""
    return value.isoformat()


def write_instant(value: datetime) -> str:
    """Return an instant as `2026-04-17T01:30:00Z`."""
    if value.tzinfo is None:
        raise ValueError(f"an instant needs a zone: {value!r}")
    return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


SCALARS: dict[object, ScalarDefinition] = {
    date: ScalarDefinition(
        name="Date",
        description="A day in the zone of its area, for example `2026-04-17`.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=write_day,
        parse_value=parse_day,
        parse_literal=None,
        origin=date,
    ),
    datetime: ScalarDefinition(
        name="DateTime",
        description="An instant, RFC 3339 with an offset, for example "
        "`2026-04-17T09:30:00+08:00`. Always returned in UTC (`Z`).",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=write_instant,
        parse_value=parse_instant,
        parse_literal=None,
        origin=datetime,
    ),
}
