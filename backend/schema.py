"""The graph assembled."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts.schema import AccountMutation, AccountQuery
from backend.desk.schema import DeskMutation, DeskQuery
from backend.exports.schema import ExportMutation
from backend.graph.event_feed import EventQuery
from backend.graph.rate_limit import RateLimitQuery
from backend.imports.schema import ImportMutation, ImportQuery
from backend.instructions.schema import InstructionMutation, InstructionQuery
from backend.notifications.schema import NoticeMutation, NoticeQuery, NoticeSubscription
from backend.organizations.schema import (
    AnonymityMutation,
    CalendarMutation,
    OrganizationMutation,
    OrganizationQuery,
    TierQuery,
)
from backend.publications.schema import PublicationMutation, PublicationQuery
from backend.statistics.schema import StatisticsQuery
from backend.submissions.schema import (
    ReviewMutation,
    SimilarQuery,
    SplitMutation,
    SubmissionMutation,
    SubmissionQuery,
    SubmissionSubscription,
    TracesQuery,
    VoiceMutation,
    VoiceQuery,
)
from backend.surveys.schema import SurveyMutation, SurveyQuery
from backend.tasks.schema import (
    CourseMutation,
    DispatchMutation,
    LeavingMutation,
    ObjectingMutation,
    SupportMutation,
    SupportQuery,
    TaskMutation,
    TaskQuery,
)


@strawberry.type
class Query(
    SubmissionQuery,
    SimilarQuery,
    TracesQuery,
    VoiceQuery,
    TaskQuery,
    SupportQuery,
    InstructionQuery,
    SurveyQuery,
    PublicationQuery,
    DeskQuery,
    StatisticsQuery,
    OrganizationQuery,
    TierQuery,
    AccountQuery,
    EventQuery,
    NoticeQuery,
    ImportQuery,
    RateLimitQuery,
    graph.NodeQuery,
):
    """Everything that can be read. Signed out: public figures, organizations, calendars."""


@strawberry.type
class Mutation(
    SubmissionMutation,
    ReviewMutation,
    SplitMutation,
    VoiceMutation,
    DispatchMutation,
    LeavingMutation,
    ObjectingMutation,
    TaskMutation,
    CourseMutation,
    SupportMutation,
    InstructionMutation,
    SurveyMutation,
    PublicationMutation,
    AccountMutation,
    OrganizationMutation,
    CalendarMutation,
    AnonymityMutation,
    NoticeMutation,
    DeskMutation,
    ExportMutation,
    ImportMutation,
):
    """Every act of the business, one mutation each."""


@strawberry.type
class Subscription(SubmissionSubscription, NoticeSubscription):
    """What can be followed live; what has `after` replays first."""


schema = graph.build_schema(query=Query, mutation=Mutation, subscription=Subscription)
