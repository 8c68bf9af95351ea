"""Scenes of a case that is reviewed, added to, withdrawn, audited, moved or complains of somebody."""

from __future__ import annotations

from collections.abc import Mapping

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.people import Answer, signed_in
from tests.stories.scene import Make, Scene

FIRM, CLERK = people.FIRM, people.CLERK
NEIGHBOUR = "320583"
REQUEST_REVIEW = d.case_act("submissionRequestReview", "SubmissionRequestReviewInput")
ADD_INFO = d.case_act("submissionAddInfo", "SubmissionAddInfoInput")
MARK_COMPLAINT = d.case_act("submissionMarkComplaint", "SubmissionMarkComplaintInput")
WITHDRAW = d.case_act("submissionWithdraw", "SubmissionWithdrawInput")
AUDIT = d.case_act("submissionAuditWithdrawal", "SubmissionAuditWithdrawalInput")
MOVE = d.case_act("submissionMove", "SubmissionMoveInput", "move { id toAreaCode reason }")


async def declined(url: str) -> Answer:
    """Return a case that the Federation declined."""
    clerk = await signed_in(url, CLERK)
    said = {"reason": "OTHER", "text": "不属受理范围", "where": "市场监管局"}
    return (await clerk.done(await cases.filed(url), d.DECLINE, **said))["submission"]


async def withdrawn(url: str) -> Answer:
    """Return a case with a task that its firm was made to take back."""
    firm = await signed_in(url, FIRM)
    case = (await cases.dispatched(url))["submission"]
    said = {"reason": "SOMEBODY_ASKED_ME", "text": "有人来过电话"}
    return (await firm.done(case, WITHDRAW, **said))["submission"]


async def requesting_a_review(url: str) -> Scene:
    case = await declined(url)
    return Scene(await signed_in(url, FIRM), on(case, text="确属企业诉求"))


async def adding_information(url: str) -> Scene:
    case = await cases.filed(url)
    return Scene(await signed_in(url, FIRM), {"id": case["id"], "text": "合同编号如下"})


async def marking_a_complaint(url: str) -> Scene:
    clerk = await signed_in(url, CLERK)
    about = await clerk.organization("INDIT")
    return Scene(clerk, on(await cases.filed(url), complainedOfId=about["id"]))


async def withdrawing(url: str) -> Scene:
    case = (await cases.dispatched(url))["submission"]
    said = {"reason": "SOLVED_ALREADY", "text": "银行已续贷"}
    return Scene(await signed_in(url, FIRM), on(case, **said))


async def auditing(url: str) -> Scene:
    auditor = await signed_in(url, people.AUDITOR)
    said = {"finding": "UNCLEAR", "note": "企业未接电话"}
    return Scene(auditor, on(await withdrawn(url), **said))


async def moving(url: str) -> Scene:
    case = await cases.filed(url)
    said = {"areaCode": NEIGHBOUR, "reason": "企业已迁址"}
    return Scene(await signed_in(url, CLERK), on(case, **said))


async def splitting(url: str) -> Scene:
    first = {"body": "银行抽贷，请协调续贷", "title": "续贷", "categoryCode": "FINANCE"}
    second = {"body": "厂区停电频繁", "title": "供电", "categoryCode": "UTILITY"}
    case = await cases.filed(url)
    return Scene(await signed_in(url, CLERK), on(case, parts=[first, second]))


def on(case: Answer, **more: object) -> Answer:
    """Return the input for a case as it was read."""
    return {"id": case["id"], "expectedVersion": case["version"], **more}


SCENES: Mapping[str, Make] = {
    "submissionAddInfo": adding_information,
    "submissionAuditWithdrawal": auditing,
    "submissionMarkComplaint": marking_a_complaint,
    "submissionMove": moving,
    "submissionRequestReview": requesting_a_review,
    "submissionSplit": splitting,
    "submissionWithdraw": withdrawing,
}
