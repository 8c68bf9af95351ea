"""How codes and short texts reach a phone: one protocol, chosen once for the process."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from backend import clock
from backend.accounts import phones
from backend.db import after_commit
from backend.errors import Words

_SEND_SECONDS = 15
_log = logging.getLogger(__name__)


class Sender(Protocol):
    """A carrier of short messages; `phone` is a number in E.164."""

    @property
    def stays_here(self) -> bool:
        """Nothing leaves this machine, so fictional numbers may be written to."""
        ...

    async def send_code(self, phone: str, code: str) -> None:
        """Send a sign-in code of six digits."""
        ...

    async def send_text(self, phone: str, words: Words) -> None:
        """Send one sentence."""
        ...


class ConsoleSender:
    """Shows messages on the console of the server: for trying out, never for a real city."""

    stays_here = True

    async def send_code(self, phone: str, code: str) -> None:
        """Show the code with the masked number."""
        self._show(phone, f"登录验证码 · sign-in code: {code}")

    async def send_text(self, phone: str, words: Words) -> None:
        """Show the sentence in both languages."""
        self._show(phone, f"{words.zh} · {words.en}")

    def _show(self, phone: str, text: str) -> None:
        sys.stdout.write(f"[{phones.mask(phone)}] {text}\n")
        sys.stdout.flush()


class FileSender:
    """Appends messages as JSON lines to a file of mode 0600: for tests and for trying out."""

    stays_here = True

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send_code(self, phone: str, code: str) -> None:
        """Append `{"at", "phone", "code"}`."""
        await asyncio.to_thread(self._append, {"phone": phone, "code": code})

    async def send_text(self, phone: str, words: Words) -> None:
        """Append `{"at", "phone", "zh", "en"}`."""
        await asyncio.to_thread(self._append, {"phone": phone, "zh": words.zh, "en": words.en})

    def _append(self, message: dict[str, str]) -> None:
        line = json.dumps({"at": clock.now().isoformat(), **message}, ensure_ascii=False)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(line + "\n")


_chosen: list[Sender] = [ConsoleSender()]


def use(chosen: Sender) -> None:
    """Make `chosen` the carrier of this process."""
    _chosen[0] = chosen


def sender() -> Sender:
    """Return the carrier of this process; the console when none was chosen."""
    return _chosen[0]


def send_soon(message: Callable[[], Awaitable[None]]) -> None:
    """Send after the unit is kept, in the background: nobody waits for the carrier.

    So the answer takes as long for an unknown number as for a known one.
    """

    async def send() -> None:
        await _send(message)

    async def start() -> None:
        # After the unit there is none, and what follows no unit starts beside us.
        after_commit(send)

    after_commit(start)


async def _send(message: Callable[[], Awaitable[None]]) -> None:
    try:
        async with asyncio.timeout(_SEND_SECONDS):
            await message()
    except Exception as error:  # noqa: BLE001 - whatever a carrier raises must not end the server
        # Only the kind of the error: its text may hold the number or the code.
        _log.warning("a message could not be sent: %s", type(error).__name__)
