"""The stage of one case: its people, and time, which does what falls due between their acts."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from backend import clock, jobs, wiring
from backend.actor import Actor, Role
from backend.db import sql
from backend.demo.days import Days
from backend.demo.people import somebody
from backend.events.delivery import deliver
from backend.jobs.models import JobState
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.submissions.models import Channel, Submission
from backend.tasks import queries as task_queries
from backend.tasks.models import Task


async def send_nothing(_payload: Mapping[str, object]) -> None:
    """A link of the demo's past counts as sent, but nobody's phone rings."""


HANDLERS: jobs.Handlers = {**wiring.JOBS, "survey.deliver_link": send_nothing}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One of the forty texts, and the story in which it is told."""

    id: str
    title: str
    body: str
    category_code: str
    tier: str
    department: str
    is_urgent: bool
    credit_code: str
    area_code: str
    channel: Channel
    story: str


@dataclass
class Stage:
    """Where one sample is played; `case` is there once it is filed."""

    sample: Sample
    days: Days
    case: Submission = field(init=False)
    is_filed: bool = field(init=False, default=False)

    async def until(self, instant: datetime) -> None:
        """Let time pass: each job runs at the instant it falls due, up to `instant`."""
        while (due := await _next_due(instant)) is not None:
            with clock.set_to(due):
                await jobs.run_due(HANDLERS)
                await deliver(wiring.REACTIONS)
        if self.is_filed:
            self.case = await Submission.get(id=self.case.id)

    @asynccontextmanager
    async def at(self, days_back: int, hour: str) -> AsyncGenerator[None]:
        """Hold the clock at an hour of a working day; what must follow the act follows at once."""
        instant = self.days.at(days_back, hour)
        await self.until(instant)
        with clock.set_to(instant):
            yield
            await deliver(wiring.REACTIONS)

    async def firm(self) -> Organization:
        """Return the firm whose case it is."""
        return _found(await organizations.firm_by_credit_code(self.sample.credit_code))

    async def department(self) -> Organization:
        """Return the department the text suggests."""
        return await _body(self.sample.department)

    async def entrepreneur(self) -> Actor:
        """Return the firm's own person."""
        return await somebody(Role.ENTREPRENEUR, await self.firm())

    async def federation(self) -> Actor:
        """Return who verifies in the case's area."""
        return await somebody(Role.FEDERATION, await _body(f"FED-{self.sample.area_code}"))

    async def coordinator(self) -> Actor:
        """Return who rules and reviews in the case's area."""
        return await somebody(Role.COORDINATOR, await _body(f"INDIT-{self.sample.area_code}"))

    async def officer(self) -> Actor:
        """Return who handles it in the department."""
        return await somebody(Role.OFFICER, await self.department())

    async def head(self) -> Actor:
        """Return who answers for the department."""
        return await somebody(Role.DEPARTMENT_HEAD, await self.department())

    async def mayor(self) -> Actor:
        """Return the city's mayor."""
        return await somebody(Role.LEADER, await _body("MAYOR"))

    async def task(self) -> Task:
        """Return the task of the present round."""
        return (await task_queries.of_round(self.case))[0]


async def _next_due(before: datetime) -> datetime | None:
    kinds = sql.is_in("kind", HANDLERS)
    found = await sql.fetch(
        f"SELECT MIN(due_at) AS due FROM job WHERE state = ? AND due_at <= ? AND {kinds.text}",
        (JobState.WAITING, before, *kinds.values),
    )
    return sql.as_instant(found[0]["due"])


async def _body(code: str) -> Organization:
    return _found(await organizations.organization_by_code(code))


def _found(organization: Organization | None) -> Organization:
    if organization is None:
        raise LookupError("the demo names an organization that is not there")
    return organization
