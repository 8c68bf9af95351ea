"""Whatever happens to the tasks of a round: what a figure said of a day it says for ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.tasks.rounds import TaskClock, due_of_round

START = datetime(2026, 11, 23, tzinfo=UTC)
DAYS = 30
FIRST_DUE = 8
ACTS = ("ask", "reply", "extend", "file", "send_back", "pass", "take_over", "cancel", "report")

Act = tuple[int, str, int, int]
"""The day, what is done, with which task, and by how many days it moves."""


def end_of(day: int) -> datetime:
    """Return the exclusive end of a day."""
    return START + timedelta(days=day + 1)


def noon(day: int) -> datetime:
    """Return when things are done on a day."""
    return START + timedelta(days=day, hours=12)


@dataclass
class Job:
    """One task as the machine keeps it: what was not done yet may be taken over."""

    clock: TaskClock
    is_fresh: bool = True
    pause: tuple[int, datetime] | None = None

    @property
    def is_open(self) -> bool:
        return self.clock.done_at is None and self.clock.cancelled_at is None


@dataclass
class Round:
    """A round as `handling` keeps it, and its tasks."""

    jobs: list[Job]
    due_at: datetime
    paused_due_at: datetime | None = None
    in_time: bool | None = None
    new_due_from: datetime | None = None
    previous_due_at: datetime | None = None
    done_at: datetime | None = None
    answered_at: datetime | None = None
    said: dict[int, tuple[bool, bool]] = field(default_factory=dict[int, tuple[bool, bool]])

    def keep(self, now: datetime) -> None:
        """Write what the tasks make of the round, as the actions do after each act."""
        told = due_of_round([job.clock for job in self.jobs])
        self.paused_due_at, self.in_time = told.paused_due_at, told.in_time
        if self.answered_at is None and not any(job.is_open for job in self.jobs):
            clocks = [job.clock for job in self.jobs]
            missed = [one.cancelled_at for one in clocks if one.cancelled_at and one.was_missed]
            filed = [one.filed_at for one in clocks if one.filed_at]
            self.done_at, self.answered_at = max(filed + missed), now

    def as_of(self, instant: datetime) -> tuple[bool, bool]:
        """Return whether the round is due and late as of an instant: the rule of the figures."""
        due = self.paused_due_at or self.due_at
        if self.new_due_from is not None and self.new_due_from >= instant:
            assert self.previous_due_at is not None
            due = self.previous_due_at
        was_met = (
            self.answered_at is not None
            and self.answered_at < instant
            and self.done_at is not None
            and (self.in_time if self.in_time is not None else self.done_at < due)
        )
        return due <= instant, due <= instant and not was_met

    def act(self, day: int, what: str, which: int, days: int) -> None:
        """Do it if the machine allows it."""
        now, job = noon(day), self.jobs[which % len(self.jobs)]
        if not job.is_open or self.answered_at is not None:
            return
        clock, more = job.clock, timedelta(days=days)
        if what == "take_over" and job.is_fresh:
            self._hand_over(job, day)
        elif what == "cancel" and sum(one.clock.cancelled_at is None for one in self.jobs) > 1:
            clock.filed_at, clock.cancelled_at = None, now
        elif what == "reply" and job.pause is not None:
            self._go_on(job, day, *job.pause)
        elif job.pause is None and clock.filed_at is None:
            job.is_fresh = False
            self._at_work(job, what, day, more)
        elif what == "send_back" and clock.filed_at is not None:
            clock.filed_at = None
        elif what == "pass" and clock.filed_at is not None:
            clock.done_at = now
        self.keep(now)

    def _hand_over(self, job: Job, day: int) -> None:
        due, now = self.paused_due_at or self.due_at, noon(day)
        if now >= due:
            self.previous_due_at = self.previous_due_at or due
            self.new_due_from = now
        job.clock = TaskClock(end_of(day + 8), end_of(day + 8), took_over=True)

    def _go_on(self, job: Job, day: int, asked_on: int, before: datetime) -> None:
        job.pause = None
        if noon(asked_on) < before:
            moved = before + timedelta(days=min(day - asked_on, 5))
            job.clock.due_at = max(moved, end_of(min(day, asked_on + 5)))

    def _at_work(self, job: Job, what: str, day: int, more: timedelta) -> None:
        clock, now = job.clock, noon(day)
        if what == "ask":
            job.pause = (day, clock.due_at)
            if now < clock.due_at:
                clock.due_at += timedelta(days=5)
        elif what == "extend" and now < clock.due_at:
            clock.due_at += more
        elif what == "report" and now < clock.due_at:
            clock.due_at = max(clock.due_at, end_of(day + 30))
        elif what == "file":
            clock.filed_at = now
            if more < timedelta(days=3):  # not reviewed: it goes out at once
                clock.done_at = now


acts = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.sampled_from(ACTS), st.integers(0, 2), st.integers(1, 10)
    ),
    max_size=14,
)


@settings(max_examples=600, deadline=None)
@given(st.integers(1, 3), acts)
@example(2, [(1, "file", 0, 1), (2, "extend", 1, 10), (12, "cancel", 1, 1)])
def test_what_a_figure_said_of_a_day_it_says_for_ever(count: int, given_acts: list[Act]) -> None:
    due = end_of(FIRST_DUE)
    round_ = Round([Job(TaskClock(due, due)) for _ in range(count)], due)
    taken_late = 0
    for day in range(DAYS):
        for act in sorted((one for one in given_acts if one[0] == day), key=lambda one: one[2]):
            before = round_.new_due_from
            round_.act(*act)
            taken_late += before != round_.new_due_from
        round_.said[day] = round_.as_of(end_of(day))
    if taken_late > 1:
        return  # two rulings after the due in one round: the earlier instant is all that is kept
    assert {day: round_.as_of(end_of(day)) for day in range(DAYS)} == round_.said
