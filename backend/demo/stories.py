"""The stories of the forty cases: every state a case can stand in, some by more than one way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from backend.demo.play import Play
from backend.submissions.models import DisputeReason, Grade, Kind, Outcome, Verdict
from backend.surveys.actions import Answer

Story = Callable[[Play], Awaitable[None]]

CONTENT = Answer(verdict=Verdict.SOLVED, grade=Grade.VERY_SATISFIED, was_contacted=True)
NOT_SOLVED = Answer(
    verdict=Verdict.NOT_SOLVED, grade=Grade.DISSATISFIED, text="问题仍在，请再办一次。"
)
NEVER_CALLED = Answer(
    verdict=Verdict.NOT_SOLVED,
    grade=Grade.VERY_DISSATISFIED,
    reason=DisputeReason.NOT_CONTACTED,
    was_contacted=False,
    text="没有接到任何电话。",
)


async def filed(play: Play) -> None:
    """Nobody has looked at it yet."""
    await play.file(0, "16:20")


async def verifying(play: Play) -> None:
    """The Federation has opened it."""
    await play.file(1, "15:10")
    await play.open(0, "09:15")


async def needs_info(play: Play) -> None:
    """The Federation has asked; the firm's answer is awaited."""
    await play.file(2)
    await play.open(2)
    await play.ask_info(1)


async def lapsed(play: Play) -> None:
    """The Federation asked and the firm never answered."""
    await play.file(16)
    await play.ask_info(15)


async def declined(play: Play) -> None:
    """A matter of the courts: declined with the right address."""
    await play.file(7)
    await play.open(7)
    await play.decline(6)


async def accepted(play: Play) -> None:
    """Taken on, not yet with a department."""
    await play.file(1, "14:00")
    await play.open(1, "14:30")
    await play.accept(0, "16:40")


async def on_track(play: Play) -> None:
    """With the department, called in time, days to go."""
    await play.file(3)
    await play.dispatch(3)
    await play.contact(2, "09:40")
    await play.report_progress(1)


async def due_soon(play: Play) -> None:
    """With the department, the due day is near; the mayor waits for a report."""
    await play.file(8)
    await play.dispatch(8)
    await play.contact(8, "15:20")
    await play.instruct(6)
    await play.acknowledge(6)
    await play.report_progress(4)


async def overdue(play: Play) -> None:
    """With the department, and late."""
    await play.file(13)
    await play.dispatch(13)
    await play.contact(12)


async def waiting(play: Play) -> None:
    """The officer has asked the firm; the clock stands still."""
    await play.file(4)
    await play.dispatch(4)
    await play.contact(3, "10:00")
    await play.ask_firm(1)


async def claimed(play: Play) -> None:
    """A complex matter: the reply waits for its review."""
    await play.file(9)
    await play.dispatch(9, kind=Kind.COMPLEX)
    await play.contact(8, "09:30")
    await play.answer(0)


async def sent_back(play: Play) -> None:
    """The reviewer gave the reply back; the department is at it again."""
    await play.file(11)
    await play.dispatch(11, kind=Kind.COMPLEX)
    await play.answer(3, outcome=Outcome.PARTLY)
    await play.send_back(2)


async def answered(play: Play) -> None:
    """The reply is with the firm."""
    await play.file(2)
    await play.dispatch(2, "09:40")
    await play.answer(2)


async def planned(play: Play) -> None:
    """The reply names a day by which it will be done."""
    await play.file(9)
    await play.dispatch(9)
    await play.answer(2, outcome=Outcome.PLANNED, planned_on=play.days.ahead(30))


async def answered_directly(play: Play) -> None:
    """A question the Federation could answer itself."""
    await play.file(6)
    await play.accept(6, "10:30")
    await play.answer_directly(5)
    await play.evaluate(4, CONTENT)


async def solved(play: Play) -> None:
    """The short way: four acts by three parties."""
    await play.file(11)
    await play.dispatch(11, "09:45")
    await play.contact(11, "10:40")
    await play.answer(11)
    await play.evaluate(10, CONTENT)


