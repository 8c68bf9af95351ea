"""Loading the demo: the founding city and its people, the founding rows, forty living cases."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import msgspec

from backend import clock
from backend.db import unit_of_work
from backend.demo.days import Days
from backend.demo.leaders import share_the_work
from backend.demo.people import CITY, DATA, enter_people
from backend.demo.play import Play
from backend.demo.stage import Sample
from backend.demo.stories import STORIES
from backend.history import importing
from backend.organizations import queries as organizations
from backend.organizations.seed import found_city
from backend.submissions.models import Submission
from backend.workdays import Calendar

DATASET = "demo"
BAR_WIDTH = 30

Progress = Callable[[str, int, int], None]
"""Called with what is being loaded, and how much of how much is in."""


def bar(what: str, done: int, total: int) -> None:
    """Draw a progress bar on stderr."""
    filled = BAR_WIDTH * done // max(total, 1)
    drawn = "█" * filled + "░" * (BAR_WIDTH - filled)
    sys.stderr.write(f"\r  {drawn} {done}/{total} {what}\033[K" + ("\n" if done >= total else ""))
    sys.stderr.flush()


async def load(progress: Progress = bar) -> None:
    """Load the demo. Loading again adds only what a broken load left out, and then nothing."""
    if await is_loaded():
        return
    days = Days(await _calendar(), clock.now())
    with clock.set_to(days.long_before()):
        await enter_people()
        await share_the_work()
    await importing.import_file(
        importing.FOUNDING_FILE, lambda done, total: progress("founding rows", done, total)
    )
    await _play_all(samples(), days, progress)
    await importing.mark_loaded(DATASET, row_count=await Submission.all().count())


async def is_loaded() -> bool:
    """Say whether the demo was loaded to its end (part of /readyz when a demo was asked for)."""
    return await importing.is_loaded(DATASET)


def samples() -> list[Sample]:
    """Return the forty texts as their file has them."""
    return msgspec.json.decode((DATA / "submissions.json").read_bytes(), type=list[Sample])


async def _calendar() -> Calendar:
    await found_city()
    return await organizations.calendar_of(CITY)


async def _play_all(found: Sequence[Sample], days: Days, progress: Progress) -> None:
    """Play each case in a unit of its own: it is there whole or not at all."""
    for place, sample in enumerate(found, start=1):
        play = Play(sample, days)
        firm = await play.firm()
        if not await Submission.exists(firm_id=firm.id, title=sample.title):
            async with unit_of_work():
                await STORIES[sample.story](play)
                await play.until(days.now)
        progress("living cases", place, len(found))
