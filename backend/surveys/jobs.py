"""What time does to an invitation: thin handlers that call the actions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from backend.surveys import actions
from backend.surveys.models import Invitation


async def send_link(payload: Mapping[str, object]) -> None:
    """The next working day after the reply has come."""
    invitation = await Invitation.get_or_none(id=UUID(str(payload["invitation_id"])))
    if invitation is not None:
        await actions.send_link(invitation)


async def deliver_link(payload: Mapping[str, object]) -> None:
    """A link waits to be handed to the sender."""
    invitation = await Invitation.get_or_none(id=UUID(str(payload["invitation_id"])))
    if invitation is not None:
        await actions.deliver_link(invitation)
