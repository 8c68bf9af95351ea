"""The words of the case: one vocabulary for code, graph and screens."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. The firm sees six words instead: `queries.firm_word`."""

    DRAFT = "DRAFT"
    FILED = "FILED"
    VERIFYING = "VERIFYING"
    NEEDS_INFO = "NEEDS_INFO"
    ACCEPTED = "ACCEPTED"
    IN_HANDLING = "IN_HANDLING"
    ANSWERED = "ANSWERED"
    DISPUTED = "DISPUTED"
    CLOSED = "CLOSED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class Channel(StrEnum):
    """By which door the case came in."""

    GROUP = "GROUP"
    SALON = "SALON"
    STATEMENT = "STATEMENT"
    FORM = "FORM"
    PHONE = "PHONE"
    VISIT = "VISIT"
    IMPORT = "IMPORT"
    API = "API"


class Kind(StrEnum):
    """How heavy the case is; the targets hang on it."""

    CONSULT = "CONSULT"
    GENERAL = "GENERAL"
    COMPLEX = "COMPLEX"
    URGENT = "URGENT"
    SUGGESTION = "SUGGESTION"
    LONG_TERM = "LONG_TERM"


class Visibility(StrEnum):
    """Who may learn of the case and of the firm behind it."""

    PUBLIC = "PUBLIC"
    NORMAL = "NORMAL"
    CONFIDENTIAL = "CONFIDENTIAL"
    ANONYMOUS = "ANONYMOUS"


HIDES_THE_FIRM = frozenset({Visibility.CONFIDENTIAL, Visibility.ANONYMOUS})
"""Departments never learn which firm it is; of an anonymous case nobody does."""


class ChamberStanding(StrEnum):
    """What a chamber that filed for its member may still do with the case."""

    ACTING = "ACTING"
    TAKEN_OVER = "TAKEN_OVER"
    OBJECTED = "OBJECTED"


class Outcome(StrEnum):
    """What the reply brings. Of several the furthest right in this order stands."""

    SOLVED = "SOLVED"
    PARTLY = "PARTLY"
    PLANNED = "PLANNED"
    EXPLAINED = "EXPLAINED"
    NOT_POSSIBLE = "NOT_POSSIBLE"
    NOT_OURS = "NOT_OURS"


class Verdict(StrEnum):
    """What the firm says of the outcome."""

    SOLVED = "SOLVED"
    PARTLY = "PARTLY"
    NOT_SOLVED = "NOT_SOLVED"
    EXPLANATION_ACCEPTED = "EXPLANATION_ACCEPTED"


class Grade(StrEnum):
    """The national five grades of service (好差评); there is no neutral one."""

    VERY_SATISFIED = "VERY_SATISFIED"
    SATISFIED = "SATISFIED"
    BASICALLY_SATISFIED = "BASICALLY_SATISFIED"
    DISSATISFIED = "DISSATISFIED"
    VERY_DISSATISFIED = "VERY_DISSATISFIED"


class ClosedBy(StrEnum):
    """What closed the case."""

    SUBMITTER = "SUBMITTER"
    TIMEOUT = "TIMEOUT"
    UPHELD = "UPHELD"
    NO_REPLY = "NO_REPLY"
    RECORDED = "RECORDED"
    SPLIT = "SPLIT"


class DeclineReason(StrEnum):
    """Why a case is not taken on; each comes with the right address."""

    NOT_A_FIRM_MATTER = "NOT_A_FIRM_MATTER"
    LITIGATION = "LITIGATION"
    PETITION = "PETITION"
    CORRUPTION = "CORRUPTION"
    OUTSIDE_THE_CITY = "OUTSIDE_THE_CITY"
    STATE_SECRET = "STATE_SECRET"  # noqa: S105 (a reason to decline, no password)
    DUPLICATE = "DUPLICATE"
    OTHER = "OTHER"


class DisputeReason(StrEnum):
    """Why the firm does not accept the reply; the first two are redone by themselves."""

    NOT_CONTACTED = "NOT_CONTACTED"
    NOT_ANSWERED = "NOT_ANSWERED"
    NOT_SOLVED = "NOT_SOLVED"
    WRONG_BASIS = "WRONG_BASIS"
    CONTINUE_HANDLING = "CONTINUE_HANDLING"
    OTHER = "OTHER"


class WithdrawalReason(StrEnum):
    """Why a firm takes its case back; the pressed one is read by supervisors alone."""

    SOLVED_ALREADY = "SOLVED_ALREADY"
    FILED_TWICE = "FILED_TWICE"
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED"
    OTHER_WAY_CHOSEN = "OTHER_WAY_CHOSEN"
    SOMEBODY_ASKED_ME = "SOMEBODY_ASKED_ME"
    NOT_MY_WISH = "NOT_MY_WISH"
    OTHER = "OTHER"


class AuditFinding(StrEnum):
    """What the audit of a withdrawal found."""

    IN_ORDER = "IN_ORDER"
    PRESSED = "PRESSED"
    UNCLEAR = "UNCLEAR"


class AccessReason(StrEnum):
    """Why an organization may see a case that is neither its own nor in its area's charge."""

    TASK = "TASK"
    INSTRUCTION = "INSTRUCTION"
    SUPPORT = "SUPPORT"
