"""Names of files: shown to people and put into headers, so made harmless first."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from backend.errors import Language, Words
from backend.files.kinds import EXTENSIONS, Kind
from backend.files.models import FILE_NAME_LENGTH

# What other systems take for something else, and what makes text run the other way.
_HARMFUL = re.compile(
    '[\x00-\x1f\x7f-\x9f\\\\/:*?"<>|\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]'
)
_NAMELESS = Words("附件", "Attachment")


def clean_name(sent: str, kind: Kind) -> str:
    """Return the name without folders and harmful characters, with the right extension."""
    last = unicodedata.normalize("NFC", sent).replace("\\", "/").rsplit("/", 1)[-1]
    stem = PurePosixPath(_HARMFUL.sub("", last)).stem.strip(" .")
    extension = extension_of(kind)
    return f"{stem[: FILE_NAME_LENGTH - len(extension) - 1] or _NAMELESS.zh}.{extension}"


def extension_of(kind: Kind) -> str:
    """Return the extension that files of a kind get."""
    return next(extension for extension, of in EXTENSIONS.items() if of is kind)


def neutral_name(name: str, position: int, language: Language) -> str:
    """Return a name that tells nothing of its sender, for those from whom he is hidden."""
    return f"{_NAMELESS.said_in(language)}{position}{PurePosixPath(name).suffix}"


def disposition(name: str, *, inline: bool) -> str:
    """Return the Content-Disposition by which a browser saves (or shows) the file under its name."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
