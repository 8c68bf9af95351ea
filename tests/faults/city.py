"""A deployment of two processes that can be killed: a server and a worker on one database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 20


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


@dataclass
class City:
    """Where it runs, and its two processes."""

    environment: Mapping[str, str]
    log: Path
    guard: str = "none"
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def start_server(self) -> None:
        """Start the server; `wait` says when it answers."""
        self.server = self._run("serve", "--demo", "--port", str(self.port))

    def start_worker(self) -> None:
        """Start a worker beside it."""
        self.worker = self._run("worker")

    def kill(self, which: str) -> None:
        """End a process at once, whatever it is doing, and start another."""
        process = self.server if which == "server" else self.worker
        assert process is not None
        process.kill()
        process.wait(STOP_SECONDS)
        if which == "server":
            self.start_server()
        else:
            self.start_worker()

    def wait(self) -> None:
        """Return when the server answers."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.server is not None
            assert self.server.poll() is None, self.log.read_text("utf-8")[-2000:]
            try:
                if httpx.get(f"{self.url}/readyz", verify=False).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.log.read_text("utf-8")[-2000:])

    def stop(self) -> None:
        """Ask both to stop in order, and see that they do."""
        running = [process for process in (self.server, self.worker) if process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(STOP_SECONDS)

    def memory(self) -> int:
        """Return the resident memory of the server in bytes (Linux)."""
        assert self.server is not None
        status = Path(f"/proc/{self.server.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.sabotaged", self.guard, *arguments]
        with self.log.open("ab") as said:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=said,
                stderr=said,
            )
