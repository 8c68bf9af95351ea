"""The command line: `lingju serve`, and what an administrator does once in a while.

Mistakes are told in one line, zh · en, with exit code 1.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from backend import settings
from backend.actor import Scope
from backend.cli import commands, logs
from backend.cli.commands import ROOT, choose, told
from backend.errors import DomainError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 - it has no public name

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logs.set_up()
    options = _parser().parse_args(arguments)
    choose("data_dir", options.data_dir or _data_dir_of_the_checkout())
    try:
        return options.run(options)
    except DomainError as error:
        return told(f"{error.words.zh} · {error.words.en}")
    except settings.SettingsError as error:
        return told(str(error))
    except KeyboardInterrupt:
        return told("")


def _data_dir_of_the_checkout() -> Path | None:
    """Return `var` in the checkout we run from; None where it is named or there is no checkout."""
    is_named = settings.variable("data_dir") in os.environ
    is_checkout = (ROOT / "pyproject.toml").is_file()
    return ROOT / "var" if is_checkout and not is_named else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lingju", description="零距 Lingju")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _serve_options(_command(verbs, "serve", commands.serve))
    _command(verbs, "demo", commands.demo)
    _command(verbs, "migrate", commands.migrate).add_argument("--check", action="store_true")
    _command(verbs, "check", commands.check)
    _command(verbs, "worker", commands.worker)
    _command(verbs, "schema", commands.schema).add_argument("--check", action="store_true")
    _command(verbs, "renew-keys", commands.renew_keys)
    _command(verbs, "verify-audit", commands.verify_audit)
    _command(verbs, "backup", commands.backup).add_argument("file")
    _command(verbs, "restore", commands.restore).add_argument("file")
    tokens = verbs.add_parser("token", help="Access tokens.").add_subparsers(
        required=True, metavar="create"
    )
    _token_options(_command(tokens, "create", commands.token_create))
    history = verbs.add_parser("history", help="Past cases.").add_subparsers(
        required=True, metavar="import"
    )
    _command(history, "import", commands.history_import).add_argument("file")
    search = verbs.add_parser("search", help="The index of texts.").add_subparsers(
        required=True, metavar="rebuild"
    )
    _command(search, "rebuild", commands.search_rebuild)
    return parser


def _command(verbs: Commands, name: str, run: Run) -> argparse.ArgumentParser:
    summary = (run.__doc__ or "").splitlines()[0]
    parser = verbs.add_parser(name, help=summary, description=summary)
    parser.add_argument("--data-dir", help="folder of the embedded database (default: var)")
    parser.set_defaults(run=run)
    return parser


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port; 0 takes a free one (default: 8000)")
    parser.add_argument("--demo", action="store_true", help="load fictional data on first start")
    parser.add_argument("--no-demo", action="store_true", help="no fictional data, no demo codes")


def _token_options(parser: argparse.ArgumentParser) -> None:
    scopes = [scope.value for scope in Scope]
    parser.add_argument("--phone", required=True, help="the person the token acts for")
    parser.add_argument("--scope", action="append", default=[], choices=scopes)
    parser.add_argument("--name", default="command line", help="where it is used")
    parser.add_argument("--days", type=int, default=90, help="days until it expires")
