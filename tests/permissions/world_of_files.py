"""The part of the world that is told and taken away: files, publications, receipts, notices."""

from __future__ import annotations

from typing import Any

from backend import clock
from backend.accounts.models import SpokenLanguage
from backend.db.ids import uuid7
from backend.exports.models import Export, ExportFormat, ExportKind
from backend.files.models import StoredFile
from backend.imports.models import ImportKind, ImportLine, ImportRun, ImportState, LineOutcome
from backend.notifications.models import Notice
from backend.organizations.models import Duty, FirmTier
from backend.publications import actions as publications
from backend.publications.actions import Text
from backend.publications.models import Publication, PublicationState
from backend.submissions import actions as cases
from backend.submissions.attachment_models import Attachment
from backend.submissions.models import Reply, Submission, Visibility
from backend.submissions.voice_models import CaseMessage
from backend.tasks.models import SampleFinding, Task
from tests.permissions.cast import City
from tests.permissions.viewers import CITY, HERE, THERE, body


async def add(city: City) -> None:
    """Add files to cases, outcomes told to others, and what was read, taken away and brought in."""
    await _attachments(city)
    await _publications(city)
    await _receipts(city)
    await _notices(city)
    await _taken_and_brought(city)
    await _what_takes_long(city)


async def _what_takes_long(city: City) -> None:
    """Write into rows what takes many acts to come by; that acts write it is tested with them."""
    now, said = clock.now(), city.text
    await FirmTier.filter(firm_id=city.firm.id).update(
        reason=said("入选理由"), ended_for=said("退出理由"), ended_at=now
    )
    await Publication.filter(firm_id=city.firm.id).update(withdrawn_at=now)
    await Submission.filter(firm_id=city.firm.id, instructed_at__isnull=False).update(
        verified_at=now
    )
    open_cases = Submission.filter(firm_id=city.firm.id, visibility=Visibility.NORMAL)
    ids = [case.id for case in await open_cases]
    lead, duty = await body("COMM"), await Duty.all().first()
    task = await Task.filter(submission_id__in=ids, department_id=lead.id).order_by("id").first()
    assert task is not None
    assert duty is not None
    await Task.filter(id=task.id).update(
        proposed_department_id=lead.id,
        ruling_duty_id=duty.id,
        extension_decision=said("延期决定"),
        without_support_reason=said("不等协办"),
        sample_checked_at=now,
        sample_finding=next(iter(SampleFinding)),
        sample_text=said("抽查意见"),
    )


async def a_file(city: City) -> StoredFile:
    """Return a new file, attached already."""
    name, now = f"{city.text('文件')}.pdf", clock.now()
    return await StoredFile.create(
        owner_id=city.firm.id,
        sha256=f"{city.told:064x}",
        size=1,
        media_type="application/pdf",
        name=name,
        created_at=now,
        attached_at=now,
    )


async def _attach(city: City, case_id: Any, who: str, **given: Any) -> None:
    viewer, file = city.people.viewers[who], await a_file(city)
    await Attachment.create(
        submission_id=case_id,
        file_id=file.id,
        position=city.told,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        is_from_firm=viewer.column == "firm",
        added_by_id=viewer.person_id,
        organization_id=next(iter(viewer.organizations)),
        added_at=clock.now(),
        **given,
    )


async def _attachments(city: City) -> None:
    """A file of the firm on an open and on a hidden case, on a message, on replies shown and not."""
    for visibility in (Visibility.NORMAL, Visibility.CONFIDENTIAL):
        of_firm = Submission.filter(firm_id=city.firm.id, chamber_id=None)
        case = await of_firm.filter(visibility=visibility).order_by("id").first()
        assert case is not None
        await _attach(city, case.id, "firm")
        message = await cases.post_message(case, text=city.text("补充"), actor=city.by("firm"))
        assert isinstance(message, CaseMessage)
        await _attach(city, case.id, "firm", message_id=message.id)
    open_cases = Submission.filter(firm_id=city.firm.id, visibility=Visibility.NORMAL)
    ids = [case.id for case in await open_cases]
    for is_waiting in (True, False):
        replies = Reply.filter(submission_id__in=ids, published_at__isnull=is_waiting)
        reply = await replies.order_by("id").first()
        assert reply is not None
        await _attach(city, reply.submission_id, "officer in charge", reply_id=reply.id)


async def _publications(city: City) -> None:
    """One outcome is published, another waits for its firm's word."""
    for who, firm, place in (
        ("firm", city.firm, "here"),
        ("firm there", city.far_firm, "there"),
    ):
        answered = Submission.filter(firm_id=firm.id, visibility=Visibility.NORMAL)
        case = await answered.filter(answered_at__isnull=False).order_by("id").first()
        assert case is not None
        text = Text(city.text("主题"), city.text("问题"), city.text("答案"))
        clerk = city.by(f"federation {place}")
        row = await publications.propose(case, text, actor=clerk)
        if place == "here":
            await publications.consent(row, actor=city.by(who))
            await publications.publish(row, actor=clerk)
            assert row.state is PublicationState.PUBLISHED


async def _receipts(city: City) -> None:
    """Offices read what a hidden firm said; what supervision reads is told to nobody."""
    hidden = await Submission.filter(visibility=Visibility.CONFIDENTIAL).order_by("id").first()
    assert hidden is not None
    for name in ("federation here", "supervisor here"):
        await cases.log_reading(city.by(name), [hidden.id])


async def _notices(city: City) -> None:
    case = await Submission.filter(firm_id=city.firm.id).order_by("id").first()
    assert case is not None
    for name in ("firm", "federation here", "app here"):
        await Notice.create(
            person_id=city.people.viewers[name].person_id,
            event_id=uuid7(),
            event_name="submission.answered",
            audience="FIRM",
            submission_id=case.id,
            noticed_at=clock.now(),
            read_at=clock.now(),
        )


async def _taken_and_brought(city: City) -> None:
    for place, area_code in (("here", HERE), ("there", THERE), ("above", CITY)):
        person_id = city.people.viewers[f"coordinator {place}"].person_id
        now = clock.now()
        await Export.create(
            person_id=person_id,
            area_code=area_code,
            kind=next(iter(ExportKind)),
            format=next(iter(ExportFormat)),
            language=SpokenLanguage.ZH,
            row_count=1,
            created_at=now,
        )
        run = await ImportRun.create(
            kind=next(iter(ImportKind)),
            state=ImportState.CHECKING,
            area_code=area_code,
            person_id=person_id,
            file_id=(await a_file(city)).id,
            file_name=city.text("导入"),
            started_at=now,
        )
        await ImportLine.create(
            run_id=run.id,
            state=ImportState.CHECKING,
            number=1,
            outcome=next(iter(LineOutcome)),
            key=city.text("单号")[:20],
            words_zh=city.text("理由"),
            words_en="why",
        )
