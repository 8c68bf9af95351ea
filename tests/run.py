"""Runs every suite, two at a time, and says at the end what passed, failed and was skipped.

`python -m tests.run [--full] [--only lint,types,…]`. The output of a suite goes to
test-results/<suite>.log; its tail is shown when it fails. The last line is always
"N passed, N failed", and the exit code is not 0 when anything failed. With
LINGJU_TEST_STRICT=1 a skipped test is a failed one.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
AT_ONCE = 2
TAIL_LINES = 60
_SCRIPTS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Suite:
    """One process to run: several commands in a row, or one pytest run whose tests are counted."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    environment: dict[str, str] = field(default_factory=dict)
    has_tests: bool = False
    limit_seconds: int = 600


@dataclass(slots=True)
class Outcome:
    """What came of a suite."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0
    tail: str = ""


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command of a tool that is installed beside this Python."""
    return (str(_SCRIPTS / name), *arguments)


def python(*arguments: str) -> tuple[str, ...]:
    """Return a command of this Python."""
    return (sys.executable, *arguments)


def pytest(name: str, *paths: str, limit_seconds: int = 1500, **environment: str) -> Suite:
    """Return a suite of tests; each gets a report that is counted."""
    report = f"--junitxml={RESULTS / name}.xml"
    command = python("-m", "pytest", "-p", "no:cacheprovider", report, *paths)
    return Suite(name, (command,), environment, has_tests=True, limit_seconds=limit_seconds)


def suites() -> list[Suite]:
    """Return every suite, the longest first."""
    backend = ("tests", "--ignore=tests/browser", "--ignore=tests/faults")
    return [
        pytest("postgres", *backend, LINGJU_TEST_ENGINE="postgres"),
        pytest("sqlite", *backend, LINGJU_TEST_ENGINE="sqlite"),
        Suite("frontend", (python("-m", "tests.frontend"),)),
        Suite("types", (tool("pyright"),)),
        Suite(
            "lint",
            (
                tool("ruff", "check"),
                tool("ruff", "format", "--check"),
                tool("codespell"),
                tool("deptry", "."),
            ),
        ),
        Suite("walls", (tool("lint-imports"),)),
        Suite(
            "drift",
            (
                python("-m", "backend", "schema", "--check"),
                python("frontend/gen_types.py", "--check"),
                python("-m", "backend", "migrate", "--check"),
            ),
        ),
        pytest("browser", "tests/browser"),
        pytest("faults", "tests/faults", limit_seconds=3600, LINGJU_TEST_ENGINE="sqlite"),
        pytest("faults-pg", "tests/faults", limit_seconds=3600, LINGJU_TEST_ENGINE="postgres"),
    ]


class Runner:
    """Runs suites and stops their process groups when it is told to stop."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = Event()

    def run(self, suite: Suite) -> Outcome:
        """Run one suite to its end, its limit, or the stop of all."""
        started, outcome = time.monotonic(), Outcome()
        log = RESULTS / f"{suite.name}.log"
        with log.open("wb") as output:
            codes = [self._command(command, suite, output) for command in suite.commands]
        broken = sum(1 for code in codes if code != 0)
        if suite.has_tests:
            count_tests(RESULTS / f"{suite.name}.xml", outcome)
            # A suite that broke without a failed test (a crash, a limit, nothing collected) failed.
            outcome.failed += 1 if broken and not outcome.failed else 0
        else:
            outcome.passed, outcome.failed = len(codes) - broken, broken
        if outcome.failed:
            lines = log.read_text("utf-8", errors="replace").splitlines()
            outcome.tail = "\n".join(lines[-TAIL_LINES:])
        outcome.seconds = time.monotonic() - started
        print(f"{suite.name:<10}{outcome.seconds:7.1f} s  {summary(outcome)}", flush=True)
        return outcome

    def stop(self, *_: object) -> None:
        """Start nothing more and end what runs, with all its children."""
        self._stopped.set()
        with self._lock:
            for process in self._running:
                _kill(process)

    def _command(self, command: Sequence[str], suite: Suite, output: object) -> int:
        if self._stopped.is_set():
            return 1
        try:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **suite.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,  # type: ignore[arg-type]  # an open file
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            (RESULTS / f"{suite.name}.log").write_text(f"{command[0]}: {error}\n", "utf-8")
            return 1
        with self._lock:
            self._running.add(process)
        try:
            return process.wait(suite.limit_seconds)
        except subprocess.TimeoutExpired:
            return 1
        finally:
            _kill(process)
            with self._lock:
                self._running.discard(process)


def count_tests(report: Path, outcome: Outcome) -> None:
    """Add the tests of a JUnit report; an unreadable one adds nothing."""
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return
    for case in cases:
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skip is not None:
            name = f"{case.get('classname', '')}.{case.get('name', '')}"
            outcome.skipped.append(f"{name}: {skip.get('message', '')}")
        else:
            outcome.passed += 1


def summary(outcome: Outcome) -> str:
    """Return the counts of a suite in words."""
    words = f"{outcome.passed} passed, {outcome.failed} failed"
    return f"{words}, {len(outcome.skipped)} skipped" if outcome.skipped else words


def report(chosen: Sequence[Suite], outcomes: Sequence[Outcome], *, is_strict: bool) -> int:
    """Print failures, then skips with their reasons, then the last line; return the exit code."""
    for suite, outcome in zip(chosen, outcomes, strict=True):
        if outcome.tail:
            print(f"\n──── {suite.name} ────\n{outcome.tail}")
    skipped = [
        f"  {suite.name}: {skip}"
        for suite, outcome in zip(chosen, outcomes, strict=True)
        for skip in outcome.skipped
    ]
    print("\nNothing was skipped." if not skipped else "\nSkipped:")
    print("\n".join(skipped))
    failed = sum(outcome.failed for outcome in outcomes) + (len(skipped) if is_strict else 0)
    if skipped and is_strict:
        print("LINGJU_TEST_STRICT is set: what was skipped counts as failed.")
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the long forms of the fault tests too")
    parser.add_argument("--only", default="", help="suites, separated by commas")
    options = parser.parse_args(arguments)
    if options.full:
        os.environ["LINGJU_TEST_FULL"] = "1"
    wanted = {name for name in options.only.split(",") if name}
    known = suites()
    if unknown := wanted - {suite.name for suite in known}:
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    chosen = [suite for suite in known if not wanted or suite.name in wanted]
    return run_all(chosen, is_strict=os.environ.get("LINGJU_TEST_STRICT") == "1")


def run_all(chosen: Sequence[Suite], *, is_strict: bool) -> int:
    """Run the suites two at a time; Ctrl-C and SIGTERM stop them and still report."""
    RESULTS.mkdir(exist_ok=True)
    for old in (path for suite in chosen for path in RESULTS.glob(f"{suite.name}.*")):
        old.unlink()
    runner = Runner()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, runner.stop)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(runner.run, chosen))
    return report(chosen, outcomes, is_strict=is_strict)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it left behind in its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    else:
        process.wait(10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
