"""Every setting of the product: one frozen struct, read from the environment once, all errors at once.

A setting `port` is the variable `LINGJU_PORT`. Lists are separated by commas. Values never appear
in errors, because some of them are secrets.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

PREFIX = "LINGJU_"
SECRET_FIELDS = frozenset({"secret_keys", "database_url"})
# Read by the packaging hook, long before there are settings.
# Not settings of the product: what its build reads, and what programs that call it may keep there.
OTHER_NAMES = frozenset({"LINGJU_SKIP_WEB", "LINGJU_URL", "LINGJU_TOKEN"})
_LONGEST_VALUE = 8192
_SHORTEST_KEY = 32


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What one process needs to know before it starts; each description is its documentation."""

    data_dir: Annotated[
        Path, Meta(description="Folder for the embedded database, keys and uploads. Default: ./var")
    ] = Path("var")
    database_url: Annotated[
        str,
        Meta(
            description="sqlite:///absolute/file or postgres://user:password@host/name. "
            "Default: the file lingju.sqlite3 in LINGJU_DATA_DIR."
        ),
    ] = ""
    secret_keys: Annotated[
        tuple[str, ...],
        Meta(
            description="Master keys of at least 32 characters: the first encrypts, all decrypt. "
            "Default: made once and kept in the file secret_keys of LINGJU_DATA_DIR."
        ),
    ] = ()
    files_url: Annotated[
        str,
        Meta(
            description="Where uploads are kept: file:///absolute/folder or s3://bucket/prefix (keys and "
            "address as AWS_ACCESS_KEY_ID and the like; needs the extra s3). "
            "Default: the folder files in LINGJU_DATA_DIR."
        ),
    ] = ""
    largest_file: Annotated[
        int,
        Meta(ge=1024, le=1 << 30, description="Largest upload in bytes. Default: 20971520"),
    ] = 20 * 1024 * 1024
    host: Annotated[
        str, Meta(min_length=1, description="Address to listen on. Default: 127.0.0.1")
    ] = "127.0.0.1"
    port: Annotated[
        int, Meta(ge=0, le=65535, description="TCP port; 0 takes a free one. Default: 8000")
    ] = 8000
    public_url: Annotated[
        str,
        Meta(
            description="Where people reach this server, as https://lingju.example. "
            "Default: what the request says, which is right without a proxy."
        ),
    ] = ""
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Networks whose X-Forwarded-For and -Proto are believed, as 10.0.0.0/8. "
            "Default: none."
        ),
    ] = ()
    allowed_origins: Annotated[
        tuple[str, ...],
        Meta(
            description="Other sites whose pages may call the API with the cookie, as "
            "https://portal.example. Default: none; programs with a token need no entry."
        ),
    ] = ()
    points_per_second: Annotated[
        int,
        Meta(
            ge=30,
            le=100_000,
            description="What one caller may ask for: points that fill up each second, of which an "
            "operation takes its cost; a hundred seconds' worth may be saved. Default: 300",
        ),
    ] = 300
    demo: Annotated[
        bool,
        Meta(
            description="This deployment shows fictional data: demo people may sign in with the "
            "fixed code while LINGJU_HOST is a loopback address. Default: false"
        ),
    ] = False

    def __repr__(self) -> str:
        """Show every setting but the secret ones."""
        return f"Settings({', '.join(_shown(self))})"

    @property
    def database(self) -> str:
        """The database to connect to: the one named, else the embedded file."""
        return self.database_url or f"sqlite://{self.data_dir.absolute() / 'lingju.sqlite3'}"

    @property
    def is_loopback(self) -> bool:
        """Only this machine reaches the server: neither its address nor a proxy opens it."""
        return is_loopback(self.host) and not self.public_url and not self.trusted_proxies


