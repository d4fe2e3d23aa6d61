"""Looking around in a browser: browse."""

import secrets
from contextlib import closing
from typing import Annotated

import typer

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.front.session import of, say

app = typer.Typer()


@app.command("browse")
def browse(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="The port of this computer to listen on.")] = 8001,
) -> None:
    """Look around in a browser: lists, statistics and questions, masked and read-only.

    What is shown is copied from the case file when it starts, into memory alone, and is what you may see. Nobody else's
    computer can reach it, and who else works on this one needs the address that is printed.

    Example: complaintctl browse
    """
    try:
        import datasette  # noqa: F401 - whether it is there
        import uvicorn  # noqa: F401
    except ImportError:
        raise UsageProblem("The browser needs an extra part of the program: pip install 'complaintctl[web]'.") from None
    from complaintctl.watch import browse_server
    from complaintctl.watch.browse_page import masked_copy

    session, key = of(context), secrets.token_urlsafe(12)  # nobody else guesses the address
    with browse_server.listening(port) as listener, closing(browse_server.in_memory(key)) as copy:
        with session.reading() as connection:
            site = browse_server.Site(key, masked_copy(session, connection, copy), port)
        say(_("Open {address} in a browser; Ctrl-C ends it.", address=site.address))
        site.serve(listener)
