"""What can be done in a story: each act by its own person, at its own hour, through the actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from backend.demo.stage import Stage
from backend.instructions import actions as instructions
from backend.instructions.models import InstructionLine
from backend.submissions import actions as cases
from backend.submissions.actions.filing import Filing
from backend.submissions.models import DeclineReason, Kind, Outcome
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks.models import ContactChannel

_SAID: Mapping[Outcome, str] = {
    Outcome.SOLVED: "我们已会同有关单位办理完毕，请您核对；如仍有不便，请随时联系经办人。",
    Outcome.PARTLY: "其中一项已办结，另一项还需与外地协商，有进展即告知您。",
    Outcome.PLANNED: "已列入工作计划，将在所列日期前办成并再次答复您。",
    Outcome.EXPLAINED: "现行规定尚不支持全部诉求，依据和可以享受的政策已列在下面。",
    Outcome.NOT_POSSIBLE: "经研究暂不具备办理条件，理由列在下面。",
    Outcome.NOT_OURS: "此事由其他单位负责，受理单位列在下面。",
}


class Play(Stage):
    """A case whose people act when the story says so."""

    async def file(self, days_back: int, hour: str = "09:10") -> None:
        """The firm files its sentence."""
        sample = self.sample
        async with self.at(days_back, hour):
            filing = Filing(
                firm_id=(await self.firm()).id,
                body=sample.body,
                title=sample.title,
                category_code=sample.category_code,
                is_urgent=sample.is_urgent,
                channel=sample.channel,
                tier=sample.tier,
            )
            self.case = await cases.file(filing, actor=await self.entrepreneur())
            self.is_filed = True

    async def open(self, days_back: int, hour: str = "09:30") -> None:
        """The Federation opens the case."""
        async with self.at(days_back, hour):
            await cases.open_case(self.case, actor=await self.federation())

    async def accept(self, days_back: int, hour: str = "09:50") -> None:
        """The Federation takes the case on."""
        async with self.at(days_back, hour):
            await cases.accept(self.case, actor=await self.federation())

    async def dispatch(
        self, days_back: int, hour: str = "10:10", *, kind: Kind | None = None
    ) -> None:
        """受理并交办 by the Federation, to the department the text suggests."""
        department = await self.department()
        async with self.at(days_back, hour):
            await tasks.accept_and_dispatch(
                self.case,
                assignments=[tasks.Assignment(department.id, text="请按期答复企业。")],
                actor=await self.federation(),
                kind=kind,
            )

    async def ask_info(self, days_back: int, hour: str = "10:20") -> None:
        """The Federation asks the firm for more."""
        async with self.at(days_back, hour):
            question = "请补充相关人员情况和计划办理的时间。"
            await cases.ask_info(self.case, question=question, actor=await self.federation())

    async def decline(self, days_back: int, hour: str = "10:40") -> None:
        """The Federation declines, with the right address."""
        async with self.at(days_back, hour):
            await cases.decline(
                self.case,
                reason=DeclineReason.LITIGATION,
                text="您反映的事项已进入诉讼程序，应由受理法院依法处理。",
                where="受理法院诉讼服务中心，或拨打12368",
                actor=await self.federation(),
            )

    async def answer_directly(self, days_back: int, hour: str = "11:00") -> None:
        """The Federation answers without a department."""
        async with self.at(days_back, hour):
            await cases.answer_directly(
                self.case,
                text=f"关于“{self.sample.title}”：办理条件、材料和流程已整理发送给您，可直接办理。",
                outcome=Outcome.SOLVED,
                actor=await self.federation(),
            )

    async def contact(self, days_back: int, hour: str = "11:30") -> None:
        """The officer calls the firm."""
        async with self.at(days_back, hour):
            contact = tasks.Contact(ContactChannel.CALL)
            await tasks.record_contact(
                await self.task(), contact=contact, actor=await self.officer()
            )

    async def report_progress(self, days_back: int, hour: str = "15:00") -> None:
        """The officer says how far he is."""
        async with self.at(days_back, hour):
            text = "已会同有关单位到企业了解情况，正在研究具体办法。"
            await tasks.report_progress(await self.task(), text=text, actor=await self.officer())

    async def ask_firm(self, days_back: int, hour: str = "14:20") -> None:
        """The officer asks the firm, and waits."""
        async with self.at(days_back, hour):
            question = "请提供合同编号和最近一次办理的受理单。"
            await tasks.ask(await self.task(), question=question, actor=await self.officer())

    async def reply(self, days_back: int, hour: str = "11:50") -> None:
        """The firm replies to the officer's question."""
        async with self.at(days_back, hour):
            text = "合同编号和受理单已随信发送，请查收。"
            await tasks.reply(await self.task(), text=text, actor=await self.entrepreneur())

    async def answer(
        self,
        days_back: int,
        hour: str = "16:00",
        *,
        outcome: Outcome = Outcome.SOLVED,
        planned_on: date | None = None,
        detail: str = "",
    ) -> None:
        """答复企业: the officer's reply, with his call to the firm."""
        async with self.at(days_back, hour):
            await tasks.answer(
                await self.task(),
                text=f"您反映的“{self.sample.title}”，{_SAID[outcome]}",
                outcome=outcome,
                planned_on=planned_on,
                detail=detail,
                contact=tasks.Contact(ContactChannel.CALL),
                actor=await self.officer(),
            )

    async def pass_review(self, days_back: int, hour: str = "17:10") -> None:
        """The coordinator lets the reply go to the firm."""
        async with self.at(days_back, hour):
            await tasks.pass_review(await self.task(), actor=await self.coordinator())

    async def send_back(self, days_back: int, hour: str = "17:00") -> None:
        """The coordinator gives the reply back."""
        async with self.at(days_back, hour):
            reason = "答复没有回应企业提出的第二个问题，请逐条答复。"
            await tasks.send_back(await self.task(), reason=reason, actor=await self.coordinator())

    async def instruct(self, days_back: int, hour: str = "10:30") -> None:
        """The mayor instructs whoever has the case; the firm reads one line of it."""
        async with self.at(days_back, hour):
            saying = instructions.Saying(
                text="请主动上门了解情况，会同有关单位提出办法，办理结果报我。",
                summary=instructions.Summary(),
            )
            await instructions.issue(self.case, saying, actor=await self.mayor())

    async def acknowledge(self, days_back: int, hour: str = "11:20") -> None:
        """The head of the department takes the instruction on."""
        async with self.at(days_back, hour):
            head = await self.head()
            line = await InstructionLine.get(submission_id=self.case.id)
            await instructions.acknowledge(line, actor=head)

    async def evaluate(self, days_back: int, answer: Answer, hour: str = "17:40") -> None:
        """The firm answers: solved? and the grade."""
        async with self.at(days_back, hour):
            await surveys.evaluate(self.case, answer=answer, actor=await self.entrepreneur())

    async def redo(self, days_back: int, hour: str = "10:00") -> None:
        """The coordinator rules that it is done again."""
        async with self.at(days_back, hour):
            await tasks.redo(
                self.case, text="请上门再办，逐项说明。", actor=await self.coordinator()
            )

    async def uphold(self, days_back: int, hour: str = "10:30") -> None:
        """The coordinator upholds the reply, with an explanation to the firm."""
        async with self.at(days_back, hour):
            await cases.uphold(
                self.case,
                explanation="经核查，答复依据充分；后续政策调整时将第一时间告知您。",
                actor=await self.coordinator(),
            )