class SettingsError(Exception):
    """The environment cannot be right; `problems` has one line for each mistake, zh · en."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


_in_use: list[Settings] = []


def current() -> Settings:
    """Return the settings of this process; those of its environment if none were put in use."""
    if not _in_use:
        _in_use.append(read(os.environ))
    return _in_use[0]


def use(settings: Settings | None) -> None:
    """Make `settings` those of this process; None: read the environment when next asked."""
    _in_use[:] = [settings] if settings is not None else []


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings that `environment` describes, or raise one error that names all mistakes."""
    problems = list(_unknown_names(environment))
    values: dict[str, object] = {}
    for name, kind in get_type_hints(Settings, include_extras=True).items():
        text = environment.get(variable(name), "").strip()
        if not text:
            continue
        try:
            values[name] = _value(text, kind)
        except (ValueError, msgspec.ValidationError) as error:
            problems.append(f"{variable(name)}: 值不正确 · {error}")
    settings = Settings(**values)  # type: ignore[arg-type]  # each value was checked by its own type
    problems += _contradictions(settings)
    if problems:
        raise SettingsError(tuple(problems))
    return settings


def variable(name: str) -> str:
    """Return the environment variable of the setting `name`."""
    return PREFIX + name.upper()


def descriptions() -> dict[str, str]:
    """Return what each environment variable means, in the order of the struct."""
    hints = get_type_hints(Settings, include_extras=True)
    return {variable(name): kind.__metadata__[0].description for name, kind in hints.items()}


def is_loopback(host: str) -> bool:
    """Only this machine reaches `host` (a name, an address, or one in brackets)."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _value(text: str, kind: object) -> object:
    if len(text) > _LONGEST_VALUE:
        raise ValueError(f"longer than {_LONGEST_VALUE} characters")
    raw: object = text
    if _kind_of(kind) is tuple:
        raw = [part.strip() for part in text.split(",") if part.strip()]
    return msgspec.convert(raw, kind, strict=False, dec_hook=_decode)  # type: ignore[arg-type]


def _kind_of(kind: object) -> object:
    inner: object = getattr(kind, "__origin__", kind)
    return getattr(inner, "__origin__", inner)


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value)).expanduser()
    raise TypeError(f"no setting can be of type {kind.__name__}")


def _unknown_names(environment: Mapping[str, str]) -> Iterator[str]:
    known = {variable(name) for name in Settings.__struct_fields__} | OTHER_NAMES
    for name in sorted(environment):
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and name not in known:
            yield f"{name}: 没有这个设置 · there is no such setting"


def _contradictions(settings: Settings) -> Iterator[str]:
    if settings.database_url and urlsplit(settings.database_url).scheme not in _ENGINES:
        yield f"{variable('database_url')}: 须为 sqlite:// 或 postgres:// · must be sqlite:// or postgres://"
    if settings.files_url and urlsplit(settings.files_url).scheme not in {"file", "s3"}:
        yield f"{variable('files_url')}: 须为 file:// 或 s3:// · must be file:// or s3://"
    if any(len(key) < _SHORTEST_KEY for key in settings.secret_keys):
        yield f"{variable('secret_keys')}: 每个密钥至少 32 个字符 · each key needs 32 characters or more"
    if settings.public_url and not _is_origin(settings.public_url):
        yield f"{variable('public_url')}: 须形如 https://lingju.example · must look like https://lingju.example"
    if not all(map(_is_origin, settings.allowed_origins)):
        yield f"{variable('allowed_origins')}: 每项须形如 https://a.example · each must look like https://a.example"
    if not all(map(_is_network, settings.trusted_proxies)):
        yield f"{variable('trusted_proxies')}: 每项须为网段 · each must be an address or a network"


_ENGINES: frozenset[Literal["sqlite", "postgres", "postgresql"]] = frozenset(
    {"sqlite", "postgres", "postgresql"}
)


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    whole = f"{parts.scheme}://{parts.netloc}"
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and text == whole


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _shown(settings: Settings) -> Iterator[str]:
    for name in Settings.__struct_fields__:
        value: object = getattr(settings, name)
        yield f"{name}={'***' if name in SECRET_FIELDS and value else repr(value)}"
