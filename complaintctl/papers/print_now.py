"""Printing a form at once, when its case is safely on record."""

from pathlib import Path

import typer

from complaintctl.asking.field import ask
from complaintctl.asking.question import Named, Question
from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows
from complaintctl.front.session import of, say
from complaintctl.papers import rows as papers_rows
from complaintctl.record.queries import Row


def offer_form(context: typer.Context, case_no: str, kind: str, question: str) -> None:
    """Ask whether a form of a case is to be printed now, and write it into the folder where the officer works.

    Whatever becomes of it, the case stands.
    """
    try:
        if ask(Question(kind, question, _no_or_yes(), default="no"), way_back=True) == "yes":
            _print(context, case_no, kind)
    except (KeyboardInterrupt, typer.Abort):
        say(_("Nothing was printed; {case_no} is on record.", case_no=case_no))
    except ComplaintError as error:
        say(str(error))


def _print(context: typer.Context, case_no: str, kind: str) -> None:
    # Word documents are loaded by whoever wants one.
    from complaintctl.papers.command import slip

    with of(context).reading(case_no) as connection:
        form, case = papers_rows.form(connection, kind), case_rows.case(connection, case_no)
        paper = Path.cwd() / f"{papers_rows.short_title(connection, kind)}-{case_no}.docx"
    why = _reason_to_reveal(form, case)
    slip(context, case_no, kind, output=paper, reveal=why is not None, reason=why)


def _reason_to_reveal(form: Row, case: Row) -> str | None:
    """Ask why the customer's data is to be printed in full; None where it stays masked, or there is none to print."""
    if case["complainant"] is None or case["restricted"]:
        return None
    in_full = _("Print the customer's data in full")
    if ask(Question("reveal", in_full, _no_or_yes(), default="no")) == "no":
        return None
    return ask(
        Question(
            "reason",
            _("Why is the customer's data to be shown"),
            default=_("handed to the customer") if form["goes_to"] == "customer" else "",
            check=lambda answer, answers: required_text(answer, _("The reason")),
        )
    )


def _no_or_yes() -> Named:
    return (("no", _("no")), ("yes", _("yes")))
