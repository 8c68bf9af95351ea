"""A case with two matters becomes two cases; the whole keeps the table of its parts."""

from __future__ import annotations

import pytest

from backend import clock, wiring
from backend.db import sql
from backend.errors import DomainError, Invalid
from backend.events.delivery import deliver
from backend.files.models import StoredFile
from backend.statistics.counting import count
from backend.statistics.rebuild import rebuild
from backend.statistics.selection import Asked, select
from backend.submissions import actions, queries
from backend.submissions.attachment_models import Attachment
from backend.submissions.models import (
    ClosedBy,
    DeclineReason,
    Outcome,
    State,
    Submission,
    Visibility,
)
from backend.submissions.queries import FirmWord, firm_word, viewer_acts
from backend.submissions.workflow import Act
from tests.statistics.test_rebuild import facts
from tests.submissions.cast import Cast, a_filed_case, the_cast

pytestmark = pytest.mark.usefixtures("database")
PARTS = (actions.Part("银行抽贷，请协调续贷。"), actions.Part("厂区停电频繁", title="供电"))


async def split(cast: Cast, **given: object) -> tuple[Submission, list[Submission]]:
    """Return a case and the two it was split into."""
    case = await a_filed_case(cast, **given)
    return case, await actions.split(case, parts=PARTS, actor=cast.clerk)


async def test_each_part_has_a_number_of_its_own_and_the_clocks_of_the_whole() -> None:
    cast = await the_cast()
    whole, parts = await split(cast, visibility=Visibility.CONFIDENTIAL)
    assert (whole.state, whole.closed_by) == (State.CLOSED, ClosedBy.SPLIT)
    assert len({whole.number, *(part.number for part in parts)}) == 3
    for number, part in enumerate(parts, start=1):
        assert (part.parent_id, part.part_number, part.state) == (whole.id, number, State.FILED)
        assert part.promised_due_at == whole.promised_due_at
        assert (part.filed_at, part.visibility) == (whole.filed_at, whole.visibility)
    assert [part.title for part in parts] == ["银行抽贷，请协调续贷", "供电"]
    assert parts[0].category_code == "FINANCE"
    assert viewer_acts(whole, cast.firm) == []


async def test_each_part_shows_the_files_that_came_with_the_whole() -> None:
    cast = await the_cast()
    assert cast.firm.person_id
    file = await StoredFile.create(
        owner_id=cast.firm.person_id,
        sha256="0" * 64,
        size=7,
        media_type="image/png",
        name="店面.png",
        created_at=clock.now(),
    )
    whole, parts = await split(cast, attachment_ids=(file.id,))
    for case in (whole, *parts):
        [shown] = await Attachment.filter(submission_id=case.id)
        assert (shown.name, (await StoredFile.get(id=shown.file_id)).sha256) == (
            "店面.png",
            "0" * 64,
        )
    assert await StoredFile.filter(attached_at=None).count() == 0


async def test_the_verifier_splits_before_a_case_is_taken_on_and_a_part_never() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    for actor in (cast.firm, cast.coordinator, cast.supervisor, cast.officer):
        with pytest.raises(DomainError) as refused:
            await actions.split(case, parts=PARTS, actor=actor)
        assert refused.value.code == "NOT_ALLOWED"
    for state in State:
        case.state = state
        offered = Act.SPLIT in viewer_acts(case, cast.clerk)
        assert offered is (state in {State.FILED, State.VERIFYING})
    _, parts = await split(cast)
    assert Act.SPLIT not in viewer_acts(parts[0], cast.clerk)
    with pytest.raises(DomainError) as refused:
        await actions.split(parts[0], parts=PARTS, actor=cast.clerk)
    assert refused.value.code == "NOT_POSSIBLE"


@pytest.mark.parametrize("parts", [PARTS[:1], PARTS * 6, (PARTS[0], actions.Part(" "))])
async def test_two_to_ten_parts_in_words_are_asked_for(parts: tuple[actions.Part, ...]) -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    with pytest.raises(Invalid) as refused:
        await actions.split(case, parts=parts, actor=cast.clerk)
    assert refused.value.path[:2] == ("input", "parts")
    assert await Submission.all().count() == 1


async def test_the_firm_reads_in_handling_until_the_last_part_ends() -> None:
    cast = await the_cast()
    whole, [first, second] = await split(cast)
    assert firm_word(whole) is FirmWord.IN_HANDLING
    said = {"reason": DeclineReason.OTHER, "text": "不属受理范围", "where": "供电公司"}
    for part in (first, second):
        await actions.decline(part, **said, actor=cast.clerk)  # pyright: ignore[reportArgumentType]
        await deliver(wiring.REACTIONS)
        whole = await Submission.get(id=whole.id)
        assert whole.open_part_count == (1 if part is first else 0)
    assert firm_word(whole) is FirmWord.CLOSED
    await actions.request_review(second, text="确属企业诉求", actor=cast.firm)
    await deliver(wiring.REACTIONS)
    assert (await Submission.get(id=whole.id)).open_part_count == 1


async def test_figures_count_the_parts_and_never_the_whole() -> None:
    cast = await the_cast()
    _, [first, second] = await split(cast)
    for part in (first, second):
        await actions.accept(part, actor=cast.clerk)
    await actions.answer_directly(first, text="已协调", outcome=Outcome.SOLVED, actor=cast.clerk)
    assert (await count(await select(Asked("320500")))).numbers["submissionCount"] == 2
    stored = await facts()
    await rebuild()
    assert await facts() == stored


async def test_a_part_that_complains_of_a_department_hides_the_whole_from_it() -> None:
    cast = await the_cast()
    whole, [first, second] = await split(cast)
    seen = queries.visible_to(cast.coordinator)
    assert await sql.count(Submission, seen) == 3
    await actions.mark_complaint(first, department_id=cast.indit_id, actor=cast.clerk)
    left = await sql.rows(Submission, seen & sql.Where("submission.firm_id = ?", (cast.firm_id,)))
    assert {row.id for row in left} == {second.id}
    # The supervisor finds that it is none: the whole is in sight again.
    first = await Submission.get(id=first.id)
    await actions.mark_complaint(first, department_id=None, actor=cast.supervisor)
    assert await sql.count(Submission, seen) == 3
    assert (await Submission.get(id=whole.id)).complained_of_id is None
