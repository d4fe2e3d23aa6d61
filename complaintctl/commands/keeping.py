"""Keeping: verify, demo."""

from pathlib import Path
from typing import Annotated

import typer

from complaintctl import db, ledger, queries
from complaintctl.casework import integrity
from complaintctl.commands.session import of
from complaintctl.errors import FoundWrong
from complaintctl.render.text import visible

app = typer.Typer()


@app.command("verify")
def verify(context: typer.Context) -> None:
    """Prove that no record was changed, put in or taken out since it was entered; exit with status 6 if one was.

    Example: complaintctl verify
    """
    with db.reading(of(context).path) as connection:  # the whole record, whatever --as-of says
        problems = list(integrity.findings(connection))
        number, head = queries.counts(connection), ledger.head(connection)
    for problem in problems:
        typer.echo(visible(problem))
    if problems:
        raise FoundWrong(
            f"{len(problems)} {'finding' if len(problems) == 1 else 'findings'}:"
            " keep the file as it is, and compare it with a backup."
        )
    typer.echo(
        f"The record is sound: {number['cases']} cases in {number['events']} events, head {head[1][:16]} at {head[0]}."
    )


@app.command("demo")
def demo(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIRECTORY", help="A new or empty folder.")],
) -> None:
    """Build a year of an invented bank in a practice file, and walk the main job on it.

    Example: complaintctl demo ./demo
    """
    from complaintctl.demo import walk

    walk.run(directory, of(context).language)
