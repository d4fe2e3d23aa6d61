"""The demonstration: demo."""

from pathlib import Path
from typing import Annotated

import typer

from complaintctl.front.session import of

app = typer.Typer()


@app.command("demo")
def demo(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIRECTORY", help="A new or empty folder.")],
) -> None:
    """Show the main job on an invented bank.

    Builds a year of its cases in a practice file and walks through a day on it.

    Example: complaintctl demo ./demo
    """
    from complaintctl.demo import walk

    walk.run(directory, of(context).language)
