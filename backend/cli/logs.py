"""What the log may say of an exception: its type and where it came from, never its message.

A driver's message may hold the values of a row.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

_Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Formats records as usual, exceptions without their messages."""

    def formatException(self, ei: _Info) -> str:  # noqa: N802 - logging's own name
        """Return the frames and the type."""
        kind, _, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{kind.__name__ if kind else ''}"


def set_up() -> None:
    """Log warnings and worse to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(PrivateFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
