"""Holds the sockets: binds first, announces the address, drains on SIGTERM, ends quietly on Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable

import uvicorn
import uvloop
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.web.guard import GuardedProtocol

DRAIN_SECONDS = 6
WEBSOCKET_MESSAGE_BYTES = 1024 * 1024


class AddressError(Exception):
    """The address cannot be listened on: taken, not ours, or not permitted."""


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket, or raise `AddressError`.

    Listening before any other work tells a person at once that the port is taken; who connects
    meanwhile waits until the server is ready.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host.strip("[]"), port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise AddressError(f"{host}:{port}: {error.strerror or error}") from error
    return bound


def address(host: str, port: int) -> str:
    """Return the URL under which a browser on this machine reaches what is bound there."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    app: ASGIApp,
    bound: socket.socket,
    *,
    announce: Callable[[str], None],
    drain: Callable[[], None] = lambda: None,
    trusted_proxies: tuple[str, ...] = (),
    protocol: type[HttpToolsProtocol] = GuardedProtocol,
) -> None:
    """Serve `app` on `bound` until SIGTERM or Ctrl-C; requests in flight get `DRAIN_SECONDS`.

    `announce` is told the URL when it listens, `drain` is called before anything is waited for.
    """
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=protocol,
        ws="websockets-sansio",
        ws_max_size=WEBSOCKET_MESSAGE_BYTES,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    url = address(*bound.getsockname()[:2])
    server = _Server(config, announce=lambda: announce(url), drain=drain)
    # uvicorn raises the captured signal once more when it has drained: that one must not kill us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_handled)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(server.serve(sockets=[bound]))


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it listens and when it stops."""

    def __init__(
        self, config: uvicorn.Config, *, announce: Callable[[], None], drain: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._drain = drain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets=sockets)
        if self.started:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Break off what would never end by itself, then let the rest finish."""
        self._drain()
        await super().shutdown(sockets=sockets)


def _already_handled(*_: object) -> None:
    """Do nothing: the server has drained and returns by itself."""
