"""Instructions and their lines, places in tiers, publications, imports."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import count

from backend.imports.models import ImportState
from backend.imports.workflow import ImportAct
from backend.instructions.models import LineState
from backend.instructions.workflow import InstructionAct, LineAct
from backend.organizations import credit_code
from backend.organizations.models import TierState
from backend.organizations.workflow import TierAct
from backend.publications.models import PublicationState
from backend.publications.workflow import PublicationAct
from backend.submissions.models import State
from tests.stories import people, scenes_files, scenes_publications
from tests.stories.people import Answer, signed_in
from tests.walk import of_cases
from tests.walk.city import City
from tests.walk.machines import Kind, Machine

FIRM, CLERK, MAYOR, HEAD = people.FIRM, people.CLERK, people.MAYOR, people.COMM_HEAD
COORDINATOR = people.COORDINATOR
WORDS = of_cases.WORDS


async def spoken(city: City) -> Answer:
    """Return an instruction on a case just filed."""
    case = await of_cases.Course().filed(city)
    about = {"submissionId": case["id"], "expectedVersion": case["version"]}
    to = {"departments": [city.ids["COMM"]]}
    issued = await city.done(MAYOR, "instructionIssue", None, **about, **WORDS, **to)
    city.cases[issued["instruction"]["id"]] = case["id"]
    return issued["instruction"]


LINE_WAYS: Mapping[LineState, list[tuple[str, str, Mapping[str, object]]]] = {
    LineState.ISSUED: [],
    LineState.ACKNOWLEDGED: [(HEAD, "instructionAcknowledge", {})],
    LineState.REPORTED_BACK: [
        (HEAD, "instructionAcknowledge", {}),
        (HEAD, "instructionReportBack", {"text": "已约谈企业"}),
    ],
    LineState.CLOSED: [
        (HEAD, "instructionAcknowledge", {}),
        (HEAD, "instructionReportBack", {"text": "已约谈企业"}),
        (MAYOR, "instructionAccept", {}),
    ],
}


async def line_and_whole(city: City, state: LineState) -> tuple[Answer, Answer]:
    """Return a line in a state, and the instruction it is part of."""
    whole = await spoken(city)
    line = whole["lines"][0]
    for who, name, said in LINE_WAYS[state]:
        line = (await city.done(who, name, line, **said))["line"]
    return line, (await city.read(MAYOR, "Instruction", [whole["id"]]))[whole["id"]]


async def line(city: City, state: LineState) -> Answer:
    """Return a line in a state."""
    return (await line_and_whole(city, state))[0]


async def whole(city: City, state: LineState) -> Answer:
    """Return an instruction in a state."""
    return (await line_and_whole(city, state))[1]


async def replaced(city: City, state: LineState) -> tuple[Answer, Answer]:
    """Return a line and its instruction after a later one took their place."""
    line, old = await line_and_whole(city, state)
    said = await correcting(city, old)
    await city.done(MAYOR, "instructionIssue", None, **said)
    now = await city.read(MAYOR, "Instruction", [old["id"]])
    lines = await city.read(MAYOR, "InstructionLine", [line["id"]])
    return lines[line["id"]], now[old["id"]]


async def replaced_line(city: City, state: LineState) -> Answer:
    """Return a line of an instruction that was replaced."""
    return (await replaced(city, state))[0]


async def replaced_whole(city: City, state: LineState) -> Answer:
    """Return an instruction that was replaced."""
    return (await replaced(city, state))[1]


async def correcting(city: City, old: Answer) -> Answer:
    """Say it again, in its place."""
    case_id = city.cases[old["id"]]
    case = (await city.read(FIRM, "Submission", [case_id]))[case_id]
    about = {"submissionId": case_id, "expectedVersion": case["version"], "correctsId": old["id"]}
    return {**about, "departments": [city.ids["COMM"]], **WORDS}


EVERYWHERE = frozenset(LineState)
LINES = Machine(
    type_name="InstructionLine",
    table="instructions.LINE_STEPS",
    observer=MAYOR,
    kinds={
        "plain": Kind(line, EVERYWHERE),
        "replaced": Kind(replaced_line, frozenset({LineState.ISSUED, LineState.REPORTED_BACK})),
    },
    mutations={
        LineAct.ACKNOWLEDGE: "instructionAcknowledge",
        LineAct.REPORT_BACK: "instructionReportBack",
        LineAct.ACCEPT: "instructionAccept",
        LineAct.NOT_ENOUGH: "instructionNotEnough",
    },
    said={
        LineAct.ACKNOWLEDGE: {},
        LineAct.REPORT_BACK: {"text": "已约谈企业"},
        LineAct.ACCEPT: {},
        LineAct.NOT_ENOUGH: {"text": "请说明还差几家"},
    },
)
INSTRUCTIONS = Machine(
    type_name="Instruction",
    table="instructions.STEPS",
    observer=MAYOR,
    kinds={
        "plain": Kind(whole, EVERYWHERE),
        "replaced": Kind(replaced_whole, frozenset({LineState.ISSUED})),
    },
    mutations={
        InstructionAct.CORRECT: "instructionIssue",
        InstructionAct.RELEASE_SUMMARY: "instructionReleaseSummary",
    },
    said={
        InstructionAct.CORRECT: correcting,
        InstructionAct.RELEASE_SUMMARY: {"summary": {"text": "市领导已阅。"}},
    },
)

FIRMS = [f"199000000{number:02d}" for number in (1, *range(20, 40))]
FIRM_OF = "{ viewer { memberships(first: 1) { nodes { organization { id } } } } }"
TIER_WAYS: Mapping[TierState, list[tuple[str, str]]] = {
    TierState.APPLIED: [],
    TierState.HELD: [(CLERK, "tierGrant")],
    TierState.REFUSED: [(CLERK, "tierRefuse")],
    TierState.ENDED: [(CLERK, "tierGrant"), (CLERK, "tierEnd")],
}
REASON = {"reason": "有行业代表性"}


async def place(city: City, state: TierState) -> Answer:
    """Return a place in a tier in a state: each of another firm."""
    firm = FIRMS[city.turn % len(FIRMS)]
    city.turn += 1
    own = (await city.ask(firm, FIRM_OF))["viewer"]["memberships"]["nodes"][0]["organization"]
    asked = {"firmId": own["id"], "tierCode": "industry"}
    row = (await city.done(firm, "tierApply", None, **asked))["firmTier"]
    if row["state"] == TierState.HELD:
        await city.done(CLERK, "tierEnd", row, **REASON)
        row = (await city.done(firm, "tierApply", None, **asked))["firmTier"]
    for who, name in TIER_WAYS[state]:
        row = (await city.done(who, name, row, **REASON))["firmTier"]
    return row


PLACES = Machine(
    type_name="FirmTier",
    table="organizations.STEPS",
    observer=CLERK,
    kinds={"plain": Kind(place, frozenset(TierState))},
    mutations={
        TierAct.GRANT: "tierGrant",
        TierAct.REFUSE: "tierRefuse",
        TierAct.REVIEW: "tierReview",
        TierAct.END: "tierEnd",
    },
    said=dict.fromkeys(TierAct, REASON),
)

TEXT = scenes_publications.TEXT
PROPOSED = (COORDINATOR, "publicationPropose", TEXT)
CONSENTED = (FIRM, "publicationConsent", {})
PUBLISHED = (CLERK, "publicationPublish", {})
PUBLICATION_WAYS: Mapping[PublicationState, list[tuple[str, str, Mapping[str, object]]]] = {
    PublicationState.ASKED: [(FIRM, "publicationAsk", {})],
    PublicationState.PROPOSED: [PROPOSED],
    PublicationState.CONSENTED: [PROPOSED, CONSENTED],
    PublicationState.PUBLISHED: [PROPOSED, CONSENTED, PUBLISHED],
    PublicationState.REFUSED: [PROPOSED, (FIRM, "publicationRefuse", {})],
    PublicationState.WITHDRAWN: [
        PROPOSED,
        CONSENTED,
        PUBLISHED,
        (FIRM, "publicationWithdraw", {"reason": "不想公开"}),
    ],
}


async def told(city: City, state: PublicationState) -> Answer:
    """Return what is told of an answered case, in a state."""
    case = await of_cases.Course().bring(city, State.ANSWERED)
    row: Answer | None = None
    for who, name, said in PUBLICATION_WAYS[state]:
        about = {"submissionId": case["id"]} if row is None else {}
        row = (await city.done(who, name, row, **about, **said))["publication"]
    assert row is not None
    city.cases[row["id"]] = case["id"]
    return row


async def of_its_case(city: City, row: Answer) -> Answer:
    """Name the case that it tells of."""
    return {"submissionId": city.cases[row["id"]]}


async def proposing(city: City, row: Answer) -> Answer:
    """Propose the words."""
    return {**await of_its_case(city, row), **TEXT}


PUBLICATIONS = Machine(
    type_name="Publication",
    table="publications.STEPS",
    observer=CLERK,
    kinds={"plain": Kind(told, frozenset(PublicationState))},
    mutations={
        PublicationAct.ASK: "publicationAsk",
        PublicationAct.PROPOSE: "publicationPropose",
        PublicationAct.REVISE: "publicationRevise",
        PublicationAct.CONSENT: "publicationConsent",
        PublicationAct.REFUSE: "publicationRefuse",
        PublicationAct.PUBLISH: "publicationPublish",
        PublicationAct.WITHDRAW: "publicationWithdraw",
    },
    said={
        PublicationAct.ASK: of_its_case,
        PublicationAct.PROPOSE: proposing,
        PublicationAct.REVISE: TEXT,
        PublicationAct.CONSENT: {},
        PublicationAct.REFUSE: {},
        PublicationAct.PUBLISH: {},
        PublicationAct.WITHDRAW: {"reason": "不想公开"},
    },
)

_serials = count(8000)


async def run_of(city: City, state: ImportState) -> Answer:
    """Return an import that the worker has brought to a state."""
    clerk = await signed_in(city.url, CLERK)
    good = scenes_files.FIRMS.format(code=credit_code.generate("320506", next(_serials)))
    content = "名称\n甲\n" if state is ImportState.FAILED else good
    file_id = await scenes_files.file_of(clerk, content, "firms.csv")
    about = {"kind": "FIRMS", "fileId": file_id, "areaCode": "320500"}
    run = await after_work(
        city, (await city.done(CLERK, "importStart", None, **about))["importRun"]
    )
    if state is ImportState.APPLIED:
        run = await after_work(city, (await city.done(CLERK, "importApply", run))["importRun"])
    return run


async def after_work(city: City, run: Answer) -> Answer:
    """Wait until the worker is done with an import."""
    while run["state"] in {ImportState.CHECKING, ImportState.APPLYING}:
        await asyncio.sleep(0.1)
        run = (await city.read(CLERK, "ImportRun", [run["id"]]))[run["id"]]
    return run


AT_THE_WORKER = "the worker has it in its hands"
IMPORTS = Machine(
    type_name="ImportRun",
    table="imports.STEPS",
    observer=people.ADMIN,
    kinds={
        "firms": Kind(
            run_of, frozenset({ImportState.CHECKED, ImportState.APPLIED, ImportState.FAILED})
        )
    },
    mutations={ImportAct.APPLY: "importApply"},
    said={ImportAct.APPLY: {}},
    # A quick worker is done before anybody has looked.
    instead={ImportAct.APPLY: ImportAct.FINISH},
    unbrought={ImportState.CHECKING: AT_THE_WORKER, ImportState.APPLYING: AT_THE_WORKER},
)
