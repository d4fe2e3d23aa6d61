"""Printing a form at once, when its case is safely on record."""

from pathlib import Path

import typer

from complaintctl.commands.field import ask
from complaintctl.commands.question import Question
from complaintctl.commands.session import say
from complaintctl.errors import ComplaintError
from complaintctl.language import _


def offer_form(context: typer.Context, case_no: str, kind: str, question: str) -> None:
    """Ask whether a form of a case is to be printed now, and write it into the folder where the officer works.

    Whatever becomes of it, the case stands.
    """
    choices = (("no", _("no")), ("yes", _("yes")))
    try:
        if ask(Question(kind, question, choices, default="no"), way_back=True) == "yes":
            # Word documents are loaded by whoever wants one.
            from complaintctl.commands.forms import slip

            slip(context, case_no, kind, output=Path(f"{case_no}-{kind}.docx"))
    except (KeyboardInterrupt, typer.Abort):
        say(_("Nothing was printed; {case_no} is on record.", case_no=case_no))
    except ComplaintError as error:
        say(str(error))
