"""The server of `browse`: for this computer alone, and whoever has the address of the run; nothing is on a disk."""

import os
import socket
import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import redirect_stderr, suppress
from errno import EADDRINUSE
from pathlib import Path
from typing import Any

from complaintctl.base.errors import UsageProblem, system_reason
from complaintctl.base.language import _

_HOST = "127.0.0.1"
_PAGES = Path(__file__).parent.parent / "pages" / "browse"
# SQL is for whoever writes it, and who does has the case file.
_SETTINGS = {"allow_download": False, "suggest_facets": False, "default_allow_sql": False}
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


def listening(port: int) -> socket.socket:
    """Listen on a port of this computer. Raises UsageProblem if that cannot be."""
    try:
        return socket.create_server((_HOST, port))
    except OSError as error:
        reason = _("another program has it") if error.errno == EADDRINUSE else system_reason(error)
        raise UsageProblem(
            "Port {port} of this computer cannot be used: {reason}. Name another: complaintctl browse --port {other}",
            port=port,
            reason=reason,
            other=port + 1 if port < 65535 else 8001,
        ) from None


def in_memory(key: str) -> sqlite3.Connection:
    """Open an empty file of that name in memory alone: it is gone with the process, however that ends."""
    return sqlite3.connect(f"file:{key}?mode=memory&cache=shared", uri=True)


class Site:
    """The server of browse: pages over the copy in memory, under an address with the key of the run in it."""

    def __init__(self, key: str, shown: dict[str, Any], port: int) -> None:
        from datasette.app import Datasette
        from datasette.database import Database

        self.root = f"/{key}/"
        self.address = f"http://{_HOST}:{port}{self.root}"
        # A page from elsewhere, which a name of its own has brought to this port, asks for that name.
        self.hosts = {f"{name}:{port}".encode() for name in (_HOST, "localhost", "[::1]")}
        metadata = {"title": shown["title"], "databases": {"complaints": shown}}
        settings = {**_SETTINGS, "base_url": self.root}
        datasette = Datasette(metadata=metadata, settings=settings, template_dir=str(_PAGES))
        datasette.add_database(Database(datasette, memory_name=key), name="complaints")
        datasette.jinja_env.globals |= {"_": _, "shown": shown}
        self.pages = datasette.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http":
            hosts = [value.lower() for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or hosts[0] not in self.hosts:
                await _refuse(send, _("This page is for this computer alone, under its own address."))
                return
            if not scope["path"].startswith(self.root):
                await _refuse(send, _("The whole address is needed that `complaintctl browse` has printed."))
                return
            if scope["method"] not in ("GET", "HEAD"):
                await _refuse(send, _("Here is only looked: nothing can be written."), 405)
                return
            # As a proxy would: Datasette puts it before every address.
            own, raw = len(self.root) - 1, scope["raw_path"]
            scope = {**scope, "path": scope["path"][own:], "raw_path": raw[own:]}
        await self.pages(scope, receive, send)

    def serve(self, listener: socket.socket) -> None:
        """Answer until somebody ends it."""
        import uvicorn
        from datasette import handle_exception

        handle_exception.rich = None  # with it Datasette prints each failure, and fails where there is none to print
        server = uvicorn.Server(uvicorn.Config(self, log_config=None, ws="none", timeout_graceful_shutdown=3))
        # What the libraries have to say are tracebacks, and what was searched for. Ctrl-C is how people end it.
        with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere), suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


async def _refuse(send: Send, sentence: str, status: int = 403) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})
