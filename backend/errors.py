"""What a person may do wrong, said to him in his own language.

Every refusal of the product is a `DomainError`: the graph turns it into a `userErrors` entry with
`code`, `message` and `path`; nothing else is shown to a client. Anything that is not a
`DomainError` is a bug and is masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages."""

    zh: str
    en: str

    def said_in(self, language: Language) -> str:
        """Return the sentence in `language`."""
        return self.en if language == "en" else self.zh


class DomainError(Exception):
    """A refusal: `code` for programs, `words` for people, `path` to the input at fault."""

    code = "NOT_POSSIBLE"

    def __init__(self, words: Words, *, path: tuple[str | int, ...] = (), code: str = "") -> None:
        super().__init__(words.en)
        self.words = words
        self.path = path
        self.code = code or type(self).code


class NotAllowed(DomainError):
    """This person may not do that."""

    code = "NOT_ALLOWED"


class NotPossible(DomainError):
    """The thing is in a state in which nobody may do that."""

    code = "NOT_POSSIBLE"


class Invalid(DomainError):
    """What was sent cannot be right; `path` names the field."""

    code = "INVALID"


class NotFound(DomainError):
    """Malformed, unknown or invisible: the three are never told apart."""

    code = "NOT_FOUND"


class Conflict(DomainError):
    """Somebody changed the thing first; `current` is the row as it is now."""

    code = "CONFLICT"

    def __init__(self, words: Words, *, current: object, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(words, path=path)
        self.current = current


class TooMany(DomainError):
    """A limit in time was reached; `retry_after` is in seconds."""

    code = "TOO_MANY"

    def __init__(self, words: Words, *, retry_after: int, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(words, path=path)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """The store cannot be reached right now; nothing was changed."""

    code = "UNAVAILABLE"


def not_found(path: tuple[str | int, ...] = ("input", "id")) -> NotFound:
    """Return the one answer to an id that leads nowhere for this person."""
    return NotFound(Words("没有找到，或您无权查看", "Not found, or not visible to you"), path=path)


def not_allowed(words: Words | None = None) -> NotAllowed:
    """Return the answer to a person without the right; `words` say why where it helps."""
    return NotAllowed(words or Words("您没有办理此事的权限", "You may not do this"))


def conflict(current: object) -> Conflict:
    """Return the one answer to a stale `expectedVersion`."""
    return Conflict(
        Words(
            "这条记录刚被更新，请核对最新内容", "This was just changed; look at the latest first"
        ),
        current=current,
        path=("input", "expectedVersion"),
    )
