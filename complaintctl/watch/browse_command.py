"""Looking around in a browser: browse."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.cases import case_rows, rule_rows
from complaintctl.front.session import Session, of, say
from complaintctl.watch import browse_rows

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
    session = of(context)
    try:
        import rich
        import uvicorn
        from datasette.app import Datasette
    except ImportError:
        raise UsageProblem("The browser needs an extra part of the program: pip install 'complaintctl[web]'.") from None
    with tempfile.TemporaryDirectory(prefix="complaintctl-") as folder:  # readable for its owner alone
        copy, metadata = prepared(session, Path(folder))
        datasette = Datasette(immutables=[str(copy)], metadata=metadata, settings=_SETTINGS)
        rich.reconfigure(quiet=True)  # Datasette would print a traceback for every page that is not there
        say(_("Open http://127.0.0.1:{port}/ in a browser; Ctrl-C ends it.", port=port))
        uvicorn.run(datasette.app(), host="127.0.0.1", port=port, log_level="warning")


def prepared(session: Session, folder: Path) -> tuple[Path, dict[str, object]]:
    """The masked copy in a folder, and what Datasette is told of it."""
    from complaintctl.watch.browse_page import column, configuration

    copy = folder / "complaints.db"
    with session.reading() as connection:
        browse_rows.copy_masked(connection, str(copy), session.language, column)
        bank, day = rule_rows.policy(connection, "bank_name"), case_rows.today(connection)
        return copy, configuration(copy.stem, day, bank, rule_rows.is_practice(connection))
