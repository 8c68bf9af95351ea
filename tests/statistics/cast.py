"""Cases with just the facts a test is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from backend.db import uuid7
from backend.organizations.models import Area, Organization, OrganizationKind
from backend.submissions.models import Channel, Handling, Kind, State, Submission

AREA = "320500"
DUE = datetime(2026, 3, 11, 16, tzinfo=UTC)
"""The end of 11 March in Shanghai."""


def on(day: int, hour: int = 2) -> datetime:
    """Return an instant on a day of March 2026, at ten in Shanghai unless told."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def a_city() -> Organization:
    """Open the city and found one firm in it."""
    await Area.create(code=AREA, name_zh="苏州市", name_en="Suzhou")
    return await Organization.create(kind=OrganizationKind.FIRM, name="甲", area_code=AREA)


async def a_department(code: str) -> Organization:
    """Found a department."""
    return await Organization.create(
        kind=OrganizationKind.DEPARTMENT, code=code, name=f"{code}局", area_code=AREA
    )


async def a_case(firm: Organization) -> UUID:
    """File a case without facts."""
    case = await Submission.create(
        id=uuid7(),
        state=State.FILED,
        area_code=AREA,
        channel=Channel.FORM,
        kind=Kind.GENERAL,
        title="一句话",
        body="一句话",
        firm_id=firm.id,
    )
    return case.id


async def a_round(case_id: UUID, number: int = 1, **facts: Any) -> Handling:
    """Write the facts of a round: accepted and dispatched on 2 March, due on the 11th.

    The reply goes out when it is filed unless told.
    """
    usual: dict[str, Any] = {
        "area_code": AREA,
        "channel": Channel.FORM,
        "kind": Kind.GENERAL,
        "filed_at": on(2),
        "accepted_at": on(2),
        "dispatched_at": on(2),
        "due_at": DUE,
        "contact_due_at": on(3),
        "answered_at": facts.get("done_at"),
    }
    return await Handling.create(submission_id=case_id, round=number, **{**usual, **facts})
