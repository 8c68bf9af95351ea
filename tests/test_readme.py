"""A third party's first two minutes: what README says to type is typed, and what it says is true."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from tests.served import ROOT, Product
from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.people import signed_in

README = (ROOT / "README.md").read_text("utf-8")
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
PATIENCE_SECONDS = 30
BY_NUMBER = f"query Case($number: String!) {{ submissionByNumber(number: $number) {{ {d.CASE} }} }}"


def block(name: str) -> str:
    """Return the code that stands behind a mark."""
    found = re.search(rf"<!-- run: {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, name
    return found[1]


def typed(command: str, product: Product) -> str:
    """Type a command into a shell in the checkout; return what it prints."""
    told = command.replace(DEFAULT_ADDRESS, product.url)
    environment = dict(product.environment)
    done = subprocess.run(
        ["/bin/sh", "-c", told],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_anybody_gets_the_figures_of_the_founding_city(product: Product) -> None:
    figures = json.loads(typed(block("curl"), product))["data"]["statistics"]
    told = {
        "completion": (868, 868, "100.0"),
        "onTime": (851, 868, "98.0"),
        "surveyResponse": (740, 868, "85.3"),
        "satisfaction": (723, 740, "97.7"),
    }
    assert figures.pop("submissionCount") == 868
    assert {name: tuple(figure.values()) for name, figure in figures.items()} == told
    for numerator, denominator, rate in told.values():
        assert numerator == denominator or f"{numerator} of {denominator}" in README
        assert numerator == denominator or f"{rate} %" in README


async def test_a_program_files_a_case_and_follows_it_to_its_answer(
    product: Product, tmp_path: Path
) -> None:
    token = typed(block("token"), product).strip()
    program = tmp_path / "follow.py"
    program.write_text(block("python"), "utf-8")
    named = {"LINGJU_URL": product.url, "LINGJU_TOKEN": token}
    running = await asyncio.create_subprocess_exec(
        sys.executable, program, env={**product.environment, **named}, stdout=subprocess.PIPE
    )
    assert running.stdout is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        number, promise = (await running.stdout.readline()).decode().split(maxsplit=1)
        assert re.fullmatch(r"LJ-\d{4}-\d{6}-\w", number)
        assert promise.startswith("预计")
        await answered_by_others(product.url, number)
        lines = (await running.stdout.read()).decode().splitlines()
        assert await running.wait() == 0
    said = [line.split() for line in lines]
    assert [name for _, name in said] == [
        "submission.filed",
        "submission.accepted",
        "submission.dispatched",
        "task.started",
        "task.contacted",
        "submission.answered",
    ]
    assert all(datetime.fromisoformat(at).tzinfo is not None for at, _ in said)


async def answered_by_others(url: str, number: str) -> None:
    """Let the Federation and a department do their part."""
    clerk = await signed_in(url, people.CLERK)
    officer = await signed_in(url, people.COMM_OFFICER)
    case = (await clerk.ask(BY_NUMBER, {"number": number}))["submissionByNumber"]
    departments = [{"departmentId": (await clerk.organization("COMM"))["id"]}]
    given = await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=departments, kind="CONSULT")
    await cases.filed_answer(officer, given["tasks"][0])
