"""The verbs of the publication; each is one transaction with its event in it."""

from __future__ import annotations

from backend.publications.actions.helping import answered_me, me_too
from backend.publications.actions.publishing import (
    Text,
    ask,
    consent,
    propose,
    publish,
    refuse,
    revise,
    withdraw,
)

__all__ = [
    "Text",
    "answered_me",
    "ask",
    "consent",
    "me_too",
    "propose",
    "publish",
    "refuse",
    "revise",
    "withdraw",
]
