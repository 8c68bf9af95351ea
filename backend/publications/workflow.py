"""The machine of the publication: every edge of it, as data."""

from __future__ import annotations

from enum import StrEnum

from backend.errors import Words
from backend.publications.models import Publication, PublicationState
from backend.submissions.models import State, Submission
from backend.submissions.vocabulary import Visibility
from backend.workflow import Step

ANSWERED_STATES = frozenset({State.ANSWERED, State.CLOSED})


class PublicationAct(StrEnum):
    """What can be done with a publication."""

    ASK = "ASK"
    PROPOSE = "PROPOSE"
    REVISE = "REVISE"
    CONSENT = "CONSENT"
    REFUSE = "REFUSE"
    PUBLISH = "PUBLISH"
    WITHDRAW = "WITHDRAW"


_S = PublicationState
STEPS: dict[PublicationAct, Step[PublicationState, Publication]] = {
    PublicationAct.ASK: Step(frozenset({_S.REFUSED, _S.WITHDRAWN}), _S.ASKED),
    PublicationAct.PROPOSE: Step(frozenset({_S.ASKED}), _S.PROPOSED),
    PublicationAct.REVISE: Step(frozenset({_S.PROPOSED, _S.CONSENTED}), _S.PROPOSED),
    PublicationAct.CONSENT: Step(frozenset({_S.PROPOSED}), _S.CONSENTED),
    PublicationAct.REFUSE: Step(frozenset({_S.PROPOSED}), _S.REFUSED),
    PublicationAct.PUBLISH: Step(frozenset({_S.CONSENTED}), _S.PUBLISHED),
    PublicationAct.WITHDRAW: Step(frozenset({_S.CONSENTED, _S.PUBLISHED}), _S.WITHDRAWN),
}


def why_not_publishable(case: Submission, *, firm_asked: bool) -> Words | None:
    """Say why nothing of the case can be published, or None when it can.

    A confidential case is published only when its firm asks for it, an anonymous one never: there
    is nobody who could consent.
    """
    if case.recorded or case.state not in ANSWERED_STATES or case.answered_at is None:
        return Words("只有已答复的诉求可以公开", "Only an answered case can be published")
    if case.visibility is Visibility.ANONYMOUS:
        return Words("匿名诉求不能公开", "An anonymous case is never published")
    if case.visibility is Visibility.CONFIDENTIAL and not firm_asked:
        return Words(
            "保密诉求只有企业自己提出才能公开",
            "A confidential case is published only when its firm asks for it",
        )
    return None
