"""Pieces of replies and lists under a name, kept for oneself or for one's organization."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.actor import Actor
from backend.db import clean_text, unit_of_work
from backend.desk import policy
from backend.desk.models import NAME_LENGTH, SNIPPET_LENGTH, SavedView, Snippet, ViewTarget
from backend.errors import NotPossible, Words, not_allowed
from backend.workflow import change, ensure_fresh

MOST_KEPT = 100
"""Snippets, and views, of one person."""

_TOO_MANY = NotPossible(
    Words(f"最多保存 {MOST_KEPT} 条", f"At most {MOST_KEPT} can be kept"), path=("input",)
)


async def save_snippet(
    snippet: Snippet | None,
    *,
    title: str,
    text: str,
    is_shared: bool,
    actor: Actor,
    organization_id: UUID | None = None,
    expected_version: int | None = None,
) -> Snippet:
    """Keep a new snippet, or change one's own."""
    columns: dict[str, Any] = {
        "title": clean_text(title, minimum=1, maximum=NAME_LENGTH, path=("input", "title")),
        "text": clean_text(text, minimum=1, maximum=SNIPPET_LENGTH, path=("input", "text")),
        "is_shared": is_shared,
    }
    async with unit_of_work():
        if snippet is not None:
            await _change(snippet, columns, actor=actor, expected_version=expected_version)
            return snippet
        seat = policy.ensure_desk(actor, organization_id)
        if await Snippet.filter(owner_id=actor.person_id).count() >= MOST_KEPT:
            raise _TOO_MANY
        return await Snippet.create(
            owner_id=actor.person_id, organization_id=seat.organization_id, **columns
        )


async def save_view(
    view: SavedView | None,
    *,
    name: str,
    target: ViewTarget,
    conditions: str,
    is_shared: bool,
    actor: Actor,
    organization_id: UUID | None = None,
    expected_version: int | None = None,
) -> SavedView:
    """Keep a list under a name, or change one's own; `conditions` were checked by the graph."""
    columns: dict[str, Any] = {
        "name": clean_text(name, minimum=1, maximum=NAME_LENGTH, path=("input", "name")),
        "target": target,
        "conditions": conditions,
        "is_shared": is_shared,
    }
    async with unit_of_work():
        if view is not None:
            await _change(view, columns, actor=actor, expected_version=expected_version)
            return view
        seat = policy.ensure_desk(actor, organization_id)
        if await SavedView.filter(owner_id=actor.person_id).count() >= MOST_KEPT:
            raise _TOO_MANY
        return await SavedView.create(
            owner_id=actor.person_id, organization_id=seat.organization_id, **columns
        )


async def delete_snippet(snippet: Snippet, *, actor: Actor) -> None:
    """Forget one's own snippet."""
    _ensure_own(snippet, actor=actor)
    async with unit_of_work():
        await Snippet.filter(id=snippet.id).delete()


async def delete_view(view: SavedView, *, actor: Actor) -> None:
    """Forget one's own view."""
    _ensure_own(view, actor=actor)
    async with unit_of_work():
        await SavedView.filter(id=view.id).delete()


async def _change(
    row: Snippet | SavedView,
    columns: dict[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    _ensure_own(row, actor=actor)
    ensure_fresh(row, expected_version=expected_version)
    await change(row, columns)


def _ensure_own(row: Snippet | SavedView, *, actor: Actor) -> None:
    if row.owner_id != actor.person_id:
        raise not_allowed(Words("只能修改自己保存的", "Only one's own can be changed"))
