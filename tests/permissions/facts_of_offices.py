"""The same of what offices keep: instructions, notes, notices, places in tiers, portfolios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.permissions.relations import Facts

if TYPE_CHECKING:
    from tests.permissions.facts import World

Telling = Callable[[Any, "World"], Facts]


def case_of(row: Any, world: World) -> Facts:
    """Return the facts of the case a row belongs to."""
    return world.of("Submission", row.submission_id)


def like_its_case(type_name: str, **given: Any) -> Telling:
    """Return the telling of rows that stand as their case does."""

    def told(row: Any, world: World) -> Facts:
        return in_a_case(row, world, type_name, **given)

    return told


def in_a_case(row: Any, world: World, type_name: str, **given: Any) -> Facts:
    """Return the facts of something that is the case's, but for what is `given`."""
    case = case_of(row, world)
    known: dict[str, Any] = {
        "areas": case.areas,
        "category_code": case.category_code,
        "firm_id": case.firm_id,
        "chamber_id": case.chamber_id,
        "offices": case.offices,
        "leads": case.leads,
        "against": case.against,
        "tags": case.tags,
    }
    return Facts(type_name=type_name, **{**known, **given})


def of_attachment(row: Any, world: World) -> Facts:
    case = case_of(row, world)
    tags = case.tags | (frozenset[str]() if row.is_from_firm else {"by an office"})
    within = case
    if row.reply_id is not None:
        within = world.of("Reply", row.reply_id)
    elif row.message_id is not None:
        within = world.of("CaseMessage", row.message_id)
    return in_a_case(row, world, "Attachment", tags=tags, within=within)


def of_message(row: Any, world: World) -> Facts:
    tags = frozenset({"from the firm"} if row.role in {"ENTREPRENEUR", "CHAMBER_HEAD"} else ())
    return in_a_case(row, world, "CaseMessage", tags=tags, within=case_of(row, world))


def of_receipt(row: Any, world: World) -> Facts:
    tags = frozenset({"by supervision"} if row.role in {"SUPERVISOR", "AUDITOR"} else ())
    return in_a_case(row, world, "AccessReceipt", tags=tags)


def of_withdrawal(row: Any, world: World) -> Facts:
    tags = frozenset({"sampled"} if row.is_drawn else ())
    return in_a_case(row, world, "Withdrawal", tags=tags)


def of_move(row: Any, world: World) -> Facts:
    areas = case_of(row, world).areas | {row.from_area_code}
    return in_a_case(row, world, "SubmissionMove", areas=areas)


def of_instruction(row: Any, world: World) -> Facts:
    lines = world.rows["InstructionLine"].values()
    offices = frozenset(each.department_id for each in lines if each.instruction_id == row.id)
    return in_a_case(row, world, "Instruction", offices=offices)


def of_line(row: Any, world: World) -> Facts:
    return in_a_case(row, world, "InstructionLine", offices=frozenset({row.department_id}))


def of_the_leader(type_name: str) -> Telling:
    """Return the telling of rows that belong to one leader."""

    def told(row: Any, world: World) -> Facts:
        return in_a_case(row, world, type_name, person_id=row.leader_id)

    return told


def of_note(row: Any, world: World) -> Facts:
    case = case_of(row, world)
    given: dict[str, Any] = {"within": case}
    if "confidential" in case.tags:
        given |= {"tags": frozenset({"hidden"}), "offices": frozenset({row.organization_id})}
    return in_a_case(row, world, "InternalNote", **given)


def of_pasted_line(row: Any, world: World) -> Facts:
    tags = frozenset({"hidden"} if "confidential" in case_of(row, world).tags else ())
    return in_a_case(row, world, "PastedLine", tags=tags)


def of_mention(row: Any, world: World) -> Facts:
    note = world.of("InternalNote", row.note_id)
    return Facts(type_name="Mention", person_id=row.person_id, within=note)


def kept(type_name: str) -> Telling:
    """Return the telling of what one keeps at the desk, or shares there."""

    def told(row: Any, world: World) -> Facts:
        return Facts(
            type_name=type_name,
            person_id=row.owner_id,
            offices=frozenset({row.organization_id}),
            tags=frozenset(() if row.is_shared else {"private"}),
        )

    return told


def of_notice(row: Any, world: World) -> Facts:
    return Facts(type_name="Notice", person_id=row.person_id)


def of_a_firm(type_name: str, firm_id: UUID, world: World, chamber_id: UUID | None = None) -> Facts:
    """Return the facts of something that is a firm's, in the firm's area."""
    firm = world.rows["Organization"][firm_id]
    areas = frozenset({firm.area_code})
    return Facts(type_name=type_name, firm_id=firm_id, chamber_id=chamber_id, areas=areas)


def of_tier(row: Any, world: World) -> Facts:
    return of_a_firm("FirmTier", row.firm_id, world)


def of_evidence(row: Any, world: World) -> Facts:
    place = world.rows["FirmTier"][row.firm_tier_id]
    return of_a_firm("TierEvidence", place.firm_id, world)


def of_member(row: Any, world: World) -> Facts:
    return of_a_firm("ChamberMember", row.firm_id, world, row.chamber_id)


def of_portfolio(row: Any, world: World) -> Facts:
    return Facts(type_name="Portfolio", either=(world.of("Membership", row.membership_id),))


def of_mandate(row: Any, world: World) -> Facts:
    seats = (world.of("Membership", key) for key in (row.office_id, row.leader_id))
    return Facts(type_name="Mandate", either=tuple(seats))


def of_milestone(row: Any, world: World) -> Facts:
    return replace(world.of("Task", row.task_id), type_name="Milestone")


def of_support(row: Any, world: World) -> Facts:
    offices = frozenset({row.department_id, row.lead_id})
    return in_a_case(row, world, "Support", offices=offices)


def of_publication(row: Any, world: World) -> Facts:
    tags = frozenset(() if row.state == "PUBLISHED" else {"unpublished"})
    return in_a_case(row, world, "Publication", tags=tags)


def of_a_file(type_name: str) -> Telling:
    """Return the telling of files that somebody took away or brought in."""

    def told(row: Any, world: World) -> Facts:
        areas = frozenset({row.area_code})
        return Facts(type_name=type_name, person_id=row.person_id, areas=areas)

    return told


def of_import_line(row: Any, world: World) -> Facts:
    return replace(world.of("ImportRun", row.run_id), type_name="ImportLine")


FACTS: dict[str, Telling] = {
    "Export": of_a_file("Export"),
    "ImportRun": of_a_file("ImportRun"),
    "ImportLine": of_import_line,
    "Milestone": of_milestone,
    "Support": of_support,
    "Publication": of_publication,
    "Attachment": of_attachment,
    "CaseMessage": of_message,
    "AccessReceipt": of_receipt,
    "Withdrawal": of_withdrawal,
    "SubmissionMove": of_move,
    "Instruction": of_instruction,
    "InstructionLine": of_line,
    "LeaderRead": of_the_leader("LeaderRead"),
    "SentToLeader": of_the_leader("SentToLeader"),
    "InternalNote": of_note,
    "PastedLine": of_pasted_line,
    "AnsweringMark": like_its_case("AnsweringMark"),
    "Mention": of_mention,
    "Snippet": kept("Snippet"),
    "SavedView": kept("SavedView"),
    "Notice": of_notice,
    "FirmTier": of_tier,
    "TierEvidence": of_evidence,
    "ChamberMember": of_member,
    "Portfolio": of_portfolio,
    "Mandate": of_mandate,
}
