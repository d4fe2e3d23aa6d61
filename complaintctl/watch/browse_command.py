"""Looking around in a browser: browse."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.front.session import of, say
from complaintctl.watch.browse_page import masked_copy

app = typer.Typer()
# Its own suggestions and the place for SQL are in English, for whoever writes SQL; who does has the case file.
_SETTINGS = {"allow_download": False, "suggest_facets": False, "default_allow_sql": False}


@app.command("browse")
def browse(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="The port of this computer to listen on.")] = 8001,
) -> None:
    """Look around in a browser: lists, statistics and questions, masked and read-only.

    What is shown is copied from the case file when it starts; nobody else's computer can reach it.

    Example: complaintctl browse
    """
    try:
        import rich
        import uvicorn
        from datasette.app import Datasette
    except ImportError:
        raise UsageProblem("The browser needs an extra part of the program: pip install 'complaintctl[web]'.") from None
    with tempfile.TemporaryDirectory(prefix="complaintctl-") as folder:  # readable for its owner alone
        copy = Path(folder) / "complaints.db"
        with of(context).reading() as connection:
            metadata = masked_copy(connection, copy)
        datasette = Datasette(immutables=[str(copy)], metadata=metadata, settings=_SETTINGS)
        rich.reconfigure(quiet=True)  # Datasette would print a traceback for every page that is not there
        say(_("Open http://127.0.0.1:{port}/ in a browser; Ctrl-C ends it.", port=port))
        uvicorn.run(datasette.app(), host="127.0.0.1", port=port, log_level="warning")
