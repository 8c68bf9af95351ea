"""The part of the world that leaders, chambers, desks and reviewers make."""

from __future__ import annotations

from datetime import timedelta

from backend import clock
from backend.accounts.actors import actor_of_person
from backend.accounts.leadership import set_mandates, set_portfolio
from backend.accounts.liaisons import set_liaison
from backend.accounts.models import Membership, Person
from backend.actor import SYSTEM
from backend.desk import actions as desk
from backend.desk.models import AnsweringMark, ViewTarget
from backend.instructions import actions as instructions
from backend.instructions.models import InstructionLine
from backend.organizations import actions as organizations
from backend.organizations.models import EvidenceKind, Organization
from backend.submissions import actions as cases
from backend.submissions.models import Kind, Submission, Visibility, Withdrawal
from backend.submissions.vocabulary import AuditFinding, WithdrawalReason
from backend.tasks import actions as tasks
from backend.tasks.models import ReturnReason, Task
from tests.permissions.cast import City, a_case, a_task, answered
from tests.permissions.relations import Portfolio
from tests.permissions.viewers import CITY, HERE, THERE, body


async def add(city: City) -> None:
    """Add what leaders, chambers, desks and reviewers do."""
    await _arrange(city)
    for part in (_chambers, _nameless, _leaving, _complaint, _support, _course, _instructed, _desk):
        await part(city)


async def _seat(city: City, name: str) -> Membership:
    return await Membership.get(person_id=city.people.viewers[name].person_id)


async def _arrange(city: City) -> None:
    """Give deputies their portfolios and offices their leaders."""
    lead = await body("COMM")
    for place in ("here", "there", "above"):
        deputy = await _seat(city, f"deputy {place}")
        await set_portfolio(deputy, department_ids=[lead.id], category_codes=["FINANCE"])
        portfolio = Portfolio(frozenset({lead.id}), frozenset({"FINANCE"}))
        leader = await _seat(city, f"leader {place}")
        await set_mandates(await _seat(city, f"office {place}"), leaders=[leader])
        city.change(f"deputy {place}", portfolio=portfolio)
        city.change(f"office {place}", acts_for=frozenset({leader.person_id}))
    for viewer in list(city.people.viewers.values()):
        city.change(viewer.name, actor=await actor_of_person(viewer.person_id or Person().id))


async def _chambers(city: City) -> None:
    """A chamber files for its member; the firm has a tier and a liaison."""
    head = city.people.viewers["chamber"]
    [chamber_id] = head.organizations
    chamber = await Organization.get(id=chamber_id)
    await organizations.join_chamber(city.firm, chamber, actor=city.by("federation here"))
    for visibility in (Visibility.NORMAL, Visibility.CONFIDENTIAL):
        filing = cases.Filing(
            firm_id=city.firm.id,
            chamber_id=chamber.id,
            body=city.text("商会代交"),
            visibility=visibility,
        )
        await cases.file_for_member(filing, firm=city.firm, actor=head.actor)
    for firm, who in ((city.firm, "firm"), (city.far_firm, "firm there")):
        evidence = [organizations.Evidence(EvidenceKind.CHINA_TOP_500, year=clock.today().year)]
        row = await organizations.apply_for_tier(
            firm, "top500", evidence=evidence, actor=city.by(who)
        )
        reason = city.text("不符合的理由")
        await organizations.refuse_tier(row, reason=reason, actor=city.by("federation above"))
    federation = city.people.viewers["federation here"]
    person = await Person.get(id=federation.person_id)
    firm = await Organization.get(id=city.firm.id)
    await set_liaison(firm, person, actor=federation.actor)


async def _nameless(city: City) -> None:
    """Somebody files without a name and writes once more."""
    await organizations.allow_anonymous(CITY, is_allowed=True, actor=SYSTEM)
    body_text = city.text("匿名诉求")
    case, code = await cases.file_anonymously(
        area_code=HERE, body=body_text, key="a" * 32, address="192.0.2.1", actor=city.nobody
    )
    holder = await cases.holder_by_code(code, address="192.0.2.1")
    await cases.post_message(case, text=city.text("匿名补充"), actor=holder)
    await cases.post_message(case, text=city.text("工商联回复"), actor=city.by("federation here"))
    city.holder(holder, case.firm_id)


async def _leaving(city: City) -> None:
    """Cases are withdrawn, under pressure and not; one moves to the other district."""
    for reason in (WithdrawalReason.SOMEBODY_ASKED_ME, WithdrawalReason.OTHER):
        case = await a_case(city, "firm", city.firm)
        await cases.withdraw(case, reason=reason, text=city.text("撤回的话"), actor=city.by("firm"))
    drawn = await Withdrawal.filter(is_drawn=True).order_by("id").first()
    if drawn is not None:
        case = await Submission.get(id=drawn.submission_id)
        finding, note = AuditFinding.PRESSED, city.text("抽查结论")
        auditor = city.by("auditor here")
        await cases.audit_withdrawal(case, finding=finding, note=note, actor=auditor)
    case = await a_case(city, "firm", city.firm)
    await tasks.move_to_area(
        case, area_code=THERE, reason=city.text("移送理由"), actor=city.by("federation above")
    )


