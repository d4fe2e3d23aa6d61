"""A CSV file of units or staff, row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.errors import ComplaintError
from complaintctl.language import _

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]


@contextmanager
def in_line(file: Path, number: int) -> Iterator[None]:
    """Say in which line of a file a failure lies."""
    try:
        yield
    except ComplaintError as error:
        said = {"file": file.name, "line": number, "problem": error}
        raise type(error)(_("{file}, line {line}: {problem} Nothing was added.", **said)) from None
