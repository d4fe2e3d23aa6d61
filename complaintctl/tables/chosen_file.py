"""The file that an answer is written to: none is replaced unasked, and some never."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import StorageProblem, UsageProblem
from complaintctl.base.language import _
from complaintctl.disk import config, output_file
from complaintctl.disk.input_files import STANDARD_INPUT
from complaintctl.disk.output_file import Guarded, OutputFile
from complaintctl.front.session import Session, in_terminal

ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")]


@contextmanager
def opened(guarded: Guarded, path: Path | None, force: bool, *, private: bool = True) -> Iterator[OutputFile | None]:
    """The file that is about to be written, the officer asked before one is replaced; None for the screen.

    Raises as may_replace and output_file.opened.
    """
    if path is None:
        yield None
        return
    force = may_replace(guarded, path, force)
    with output_file.opened(path, guarded, force=force, private=private) as file:
        yield file


def put_text(guarded: Guarded, path: Path | None, force: bool, text: str, *, private: bool = True) -> None:
    """Write a text to a file, or to standard output where none is named; the rest as `opened`."""
    with opened(guarded, path, force, private=private) as file:
        if file:
            file.write(text.encode("utf-8"))
        else:
            typer.echo(text, nl=False)


def may_replace(guarded: Guarded, path: Path, force: bool) -> bool:
    """Tell whether a file may be replaced, as the officer says or answers.

    Raises:
        Refused: it is one that is never replaced.
        UsageProblem: there is one that may not, and nobody to ask; or - is named, which is no file.
        StorageProblem: an office program has it open, and would later write over what is written now.
    """
    if path == STANDARD_INPUT:
        raise UsageProblem("- is no file: without -o the answer goes to standard output.")
    output_file.refuse(path, guarded)
    for sign in (f"~${path.name}", f".~lock.{path.name}#"):
        if os.path.exists(path.parent / sign):  # noqa: PTH110 - never fails
            raise StorageProblem("{path} is open in another program: close it there first.", path=path)
    if not in_terminal():
        output_file.refuse_existing(path, force)
    if force or not output_file.exists(path):
        return force
    from complaintctl.asking.ask import agreed

    if not agreed("--force", _("{path} exists already. Replace it?", path=path)):
        raise typer.Abort
    return True


def guarded(session: Session) -> Guarded:
    """Name the files that no output may replace."""
    try:
        case_file: Path | None = session.path
    except UsageProblem:  # `config` runs whatever stands in the configuration
        with suppress(UsageProblem):
            return Guarded(config.default_database(), config.config_path())
        case_file = None
    return Guarded(case_file, config.config_path())
