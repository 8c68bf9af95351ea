"""Node with the packages of this folder: the one of PATH if it is new enough, else the wheel's."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import hatch_build

FOLDER = Path(__file__).parent


def run(script: str, *arguments: str, seconds: int = 120) -> Any:
    """Run a script of this folder and return the JSON it prints."""
    environment = _installed()
    done = subprocess.run(
        ["node", script, *arguments],
        cwd=FOLDER,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _installed() -> dict[str, str]:
    """Install the locked packages where they are not, one process at a time."""
    program, environment = hatch_build._npm_program()
    wanted = sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    modules = FOLDER / "node_modules"
    with Path(tempfile.gettempdir(), "lingju-clients.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = modules / ".installed"
        if not stamp.is_file() or stamp.read_text() != wanted:
            command = [*program, "ci", "--prefer-offline", "--loglevel=error"]
            subprocess.run(command, cwd=FOLDER, env=environment, check=True, timeout=300)
            stamp.write_text(wanted)
    return {**os.environ, **environment}
