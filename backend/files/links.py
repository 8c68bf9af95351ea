"""Links to contents: signed by the server, good for some minutes, useless for anything else."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from backend import clock
from backend.accounts import keys

_PURPOSE: Final = "files.link"
# A link lives between one and two such spans: within one it stays the same, and browsers keep
# what they fetched.
_SPAN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Link:
    """Who may fetch what until when; `options` is what else the fetching depends on."""

    what: str
    key: UUID
    owner_id: UUID
    until: int
    options: str = ""

    @property
    def is_over(self) -> bool:
        """Its time has passed."""
        return clock.now().timestamp() >= self.until


def signed(what: str, key: UUID, *, owner_id: UUID, options: str = "") -> str:
    """Return the address of a thing for one reader: `/files/<what>/<key>?…`."""
    now, span = int(clock.now().timestamp()), int(_SPAN.total_seconds())
    link = Link(what, key, owner_id, (now // span + 2) * span, options)
    signature = keys.hmac(_PURPOSE, _message(link)).hex()
    asked = {"for": owner_id.hex, "until": str(link.until), "with": options, "sign": signature}
    return f"/files/{what}/{key.hex}?{urlencode(asked)}"


def read(what: str, key: str, asked: dict[str, str]) -> Link | None:
    """Return the link a request came by, or None when we did not sign it."""
    try:
        link = Link(what, UUID(hex=key), UUID(hex=asked["for"]), int(asked["until"]), asked["with"])
        signature = bytes.fromhex(asked["sign"])
        datetime.fromtimestamp(link.until, UTC)
        message = _message(link)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
    made = keys.hmacs(_PURPOSE, message)
    return link if any(hmac.compare_digest(one, signature) for one in made) else None


def _message(link: Link) -> bytes:
    parts = (link.what, link.key.hex, link.owner_id.hex, str(link.until), link.options)
    return "\n".join(parts).encode()
