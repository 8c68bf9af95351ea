"""What is said of a case in a chat or a text message: two lines, and the link that opens it."""

from __future__ import annotations

from backend import settings
from backend.errors import Words
from backend.submissions import promises
from backend.submissions.models import State, Submission
from backend.submissions.vocabulary import HIDES_THE_FIRM

DONE = frozenset({State.ANSWERED, State.CLOSED})


def link_to(submission: Submission) -> str:
    """Return the page that opens the case for whoever may see it."""
    chosen = settings.current()
    base = chosen.public_url or f"http://{chosen.host}:{chosen.port}"
    return f"{base.rstrip('/')}/s/{submission.number}"


async def in_words(submission: Submission) -> Words | None:
    """Return two lines to paste into the group: number and promise, and a link.

    Everybody in a group reads them: they name no firm and no matter. Of a hidden firm's case, of
    one that was declined or withdrawn, nothing is said there.
    """
    if submission.visibility in HIDES_THE_FIRM or submission.number is None:
        return None
    if submission.state in {State.DRAFT, State.DECLINED, State.WITHDRAWN}:
        return None
    stand = await _stand(submission)
    address = link_to(submission)
    return Words(
        f"您反映的事项{stand.zh}，编号 {submission.number}。\n查看进度：{address}",
        f"Your matter {stand.en}: {submission.number}.\nFollow it: {address}",
    )


async def _stand(submission: Submission) -> Words:
    if submission.state in DONE:
        return Words("已答复", "is answered")
    due = await promises.promised(submission)
    if due is None:
        return Words("已登记", "is on record")
    said = promises.in_words(due, is_accepted=submission.accepted_at is not None)
    return Words(f"已登记，{said.zh}", f"is on record ({said.en})")
