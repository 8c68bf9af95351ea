"""Answers that help others: one case's outcome told to everybody, without who it was.

An office proposes a text, the firm consents to exactly that text, and only then it is published;
silence means not published. Whoever has the same matter finds it while he types.
"""

from __future__ import annotations
