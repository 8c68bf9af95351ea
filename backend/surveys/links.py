"""The silent's link: its token is HMAC(invitation id, nonce), so a durable job can send it again.

Only the token's hash is stored and looked up.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from uuid import UUID

from backend import settings
from backend.accounts import keys

PURPOSE = "survey-invitation"
LONGEST_TOKEN = 64


def new_nonce() -> str:
    """Return 32 random bytes as text."""
    return secrets.token_urlsafe(32)


def token(invitation_id: UUID, nonce: str) -> str:
    """Return the token of an invitation: 256 bits as URL-safe text."""
    return _as_text(keys.hmac(PURPOSE, f"{invitation_id}:{nonce}".encode()))


def token_of(invitation_id: UUID, nonce: str, *, token_hash: str) -> str | None:
    """Return the token that `token_hash` belongs to, also when a key was replaced since."""
    for mac in keys.hmacs(PURPOSE, f"{invitation_id}:{nonce}".encode()):
        made = _as_text(mac)
        if hash_of(made) == token_hash:
            return made
    return None


def _as_text(mac: bytes) -> str:
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def hash_of(link_token: str) -> str:
    """Return what is stored and looked up."""
    return hashlib.sha256(link_token.encode("utf-8", "replace")).hexdigest()


def address_of(link_token: str) -> str:
    """Return the page that the link opens; works signed out."""
    chosen = settings.current()
    base = chosen.public_url or f"http://{chosen.host}:{chosen.port}"
    return f"{base.rstrip('/')}/rate/{link_token}"
