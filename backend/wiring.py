"""One page: which event makes whom react, what time does, who sees which events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from backend import events, graph, jobs, search
from backend.accounts import codes
from backend.accounts import models as accounts
from backend.accounts import queries as account_queries
from backend.accounts.senders import ConsoleSender, Sender
from backend.actor import Role
from backend.desk import jobs as desk_jobs
from backend.desk import models as desk
from backend.desk import queries as desk_queries
from backend.events.delivery import Reactions
from backend.exports import jobs as export_jobs
from backend.exports import models as exports
from backend.exports import queries as export_queries
from backend.files import jobs as file_jobs
from backend.files import models as files
from backend.files import queries as file_queries
from backend.imports import jobs as import_jobs
from backend.imports import models as imports
from backend.imports import queries as import_queries
from backend.instructions import models as instructions
from backend.instructions import queries as instruction_queries
from backend.jobs import Every, Handlers, Timetable
from backend.notifications import reactions as notice_reactions
from backend.notifications.wording import NOTICES
from backend.organizations import models as organizations
from backend.organizations import places
from backend.organizations import queries as organization_queries
from backend.organizations import searching as firm_names
from backend.publications import models as publications
from backend.publications import queries as publication_queries
from backend.submissions import correspondence
from backend.submissions import jobs as submission_jobs
from backend.submissions import models as submissions
from backend.submissions import queries as submission_queries
from backend.submissions import reactions as submission_reactions
from backend.submissions import searching as case_texts
from backend.submissions import traces as submission_traces
from backend.submissions import voice_models as voices
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
    "backend.files.models",
    "backend.submissions.models",
    "backend.submissions.attachment_models",
    "backend.submissions.voice_models",
    "backend.tasks.models",
    "backend.instructions.models",
    "backend.surveys.models",
    "backend.publications.models",
    "backend.desk.models",
    "backend.history.models",
    "backend.exports.models",
    "backend.imports.models",
    "backend.notifications.models",
)

_BY_DOMAIN: Final[Reactions] = {
    "area.workdays_set": (task_reactions.count_again,),
    "submission.answered": (survey_reactions.invite_the_silent,),
    "submission.disputed": (
        task_reactions.redo_what_needs_no_ruling,
        submission_reactions.tell_the_whole,
    ),
    **dict.fromkeys(submission_reactions.PARTS_END, (submission_reactions.tell_the_whole,)),
}

# What a domain does comes first; whoever is concerned is told of it afterwards.
REACTIONS: Final[Reactions] = {
    name: (*_BY_DOMAIN.get(name, ()), *((notice_reactions.notify,) if name in NOTICES else ()))
    for name in sorted({*_BY_DOMAIN, *NOTICES})
}


async def forget_past_codes(_payload: Mapping[str, object]) -> None:
    """Delete codes and counts that no longer matter."""
    await codes.forget_past()


async def forget_old_keys(_payload: Mapping[str, object]) -> None:
    """Delete idempotency keys that have served their time."""
    await graph.forget_old_keys()


# What can be found by its words: each kind with where its texts come from.
SEARCHED: Final[search.Sources] = {
    firm_names.KIND: firm_names.SOURCE,
    case_texts.KIND: case_texts.SOURCE,
    publication_queries.KIND: publication_queries.SOURCE,
}


async def index_missing(_payload: Mapping[str, object]) -> None:
    """Index what was there before there was an index, and what was loaded past the acts."""
    await search.index_missing(SEARCHED)


JOBS: Final[Handlers] = {
    "accounts.forget_past_codes": forget_past_codes,
    "desk.send_number": jobs.outside(desk_jobs.send_number),
    "exports.forget_old": export_jobs.forget_old,
    "files.forget_unattached": jobs.outside(file_jobs.forget_unattached),
    "graph.forget_old_keys": forget_old_keys,
    "imports.work": jobs.outside(import_jobs.work),
    "search.index_missing": jobs.outside(index_missing),
    "submission.lapse": submission_jobs.lapse,
    "submission.time_out": submission_jobs.time_out,
    "survey.deliver_link": jobs.outside(survey_jobs.deliver_link),
    "survey.send_link": survey_jobs.send_link,
    "task.lapse_extension": task_jobs.lapse_extension,
    "task.resume": task_jobs.resume,
}

TIMETABLE: Final[Timetable] = {
    "accounts.forget_past_codes": Every(timedelta(days=1), offset=timedelta(hours=19)),
    "exports.forget_old": Every(timedelta(hours=1)),
    "files.forget_unattached": Every(timedelta(days=1), offset=timedelta(hours=19)),
    "graph.forget_old_keys": Every(timedelta(days=1), offset=timedelta(hours=19)),
    "search.index_missing": Every(timedelta(minutes=10)),
}

SENDER: Final[Sender] = ConsoleSender()

events.register_visibility(
    {
        accounts.AccessToken: account_queries.tokens_visible_to,
        accounts.DisclosureLog: account_queries.disclosures_visible_to,
        accounts.Membership: account_queries.memberships_visible_to,
        accounts.Person: account_queries.visible_to,
        accounts.Session: account_queries.sessions_visible_to,
        desk.InternalNote: desk_queries.notes_visible_to,
        exports.Export: export_queries.visible_to,
        imports.ImportRun: import_queries.visible_to,
        files.StoredFile: file_queries.visible_to,
        instructions.Instruction: instruction_queries.visible_to,
        instructions.InstructionLine: instruction_queries.lines_visible_to,
        instructions.LeaderRead: instruction_queries.reads_visible_to,
        organizations.Area: organization_queries.everybody,
        organizations.ChamberMember: places.members_visible_to,
        organizations.FirmTier: places.tiers_visible_to,
        organizations.Organization: organization_queries.visible_to,
        publications.Publication: publication_queries.events_visible_to,
        submissions.Submission: submission_queries.visible_to,
        voices.AccessLog: correspondence.receipts_visible_to,
        surveys.Evaluation: survey_queries.visible_to,
        tasks.Support: task_queries.supports_visible_to,
        tasks.Task: task_queries.visible_to,
    },
    # What an office says before the firm may read it, and how it was read by a reviewer.
    internal=(
        "note.written",
        "submission.handed_over",
        "support.handed_over",
        "task.handed_over",
        "submission.moved_away",
        "submission.reply_attached",
        "submission.sent_to_leader",
        "submission.verified_beside",
        "task.answered",
        "task.cancelled",
        "task.extension_asked",
        "task.extension_lapsed",
        "task.extension_refused",
        "task.passed",
        "task.return_requested",
        "task.ruled",
        "task.sample_checked",
        "task.sent_back",
    ),
    # That a firm was pressed is for those who watch over the offices, never for these.
    confidential={
        "submission.pressure_reported": (Role.SUPERVISOR,),
        "submission.withdrawal_audited": (Role.SUPERVISOR, Role.AUDITOR),
    },
    windows=(submission_traces.steps_of_past_cases,),
    # Beside the district and the category, the tier of a firm that hides would name it.
    private={"submission.filed": ("tier",)},
)
