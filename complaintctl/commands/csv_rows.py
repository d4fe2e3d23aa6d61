"""The rows of a CSV file of units or staff."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.errors import ComplaintError, UsageProblem
from complaintctl.language import _
from complaintctl.system_errors import system_reason

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]


@contextmanager
def in_line(file: Path, number: int) -> Iterator[None]:
    """Says in which line of a file a failure lies."""
    try:
        yield
    except ComplaintError as error:
        said = {"file": file.name, "line": number, "problem": error}
        raise type(error)(_("{file}, line {line}: {problem} Nothing was added.", **said)) from None


def rows_of(file: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV, every column present; UTF-8, with or without byte-order mark, or GB18030."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageProblem(_("{file} cannot be read: {problem}.", file=file, problem=system_reason(error))) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in required if name not in (reader.fieldnames or ())]
    if missing:
        raise UsageProblem(
            _("{file} lacks {columns}: its first line names the columns.", file=file, columns=", ".join(missing))
        )
    return [{name: row.get(name) or "" for name in (*required, *optional)} for row in reader]