async def _complaint(city: City) -> None:
    """A case complains about the department that handles the others."""
    case = await a_case(city, "firm", city.firm)
    lead = await body("COMM")
    await cases.mark_complaint(case, department_id=lead.id, actor=city.by("federation here"))


async def _support(city: City) -> None:
    """A second department is asked for its opinion."""
    supporting = city.people.viewers["supporting officer"]
    [department_id] = supporting.organizations
    for visibility in (Visibility.NORMAL, Visibility.CONFIDENTIAL):
        task = await a_task(
            city, "firm", city.firm, "here", kind=Kind.COMPLEX, visibility=visibility
        )
        [support] = await tasks.request_support(
            task,
            supports=[tasks.Asked(department_id, city.text("协办要求"))],
            actor=city.by("coordinator here"),
        )
        await tasks.give_opinion(support, opinion=city.text("协办意见"), actor=supporting.actor)


async def _course(city: City) -> None:
    """Tasks are returned and ruled on, extended, listed, cancelled."""
    officer, ruler = city.by("officer in charge"), city.by("coordinator here")
    task = await a_task(city, "firm", city.firm, "here", kind=Kind.COMPLEX)
    await tasks.request_return(
        task, reason=ReturnReason.OTHER, text=city.text("退回理由"), actor=officer
    )
    await tasks.rule(await Task.get(id=task.id), text=city.text("裁定理由"), actor=ruler)
    task = await a_task(city, "firm", city.firm, "here", kind=Kind.COMPLEX)
    await tasks.request_extension(
        task,
        due_on=(task.due_at + timedelta(days=3)).date(),
        reason=city.text("延期理由"),
        interim_reply=city.text("阶段答复"),
        actor=officer,
    )
    task = await a_task(city, "firm", city.firm, "here", kind=Kind.COMPLEX)
    await tasks.list_long_term(
        task,
        plan=city.text("长期计划"),
        milestones=[tasks.Planned(clock.today() + timedelta(days=90), city.text("第一步"))],
        actor=city.by("supervisor here"),
    )
    case = await a_case(city, "firm", city.firm)
    both = [(await body(code)).id for code in ("COMM", "SCI")]
    assignments = [tasks.Assignment(each) for each in both]
    clerk = city.by("federation here")
    _, ended = await tasks.accept_and_dispatch(case, assignments=assignments, actor=clerk)
    await tasks.cancel(ended, reason=city.text("取消理由"), actor=ruler)


async def _instructed(city: City) -> None:
    """A leader is sent a case, reads it and instructs; the head reports; the firm reads one line."""
    leader, seat = city.people.viewers["leader here"], await _seat(city, "leader here")
    for visibility in (Visibility.NORMAL, Visibility.CONFIDENTIAL):
        case = await a_case(city, "firm", city.firm, visibility=visibility)
        federation = city.by("federation here")
        await instructions.send_to_leader(
            case, membership_id=seat.id, note=city.text("呈报"), actor=federation
        )
        case = await Submission.get(id=case.id)
        await instructions.mark_read(case, actor=leader.actor)
        saying = instructions.Saying(
            text=city.text("批示"),
            department_ids=[(await body("COMM")).id],
            summary=instructions.Summary(),
        )
        said = await instructions.issue(case, saying, actor=leader.actor)
        line = await InstructionLine.get(instruction_id=said.id)
        head = city.by("head in charge")
        await instructions.acknowledge(line, actor=head)
        await instructions.report_back(line, text=city.text("报告"), actor=head)
        await instructions.not_enough(line, text=city.text("还不够"), actor=leader.actor)


async def _desk(city: City) -> None:
    """Notes, marks, a pasted message, pieces of replies and saved lists."""
    called = city.people.viewers["coordinator here"]
    for visibility in (Visibility.NORMAL, Visibility.CONFIDENTIAL):
        task = await a_task(
            city, "firm", city.firm, "here", kind=Kind.COMPLEX, visibility=visibility
        )
        case = await Submission.get(id=task.submission_id)
        named = [called.person_id] if visibility is Visibility.NORMAL and called.person_id else []
        clerk, officer = city.by("federation here"), city.by("officer in charge")
        await desk.write_note(case, text=city.text("内部备注"), mentions=named, actor=clerk)
        await desk.write_note(case, text=city.text("承办备注"), actor=officer)
        await desk.set_mark(case, actor=officer)
    # A mark fades after minutes; these are read for longer.
    await AnsweringMark.all().update(until=clock.now() + timedelta(days=1))
    line = desk.Line(text=city.text("群里的话"), firm=city.firm, author="群友")
    await desk.file_line(line, actor=city.by("federation here"))
    for is_shared in (True, False):
        await desk.save_snippet(
            None,
            title="常用语",
            text=city.text("常用答复"),
            is_shared=is_shared,
            actor=city.by("coordinator here"),
        )
        await desk.save_view(
            None,
            name="我的清单",
            target=ViewTarget.SUBMISSIONS,
            conditions="{}",
            is_shared=is_shared,
            actor=city.by("coordinator here"),
        )
    await answered(city, await a_task(city, "firm", city.firm, "here", kind=Kind.GENERAL))
