"""What is to be done later, durably: asked for in the unit of an act, done once, retried, never lost."""

from __future__ import annotations

from backend.jobs.models import Job, JobState
from backend.jobs.queue import cancel, dead, enqueue, revive
from backend.jobs.timetable import Every, Timetable, keep_timetable
from backend.jobs.worker import Handler, Handlers, outside, run_due, stop_on_signals, work

__all__ = [
    "Every",
    "Handler",
    "Handlers",
    "Job",
    "JobState",
    "Timetable",
    "cancel",
    "dead",
    "enqueue",
    "keep_timetable",
    "outside",
    "revive",
    "run_due",
    "stop_on_signals",
    "work",
]
