"""The packaging hook builds the client with the Node that works, and only when there is something to build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parent.parent
GOOD_NODE, OLD_NODE = "echo v22.12.0", "echo v18.20.0"
GOOD_NPM, BROKEN_NPM = "echo 11.0.0", "exit 1"


def only_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, **programs: str) -> None:
    """Leave nothing on PATH but these programs, each a line of shell."""
    for name, line in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def a_checkout(folder: Path) -> Path:
    """Return a copy of what the build reads."""
    keep_out = shutil.ignore_patterns("node_modules")
    shutil.copytree(ROOT / "frontend", folder / "frontend", ignore=keep_out)
    return folder


@pytest.mark.parametrize(
    ("node", "npm", "is_used"),
    [
        (GOOD_NODE, GOOD_NPM, True),
        (OLD_NODE, GOOD_NPM, False),
        (GOOD_NODE, BROKEN_NPM, False),
        ("exit 1", GOOD_NPM, False),
    ],
)
def test_node_on_path_is_used_only_where_it_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: str, npm: str, *, is_used: bool
) -> None:
    only_on_path(tmp_path, monkeypatch, node=node, npm=npm)
    assert (hatch_build.npm_on_path() is not None) is is_used


def test_a_build_is_stale_when_a_source_changed_and_not_when_a_package_did(tmp_path: Path) -> None:
    root = a_checkout(tmp_path)
    before = hatch_build.digest(root)
    (root / "frontend" / "node_modules").mkdir()
    (root / "frontend" / "node_modules" / "new.js").write_text("1")
    assert hatch_build.digest(root) == before
    with (root / "frontend" / "src" / "words" / "en.ts").open("a") as words:
        words.write("// one more\n")
    assert hatch_build.digest(root) != before


def test_node_is_asked_for_only_when_there_is_something_to_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_checkout(tmp_path)
    (tmp_path / "bin").mkdir()
    only_on_path(tmp_path / "bin", monkeypatch)
    hook = hatch_build.CustomBuildHook.__new__(hatch_build.CustomBuildHook)
    monkeypatch.setattr(hatch_build.CustomBuildHook, "root", str(root))
    assert hook.dependencies() == [hatch_build.NODE_WHEEL]
    hatch_build.output(root).mkdir(parents=True)
    (hatch_build.output(root) / ".digest").write_text(hatch_build.digest(root))
    assert hook.dependencies() == []
    (root / "frontend" / "index.html").write_text("changed")
    monkeypatch.setenv(hatch_build.SKIP, "1")
    assert hook.dependencies() == []


def test_without_node_on_path_the_wheel_builds_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hatch_build.install(ROOT)
    root = a_checkout(tmp_path)
    (root / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "env"):
        (tools / name).symlink_to(shutil.which(name) or name)
    only_on_path(tools, monkeypatch)
    hatch_build.build(root)
    assert hatch_build.is_fresh(root)
    page = (hatch_build.output(root) / "index.html").read_text("utf-8")
    assert "__NONCE__" in page
    assert (hatch_build.output(root) / "graphiql.html").is_file()
