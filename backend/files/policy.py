"""Who may hand in a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.accounts.allowances import Limit
from backend.actor import Actor, Scope
from backend.errors import NotAllowed, Words, not_allowed

KEPT_UNATTACHED: Final = timedelta(days=7)
MOST_UNATTACHED: Final = 60
"""Files of one person that hang on nothing yet: more than any case takes."""
REFUSED: Final = Limit("upload-refused-hour", 60, timedelta(hours=1))
"""How often one person sends what is no file for us: looking into it is work, too."""


def owner_of(actor: Actor) -> UUID | None:
    """Return whose the actor's files are: the person's, or the organization's that stands for him."""
    if actor.person_id is not None or not actor.seats:
        return actor.person_id
    return actor.seats[0].organization_id


def may_upload(actor: Actor) -> bool:
    """Anybody signed in, or with a return code; a program with the scope to write cases."""
    return owner_of(actor) is not None and actor.may_use(Scope.SUBMISSIONS_WRITE)


def ensure_may_upload(actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor may hand in a file; nobody is told to sign in."""
    if owner_of(actor) is None:
        words = Words("请先登录，再上传文件", "Sign in before you send files")
        raise NotAllowed(words, code="UNAUTHENTICATED")
    if not may_upload(actor):
        words = Words(
            "令牌缺少 submissions:write 权限", "The token lacks the scope submissions:write"
        )
        raise not_allowed(words)
