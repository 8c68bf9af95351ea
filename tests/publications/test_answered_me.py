"""Saying that an answer helped needs no account, so it is not without end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.db import sql
from backend.errors import TooMany
from backend.publications import actions
from tests.publications.test_publishing import Story, published
from tests.publications.test_publishing import story as story


async def test_one_address_says_so_only_so_often_an_hour(story: Story) -> None:
    row = await published(story)
    for _ in range(60):
        await actions.answered_me(row, principal="anonymous:x", is_known=False)
    with pytest.raises(TooMany):
        await actions.answered_me(row, principal="anonymous:x", is_known=False)
    await actions.answered_me(row, principal="anonymous:y", is_known=False)
    await actions.answered_me(row, principal="person:1", is_known=True)
    kept = await sql.fetch("SELECT key FROM allowance")
    assert all("anonymous" not in str(each["key"]) for each in kept)
    with clock.moved_by(timedelta(hours=1)):
        await actions.answered_me(row, principal="anonymous:x", is_known=False)
