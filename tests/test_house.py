"""The walls of the house: what a newcomer may rely on in every room."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BANNED_ROOMS = {"utils", "helpers", "common", "core", "services", "managers", "misc"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 45
DOMAINS = (
    "organizations",
    "accounts",
    "files",
    "submissions",
    "tasks",
    "instructions",
    "surveys",
    "publications",
    "notifications",
    "desk",
    "exports",
    "imports",
)


def sources(*folders: str) -> list[Path]:
    """Return our Python files below `folders`."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return [path for path in found if "node_modules" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_room_has_a_name_without_a_meaning() -> None:
    named = [path for path in sources("backend") if BANNED_ROOMS & {*path.parts, path.stem}]
    assert named == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("backend", "tests")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name} {length}"
        for path in sources("backend")
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_actions_hold_no_try(domain: str) -> None:
    room = ROOT / "backend" / domain
    files = [*room.glob("actions.py"), *room.glob("actions/*.py")]
    assert files
    tries = [
        f"{path.name}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Try)
    ]
    assert tries == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_only_the_schema_of_a_domain_knows_graphql(domain: str) -> None:
    knowing = [
        str(path.relative_to(ROOT))
        for path in sources(f"backend/{domain}")
        if "schema" not in str(path.relative_to(ROOT))
        and re.search(
            r"^\s*(from|import) (strawberry|graphql)\b", path.read_text("utf-8"), re.MULTILINE
        )
    ]
    assert knowing == []


def test_no_task_is_started_inside_a_domain() -> None:
    starting = [
        str(path.relative_to(ROOT))
        for domain in DOMAINS
        for path in sources(f"backend/{domain}")
        if "create_task(" in path.read_text("utf-8")
    ]
    assert starting == []


def test_every_top_level_package_is_named_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    packages = [path.parent.name for path in (ROOT / "backend").glob("*/__init__.py")]
    assert [name for name in packages if f"`{name}" not in text] == []


def test_the_tree_names_no_registry_and_no_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    hosts = re.compile(
        r"p[y]pi\.org|python[h]osted|npm[j]s\.org|registry\.[n]pm|deb[.]debian[.]org|/w[o]rk/"
    )
    naming = []
    for name in listed:
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_bytes().decode("utf-8", "ignore")
            if hosts.search(text):
                naming.append(name)
    assert naming == []


def test_the_locks_pin_by_hash_and_hold_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
