"""The one clock. Tests move it; everything else asks it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)
_moved_by: list[timedelta] = [timedelta()]


def now() -> datetime:
    """Return the present instant in UTC, to the microsecond."""
    fixed = _set_to.get()
    return fixed if fixed is not None else datetime.now(UTC) + _moved_by[0]


def today(zone: str = DEFAULT_ZONE) -> date:
    """Return the present date in `zone` (IANA name)."""
    return date_in(zone, now())


def date_in(zone: str, instant: datetime) -> date:
    """Return the date that `instant` has in `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


def start_of(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """Return the instant in UTC at which `day` begins in `zone`."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """Return the exclusive end of `day` in `zone`: the start of the next day, in UTC."""
    return start_of(day + timedelta(days=1), zone)


@contextmanager
def set_to(instant: datetime) -> Generator[None]:
    """Hold the clock at `instant` within this context (history, demo, tests)."""
    if instant.tzinfo is None:
        raise ValueError("the clock needs an instant with a zone")
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


@contextmanager
def held() -> Generator[None]:
    """Let time stand still within: all facts of one unit of work carry one instant."""
    if _set_to.get() is not None:
        yield
        return
    with set_to(now()):
        yield


@contextmanager
def moved_by(delta: timedelta) -> Generator[None]:
    """Move the running clock of the whole process by `delta` (tests of jobs)."""
    before = _moved_by[0]
    _moved_by[0] = before + delta
    try:
        yield
    finally:
        _moved_by[0] = before
