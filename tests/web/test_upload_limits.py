"""Files that are refused cost their sender, and leave nothing behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx

from backend import clock
from backend.actor import Scope
from backend.db import sql
from tests.submissions.cast import Cast
from tests.web.handing_in import Sender, a_sender
from tests.web.handing_in import web as web
from tests.web.test_files import PHOTO, contents
from tests.web.test_files import cast as cast
from tests.web.test_files import firm as firm


async def test_who_sends_nonsense_again_and_again_has_to_wait(
    web: httpx.AsyncClient, firm: Sender, cast: Cast
) -> None:
    refused = [await firm.send(b"<html>", "a.html") for _ in range(60)]
    assert {answer.status_code for answer in refused} == {415}
    assert (await firm.send(PHOTO)).status_code == 429
    other = await a_sender(web, cast.clerk, Scope.SUBMISSIONS_WRITE)
    assert (await other.send(PHOTO)).status_code == 201
    with clock.moved_by(timedelta(hours=1)):
        assert (await firm.send(PHOTO)).status_code == 201


async def test_what_cannot_be_written_down_is_not_kept(firm: Sender, tmp_path: Path) -> None:
    await sql.execute("ALTER TABLE event RENAME TO lost")
    assert (await firm.send(PHOTO)).status_code >= 500
    await sql.execute("ALTER TABLE lost RENAME TO event")
    assert contents(tmp_path) == []
    assert (await firm.send(PHOTO)).status_code == 201
