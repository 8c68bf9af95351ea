"""Why this date: every day from the assignment to the deadline, and the same in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from backend.errors import Words
from backend.workdays.calendar import Calendar, Due
from backend.workdays.wording import date_words, listed, short_words, span_words


class DayKind(StrEnum):
    """What a day was in the count."""

    START = "START"
    WORKDAY = "WORKDAY"
    MAKE_UP = "MAKE_UP"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"


_OFF = frozenset({DayKind.WEEKEND, DayKind.HOLIDAY})


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of the count: `number` is its place among the counted, None when it was skipped."""

    day: date
    kind: DayKind
    number: int | None
    name: Words | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The count of one deadline, day by day from the assignment (day 0) to the due day."""

    assigned: date
    workdays: int
    due: Due
    days: tuple[ExplainedDay, ...]

    @property
    def sentences(self) -> tuple[Words, ...]:
        """The explanation in words: the result, what was skipped, what was made up, the caveat."""
        parts = (self._result(), self._skipped(), self._made_up(), self._caveat())
        return tuple(part for part in parts if part is not None)

    @property
    def words(self) -> Words:
        """All sentences as one text."""
        said = self.sentences
        return Words("".join(part.zh for part in said), " ".join(part.en for part in said))

    def _result(self) -> Words:
        start, end = date_words(self.assigned), date_words(self.due.day)
        return Words(
            f"{start.zh}起算，当天不计，第{self.workdays}个工作日是{end.zh}，当天24时前为按期。",
            f"Due by the end of {end.en}: working day {self.workdays} after {start.en},"
            " which is not counted.",
        )

    def _skipped(self) -> Words | None:
        runs = _holiday_runs(self.days)
        parts = [_run_words(run) for run in runs]
        inside = {day.day for run in runs for day in run}
        weekend = sum(day.kind is DayKind.WEEKEND and day.day not in inside for day in self.days)
        if weekend:
            plural = "" if weekend == 1 else "s"
            parts.append(Words(f"周末{weekend}天", f"{weekend} weekend day{plural}"))
        if not parts:
            return None
        skipped = listed(parts)
        return Words(f"不计：{skipped.zh}。", f"Not counted: {skipped.en}.")

    def _made_up(self) -> Words | None:
        made_up = [day for day in self.days if day.kind is DayKind.MAKE_UP]
        if not made_up:
            return None
        days = listed([_made_up_words(day) for day in made_up])
        return Words(f"调休上班，计入：{days.zh}。", f"Worked in exchange, counted: {days.en}.")

    def _caveat(self) -> Words | None:
        if not self.due.provisional:
            return None
        return Words(
            f"{self.due.day.year}年的放假安排尚未公布，这个日期是预计，公布后重新计算。",
            f"The holidays of {self.due.day.year} are not yet published: the date is expected"
            " and will be computed again when they are.",
        )


def explain(calendar: Calendar, assigned: date, workdays: int) -> Explanation:
    """Return how `Calendar.due_after(assigned, workdays)` comes about, day by day."""
    due = calendar.due_after(assigned, workdays)
    days = [ExplainedDay(assigned, DayKind.START, None, calendar.day(assigned).name)]
    counted = 0
    for offset in range(1, (due.day - assigned).days + 1):
        day = assigned + timedelta(days=offset)
        kind = kind_of(calendar, day)
        worked = kind in {DayKind.WORKDAY, DayKind.MAKE_UP}
        counted += worked
        days.append(ExplainedDay(day, kind, counted if worked else None, calendar.day(day).name))
    return Explanation(assigned, workdays, due, tuple(days))


def kind_of(calendar: Calendar, day: date) -> DayKind:
    """Return whether a day is worked, made up, an ordinary weekend or a named day off."""
    is_workday, usually = calendar.is_workday(day), calendar.is_usually_worked(day)
    if is_workday:
        return DayKind.WORKDAY if usually else DayKind.MAKE_UP
    return DayKind.HOLIDAY if usually or calendar.day(day).name is not None else DayKind.WEEKEND


def _holiday_runs(days: Sequence[ExplainedDay]) -> list[list[ExplainedDay]]:
    """Return each stretch without work around a festival, from its first holiday to its last."""
    runs: list[list[ExplainedDay]] = []
    for is_off, stretch in groupby(days, key=lambda day: day.kind in _OFF):
        off = list(stretch)
        holidays = [place for place, day in enumerate(off) if day.kind is DayKind.HOLIDAY]
        if is_off and holidays:
            runs.append(off[holidays[0] : holidays[-1] + 1])
    return runs


def _run_words(run: Sequence[ExplainedDay]) -> Words:
    """Return 春节（1月24日至2月2日） / 24 January to 2 February, Spring Festival."""
    span = span_words(run[0].day, run[-1].day)
    names = [*dict.fromkeys(day.name for day in run if day.name is not None)]
    joined = {part for name in names for part in name.zh.split("、") if part != name.zh}
    name = listed([name for name in names if name.zh not in joined], en=", ")
    return Words(f"{name.zh}（{span.zh}）", f"{span.en}, {name.en}") if name.zh else span


def _made_up_words(made_up: ExplainedDay) -> Words:
    day, name = short_words(made_up.day), made_up.name
    return day if name is None else Words(f"{day.zh}（{name.zh}）", f"{day.en} ({name.en})")
