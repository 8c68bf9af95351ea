from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from graphql import GraphQLError

from backend.graph.scalars import parse_day, parse_instant, write_day, write_instant


@pytest.mark.parametrize(
    "wrong",
    ["", "2026", "20260417", "2026-W01-1", "2026-02-30", "0001-01-01", "9999-12-31", "2026-4-1", "２０２６-04-17", 1, None],
)  # fmt: skip
def test_a_day_is_written_in_one_way(wrong: object) -> None:
    with pytest.raises(GraphQLError):
        parse_day(wrong)


@pytest.mark.parametrize(
    "wrong",
    ["", "2026-04-17", "2026-04-17T09:30:00", "2026-04-17T09:30Z", "2026-04-17 09:30:00Z", "2026-04-17T25:00:00Z",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-04-17T09:30:00+0800", "2026-04-17T09:30:00+99:00", 5],
)  # fmt: skip
def test_an_instant_has_an_offset_and_lies_in_reach(wrong: object) -> None:
    with pytest.raises(GraphQLError):
        parse_instant(wrong)


def test_days_and_instants_come_back_as_they_went() -> None:
    assert parse_day("2026-04-17") == date(2026, 4, 17)
    assert write_day(date(2026, 4, 17)) == "2026-04-17"
    instant = parse_instant("2026-04-17T09:30:00.123456789+08:00")
    assert instant == datetime(2026, 4, 17, 1, 30, 0, 123456, tzinfo=UTC)
    assert write_instant(instant) == "2026-04-17T01:30:00.123456Z"
    local = datetime(2026, 4, 17, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert write_instant(local) == "2026-04-17T01:30:00Z"
    assert parse_instant("2026-04-17t01:30:00z") == local
