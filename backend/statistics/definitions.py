"""The definition of every figure: in words for people, in SQL over `fact` for the count.

Versioned as a whole: whoever changes a condition raises `VERSION`.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.errors import Words
from backend.submissions.models import ClosedBy, Grade, Verdict

VERSION = 2

SATISFIED = (Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.BASICALLY_SATISFIED)


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: those of `among` (rows of `fact`) for whom `counts` holds as well.

    `is_opinion` marks what firms say: from fewer than five of them no rate is made for anybody.
    """

    id: str
    name: Words
    counted: Words
    among_words: Words
    counts: str
    among: str
    is_opinion: bool = False


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


_CASES = "round = newest_round"
_CLOSED = "round = newest_round AND is_closed = 1"
_VERDICTS = "round = newest_judged AND NOT recorded"
_ACCEPTED_WORDS = Words("已受理的诉求（已撤回的除外）", "cases accepted (withdrawn ones excepted)")
_GRADED_WORDS = Words("最近一轮的有效评价", "valid grades, of each case the latest round's")
_JUDGED_WORDS = Words(
    "企业就最近一轮答复作出的结论（历史录入的除外）",
    "verdicts given, of each case the latest round's (recorded history excepted)",
)
_SATISFIED_WORDS = Words(
    "非常满意、满意、基本满意；未评价的一律不计入",
    "very satisfied, satisfied, basically satisfied; the silent count nowhere",
)

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        id="completion",
        name=Words("办结率", "Completion rate"),
        counted=Words(
            "截至统计时点已办结的（默认办结、维持办结另列）",
            "closed at the instant (by timeout and by upholding are shown beside)",
        ),
        among_words=_ACCEPTED_WORDS,
        counts="is_closed = 1",
        among=_CASES,
    ),
    Definition(
        id="confirmed",
        name=Words("企业确认率", "Confirmed by the firm"),
        counted=Words("由企业确认办结的", "closed by the firm's own word"),
        among_words=Words("已办结的（历史录入的除外）", "closed (recorded history excepted)"),
        counts=f"is_upheld = 0 AND closed_by = '{ClosedBy.SUBMITTER}'",
        among=f"{_CLOSED} AND NOT recorded",
    ),
    Definition(
        id="onTime",
        name=Words("按期办结率", "On time"),
        counted=Words(
            "各轮的每个部门均在有效期限前办成的（延期自批准之时起算，向企业提问后的等待时间顺延）",
            "all rounds in which every department filed before its effective due (an extension counts"
            " from its grant; waiting for the firm's reply to a question moves the due)",
        ),
        among_words=Words(
            "已办结的，以及有效期限已到仍未办结的",
            "closed, or open with the effective due passed",
        ),
        counts="case_is_late = 0",
        among=f"{_CASES} AND (is_closed = 1 OR is_due = 1 OR case_is_late = 1)",
    ),
    Definition(
        id="onTimeByOriginalDue",
        name=Words("按原定期限办结率", "On time by the original due"),
        counted=Words(
            "各轮均在最初设定的期限前办成的", "all rounds done before their due as first set"
        ),
        among_words=Words(
            "已办结的，以及原定期限已到仍未办结的", "closed, or open with the original due passed"
        ),
        counts="case_is_late_originally = 0",
        among=f"{_CASES} AND (is_closed = 1 OR is_due_originally = 1 OR case_is_late_originally = 1)",
    ),
    Definition(
        id="response",
        name=Words("响应率", "Response rate"),
        counted=Words(
            "在首次联系时限内联系了企业、且企业未否认的",
            "first contact within its limit, on record and not denied by the firm",
        ),
        among_words=Words(
            "已交办且时限已到或已联系的（每轮一次，历史录入的除外）",
            "dispatched rounds whose limit has passed or that were contacted (recorded history excepted)",
        ),
        counts="is_contacted = 1 AND contacted_at <= contact_due_at",
        among="NOT recorded AND (is_contact_due = 1 OR is_contacted = 1)",
    ),
    Definition(
        id="solved",
        name=Words("解决率（严格）", "Solved (strict)"),
        counted=Words("企业认为已解决的", "the firm says: solved"),
        among_words=_JUDGED_WORDS,
        counts=f"verdict = '{Verdict.SOLVED}'",
        among=_VERDICTS,
        is_opinion=True,
    ),
    Definition(
        id="solvedOrPartly",
        name=Words("解决率（含部分解决）", "Solved (lenient)"),
        counted=Words("企业认为已解决或部分解决的", "the firm says: solved or partly"),
        among_words=_JUDGED_WORDS,
        counts=_one_of("verdict", (Verdict.SOLVED, Verdict.PARTLY)),
        among=_VERDICTS,
        is_opinion=True,
    ),
    Definition(
        id="surveyResponse",
        name=Words("参评率", "Survey response"),
        counted=Words("已评价的轮次", "rounds graded"),
        among_words=Words("已评价或已邀请评价的轮次", "rounds graded or invited"),
        counts="is_graded = 1",
        among="is_asked = 1",
    ),
    Definition(
        id="satisfaction",
        name=Words("满意率", "Satisfaction"),
        counted=_SATISFIED_WORDS,
        among_words=_GRADED_WORDS,
        counts=_one_of("grade", SATISFIED),
        among="round = newest_graded",
        is_opinion=True,
    ),
    Definition(
        id="firstRoundSatisfaction",
        name=Words("首轮满意率", "Satisfaction with the first round"),
        counted=_SATISFIED_WORDS,
        among_words=Words("首轮的有效评价", "valid grades of first rounds"),
        counts=_one_of("grade", SATISFIED),
        among="round = 1 AND is_graded = 1",
        is_opinion=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A plain count that is printed beside a figure."""

    id: str
    name: Words
    among_words: Words
    among: str


SUBMISSION_COUNT = Beside(
    "submissionCount", Words("受理件数", "Cases accepted"), _ACCEPTED_WORDS, _CASES
)
CLOSED_BY_TIMEOUT = Beside(
    "closedByTimeout",
    Words("其中默认办结", "Of these closed by timeout"),
    Words("因企业五个工作日未答复而办结的", "closed because the firm stayed silent"),
    f"{_CLOSED} AND is_upheld = 0 AND closed_by = '{ClosedBy.TIMEOUT}'",
)
CLOSED_UPHELD = Beside(
    "closedUpheld",
    Words("其中维持办结", "Of these upheld"),
    Words("企业有异议、经裁定维持原答复而办结的", "disputed by the firm and upheld"),
    f"{_CLOSED} AND (is_upheld = 1 OR closed_by = '{ClosedBy.UPHELD}')",
)
BESIDE = (SUBMISSION_COUNT, CLOSED_BY_TIMEOUT, CLOSED_UPHELD)
