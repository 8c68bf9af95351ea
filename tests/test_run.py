"""The last line of bin/test is right in any case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PASSING = "def test_a(): pass\ndef test_b(): pass\n"
FAILING = "def test_a(): pass\ndef test_b(): assert False\n"
SKIPPING = "import pytest\ndef test_a(): pass\n@pytest.mark.skipif(True, reason='no moon')\ndef test_b(): pass\n"
CRASHING = "import os\ndef test_a(): os._exit(3)\n"
BROKEN = "import nothing_of_this_name\n"
HANGING = "import time\ndef test_a(): time.sleep(60)\n"

# Runs the real runner on suites of our own, in a process of its own: it handles signals.
SCRIPT = """
import sys
from pathlib import Path
from tests import run
run.RESULTS = Path(sys.argv[1])
strict, limit = sys.argv[2] == "strict", int(sys.argv[3])
chosen = [run.pytest(Path(path).stem, path, limit_seconds=limit) for path in sys.argv[4:]]
sys.exit(run.run_all(chosen, is_strict=strict))
"""


def start(tmp_path: Path, *texts: str, is_strict: bool = False, limit: int = 30) -> list[str]:
    """Write a file of tests for each text; return the command that runs them all."""
    files = [tmp_path / f"test_{place}.py" for place in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    mode = "strict" if is_strict else "lenient"
    results = tmp_path / "results"
    return [sys.executable, "-c", SCRIPT, str(results), mode, str(limit), *map(str, files)]


def run(tmp_path: Path, *texts: str, is_strict: bool = False, limit: int = 30) -> tuple[str, int]:
    """Run files of tests; return the last line and the exit code."""
    command = start(tmp_path, *texts, is_strict=is_strict, limit=limit)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[-1], done.returncode


def test_what_passed_and_failed_is_added_up_over_the_suites(tmp_path: Path) -> None:
    assert run(tmp_path, PASSING, FAILING) == ("3 passed, 1 failed", 1)
    assert run(tmp_path, PASSING) == ("2 passed, 0 failed", 0)


@pytest.mark.parametrize("text", [CRASHING, BROKEN, ""], ids=["crash", "import", "empty"])
def test_a_suite_that_broke_without_a_failed_test_failed(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, PASSING, text) == ("2 passed, 1 failed", 1)


def test_a_suite_that_hangs_failed_at_its_limit(tmp_path: Path) -> None:
    assert run(tmp_path, HANGING, limit=2) == ("0 passed, 1 failed", 1)


def test_a_skip_fails_only_where_it_is_not_allowed(tmp_path: Path) -> None:
    assert run(tmp_path, SKIPPING) == ("1 passed, 0 failed", 0)
    assert run(tmp_path, SKIPPING, is_strict=True) == ("1 passed, 1 failed", 1)


def test_the_reason_of_a_skip_is_told(tmp_path: Path) -> None:
    command = start(tmp_path, SKIPPING)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "test_b: no moon" in done.stdout


def test_a_run_that_is_stopped_counts_what_it_did_not_do(tmp_path: Path) -> None:
    command = start(tmp_path, HANGING, HANGING, PASSING)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    time.sleep(2)
    os.kill(process.pid, signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert output.splitlines()[-1] == "0 passed, 3 failed"
    assert process.returncode == 1
