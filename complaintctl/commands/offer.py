"""Printing a form at once, when its case is safely on record."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import typer

from complaintctl.commands.ask import agreed
from complaintctl.commands.session import say
from complaintctl.errors import ComplaintError
from complaintctl.language import _


def offer_form(context: typer.Context, case_no: str, kind: str, question: str) -> None:
    """Ask whether a form of a case is to be printed now, and write it beside where the officer works.

    Whatever becomes of it, the case stands. Nothing is asked while the program has no command `slip`.
    """
    if find_spec("complaintctl.commands.forms") is None:
        return
    try:
        if agreed("", question):
            output = Path(f"{case_no}-{kind}.docx")
            import_module("complaintctl.commands.forms").slip(context, case_no, kind, output=output)
    except (KeyboardInterrupt, typer.Abort):
        say(_("Nothing was printed; {case_no} is on record.", case_no=case_no))
    except ComplaintError as error:
        say(str(error))