async def partly_solved(play: Play) -> None:
    """The firm is content with a part."""
    await play.file(14)
    await play.dispatch(14, "09:50")
    await play.contact(14, "11:00")
    await play.answer(14, outcome=Outcome.PARTLY)
    await play.evaluate(12, Answer(verdict=Verdict.PARTLY, grade=Grade.SATISFIED))


async def explained(play: Play) -> None:
    """Not what the firm wished for, and it accepts why."""
    await play.file(18)
    await play.dispatch(18)
    await play.contact(17, "09:20")
    await play.ask_firm(16)
    await play.reply(14)
    await play.answer(12, outcome=Outcome.EXPLAINED, detail="《企业研究开发费用补助办法》第六条")
    accepts = Answer(verdict=Verdict.EXPLANATION_ACCEPTED, grade=Grade.BASICALLY_SATISFIED)
    await play.evaluate(11, accepts)


async def dissatisfied_but_closed(play: Play) -> None:
    """Solved, but too slowly for the firm's liking."""
    await play.file(21)
    await play.dispatch(21)
    await play.contact(20, "09:00")
    await play.answer(9, outcome=Outcome.SOLVED)
    await play.pass_review(8)
    await play.evaluate(7, Answer(verdict=Verdict.SOLVED, grade=Grade.DISSATISFIED))


async def timed_out(play: Play) -> None:
    """The firm stayed silent; five working days later the case closed by itself."""
    await play.file(17)
    await play.dispatch(17, "09:30")
    await play.answer(17, "11:15")


async def timed_out_and_graded(play: Play) -> None:
    """Closed by silence, graded afterwards: what closed it stays."""
    await timed_out(play)
    await play.evaluate(5, Answer(verdict=Verdict.SOLVED, grade=Grade.SATISFIED))


async def disputed(play: Play) -> None:
    """The firm does not accept the reply; the coordinator has to rule."""
    await play.file(4)
    await play.dispatch(4, "09:35")
    await play.answer(4, outcome=Outcome.EXPLAINED, detail="现行政策第三条")
    await play.evaluate(0, NOT_SOLVED, "15:30")


async def redone(play: Play) -> None:
    """The coordinator ruled that it is done again; the second round runs."""
    await play.file(6)
    await play.dispatch(6)
    await play.answer(6, outcome=Outcome.NOT_POSSIBLE, detail="企业现有抵押物不足")
    await play.evaluate(3, NOT_SOLVED)
    await play.redo(2)
    await play.contact(1, "10:00")


async def redone_by_itself(play: Play) -> None:
    """Not contacted: done again without anybody's ruling."""
    await play.file(5)
    await play.dispatch(5, "09:25")
    await play.answer(5)
    await play.evaluate(0, NEVER_CALLED, "17:20")


async def redone_and_solved(play: Play) -> None:
    """The second round solved it."""
    await play.file(15)
    await play.dispatch(15, "09:30")
    await play.answer(15, outcome=Outcome.PARTLY)
    await play.evaluate(13, NOT_SOLVED, "11:00")
    await play.redo(12)
    await play.answer(12)
    await play.pass_review(12)
    await play.evaluate(10, Answer(verdict=Verdict.SOLVED, grade=Grade.SATISFIED))


async def upheld(play: Play) -> None:
    """Disputed, and the reply was upheld with an explanation."""
    await play.file(13)
    await play.dispatch(13, "09:40")
    await play.answer(13, outcome=Outcome.NOT_POSSIBLE, detail="复市须经防控指挥部批准")
    await play.evaluate(11, NOT_SOLVED)
    await play.uphold(10)


STORIES: Mapping[str, Story] = {
    story.__name__: story
    for story in (
        filed,
        verifying,
        needs_info,
        lapsed,
        declined,
        accepted,
        on_track,
        due_soon,
        overdue,
        waiting,
        claimed,
        sent_back,
        answered,
        planned,
        answered_directly,
        solved,
        partly_solved,
        explained,
        dissatisfied_but_closed,
        timed_out,
        timed_out_and_graded,
        disputed,
        redone,
        redone_by_itself,
        redone_and_solved,
        upheld,
    )
}
