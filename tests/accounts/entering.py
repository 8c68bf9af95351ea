"""Asking for codes and trying them, without the graph."""

from __future__ import annotations

import json
from pathlib import Path

from backend.accounts import codes
from backend.accounts.codes import Entry
from backend.db.units import settle
from tests.accounts.cast import ADDRESS


async def sent(path: Path) -> list[dict[str, str]]:
    await settle()
    return lines_of(path)


def lines_of(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


async def asked(phone: str, outbox: Path) -> str:
    await codes.request(phone, address=ADDRESS)
    return (await sent(outbox))[-1]["code"]


async def enter(
    phone: str, code: str, *, key: str = "k", address: str = ADDRESS, is_local: bool = False
) -> Entry | None:
    return await codes.try_code(phone, code, key=key, address=address, is_local=is_local)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"
