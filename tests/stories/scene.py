"""What a scene is: who acts, and with what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.stories.people import Answer, Somebody


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, and with what; whether he is served after everything wrong was refused."""

    actor: Somebody
    given: Answer
    is_served: bool = True


Make = Callable[[str], Awaitable[Scene]]
