"""Every edge that the worker takes with an import is taken when it comes, and not before."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from backend.graph.ids import decode_id
from backend.imports.models import ImportKind, ImportRun, ImportState
from backend.imports.workflow import ImportAct
from backend.jobs.worker import run_due
from backend.organizations import credit_code
from tests.imports.test_imports import APPLY, SCOPES, WORK, a_file, an_admin, start
from tests.submissions.cast import DISTRICT, the_cast
from tests.walk.every import MACHINES
from tests.web.handing_in import Sender, a_sender
from tests.web.handing_in import web as web

FIRM = {"name": "导入企业（虚构）", "credit_code": credit_code.generate(DISTRICT, 900)}
GOOD = a_file(ImportKind.FIRMS, FIRM)
HEADLESS = b"nothing of ours\n1\n"
BY_WORKER = [
    (ImportAct.FINISH_CHECK, ImportState.CHECKING),
    (ImportAct.FAIL, ImportState.CHECKING),
    (ImportAct.FINISH, ImportState.APPLYING),
    (ImportAct.FAIL, ImportState.APPLYING),
]


async def started(sender: Sender, content: bytes) -> ImportRun:
    """Return an import that the worker has not looked at."""
    made = await start(sender, ImportKind.FIRMS, content)
    assert made["userErrors"] == []
    return await ImportRun.all().get()


async def being_applied(sender: Sender) -> ImportRun:
    """Return an import that was checked, and that somebody lets be applied."""
    await started(sender, GOOD)
    await run_due(WORK)
    run = await ImportRun.all().get()
    told = await sender.ask("{ imports(first: 1) { nodes { id version } } }")
    [node] = told["nodes"]
    sent = {"idempotencyKey": "apply", "id": node["id"], "expectedVersion": node["version"]}
    assert (await sender.ask(APPLY, input=sent))["userErrors"] == []
    return run


async def spoiled(sender: Sender, run: ImportRun) -> None:
    """Put another file under it: what was read once reads well, except for a later version."""
    file_id = decode_id(await sender.file_id(HEADLESS, "b.csv"), "StoredFile")
    assert isinstance(file_id, UUID)
    await ImportRun.filter(id=run.id).update(file_id=file_id)


@pytest.mark.parametrize(("act", "state"), BY_WORKER)
async def test_the_worker_takes_its_edge_when_it_comes(
    act: ImportAct, state: ImportState, web: httpx.AsyncClient
) -> None:
    await the_cast()
    sender = await a_sender(web, await an_admin(), *SCOPES)
    if state is ImportState.CHECKING:
        await started(sender, HEADLESS if act is ImportAct.FAIL else GOOD)
    else:
        run = await being_applied(sender)
        if act is ImportAct.FAIL:
            await spoiled(sender, run)
    assert (await ImportRun.all().get()).state is state
    await run_due(WORK)
    assert (await ImportRun.all().get()).state is MACHINES["imports.STEPS"].steps[act].target
