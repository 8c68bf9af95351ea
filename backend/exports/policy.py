"""Who may take a list away as a file."""

from __future__ import annotations

from backend.actor import Actor
from backend.errors import NotAllowed, Words


def ensure_may_export(actor: Actor) -> None:
    """Raise `NotAllowed` for nobody: who signs in takes away what he sees, and it is written down."""
    if actor.person_id is None:
        words = Words("请先登录，再导出", "Sign in to export")
        raise NotAllowed(words)
