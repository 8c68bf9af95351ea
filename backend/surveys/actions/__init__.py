"""The verbs of the firm's answer; each is one transaction with its event in it."""

from __future__ import annotations

from backend.surveys.actions.answering import Answer, evaluate, evaluate_by_link
from backend.surveys.actions.inviting import deliver_link, invite, send_link

__all__ = ["Answer", "deliver_link", "evaluate", "evaluate_by_link", "invite", "send_link"]
