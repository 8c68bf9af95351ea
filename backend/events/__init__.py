"""What happened: one append-only row is audit trail, timeline, outbox and live source at once.

`record` writes it in the unit of the act; `deliver` tells the reactions, `live` the watchers.
"""

from __future__ import annotations

from backend.events.chain import verify_chain
from backend.events.delivery import Reaction, Reactions, deliver, deliver_until
from backend.events.models import Event
from backend.events.numbering import number_new
from backend.events.record import About, Draft, record, record_many
from backend.events.visibility import register_visibility, visible_to

__all__ = [
    "About",
    "Draft",
    "Event",
    "Reaction",
    "Reactions",
    "deliver",
    "deliver_until",
    "number_new",
    "record",
    "record_many",
    "register_visibility",
    "verify_chain",
    "visible_to",
]
