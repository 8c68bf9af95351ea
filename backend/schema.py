"""The graph assembled."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts.schema import AccountMutation, AccountQuery
from backend.graph.event_feed import EventQuery
from backend.graph.rate_limit import RateLimitQuery
from backend.organizations.schema import OrganizationQuery
from backend.statistics.schema import StatisticsQuery
from backend.submissions.schema import (
    SubmissionMutation,
    SubmissionQuery,
    SubmissionSubscription,
)
from backend.surveys.schema import SurveyMutation, SurveyQuery
from backend.tasks.schema import DispatchMutation, TaskMutation, TaskQuery


@strawberry.type
class Query(
    SubmissionQuery,
    TaskQuery,
    SurveyQuery,
    StatisticsQuery,
    OrganizationQuery,
    AccountQuery,
    EventQuery,
    RateLimitQuery,
    graph.NodeQuery,
):
    """Everything that can be read. Signed out: public figures, organizations, calendars."""


@strawberry.type
class Mutation(SubmissionMutation, DispatchMutation, TaskMutation, SurveyMutation, AccountMutation):
    """Every act of the business, one mutation each."""


@strawberry.type
class Subscription(SubmissionSubscription):
    """What can be followed live; every field takes `after` and replays first."""


schema = graph.build_schema(query=Query, mutation=Mutation, subscription=Subscription)
