"""One page: which event makes whom react, what time does, who sees which events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from backend import events, graph, jobs
from backend.accounts import codes
from backend.accounts import models as accounts
from backend.accounts import queries as account_queries
from backend.accounts.senders import ConsoleSender, Sender
from backend.events.delivery import Reactions
from backend.jobs import Every, Handlers, Timetable
from backend.organizations import models as organizations
from backend.organizations import queries as organization_queries
from backend.submissions import jobs as submission_jobs
from backend.submissions import models as submissions
from backend.submissions import queries as submission_queries
from backend.surveys import jobs as survey_jobs
from backend.surveys import models as surveys
from backend.surveys import queries as survey_queries
from backend.surveys import reactions as survey_reactions
from backend.tasks import jobs as task_jobs
from backend.tasks import models as tasks
from backend.tasks import queries as task_queries
from backend.tasks import reactions as task_reactions

MODEL_MODULES: Final[tuple[str, ...]] = (
    "backend.events.models",
    "backend.jobs.models",
    "backend.graph.models",
    "backend.organizations.models",
    "backend.accounts.models",
    "backend.submissions.models",
    "backend.tasks.models",
    "backend.surveys.models",
    "backend.history.models",
)

REACTIONS: Final[Reactions] = {
    "submission.answered": (survey_reactions.invite_the_silent,),
    "submission.disputed": (task_reactions.redo_what_needs_no_ruling,),
}


async def forget_past_codes(_payload: Mapping[str, object]) -> None:
    """Delete codes and counts that no longer matter."""
    await codes.forget_past()


async def forget_old_keys(_payload: Mapping[str, object]) -> None:
    """Delete idempotency keys that have served their time."""
    await graph.forget_old_keys()


JOBS: Final[Handlers] = {
    "accounts.forget_past_codes": forget_past_codes,
    "graph.forget_old_keys": forget_old_keys,
    "submission.lapse": submission_jobs.lapse,
    "submission.time_out": submission_jobs.time_out,
    "survey.deliver_link": jobs.outside(survey_jobs.deliver_link),
    "survey.send_link": survey_jobs.send_link,
    "task.resume": task_jobs.resume,
}

TIMETABLE: Final[Timetable] = {
    "accounts.forget_past_codes": Every(timedelta(days=1), offset=timedelta(hours=19)),
    "graph.forget_old_keys": Every(timedelta(days=1), offset=timedelta(hours=19)),
}

SENDER: Final[Sender] = ConsoleSender()

events.register_visibility(
    {
        accounts.AccessToken: account_queries.tokens_visible_to,
        accounts.DisclosureLog: account_queries.disclosures_visible_to,
        accounts.Membership: account_queries.memberships_visible_to,
        accounts.Person: account_queries.visible_to,
        accounts.Session: account_queries.sessions_visible_to,
        organizations.Area: organization_queries.everybody,
        organizations.Organization: organization_queries.visible_to,
        submissions.Submission: submission_queries.visible_to,
        surveys.Evaluation: survey_queries.visible_to,
        tasks.Task: task_queries.visible_to,
    },
    # What an office says before the firm may read it, and how it was read by a reviewer.
    internal=("task.answered", "task.passed", "task.sent_back"),
)
