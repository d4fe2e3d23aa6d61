"""Printing a form at once, when its case is safely on record."""

from pathlib import Path

import typer

from complaintctl.asking.field import ask
from complaintctl.asking.question import Question
from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows
from complaintctl.front import served
from complaintctl.front.session import of, say
from complaintctl.papers import rows as papers_rows


def offer_form(context: typer.Context, case_no: str, kind: str, question: str) -> None:
    """Ask whether a form of a case is to be printed now, and write it into the folder where the officer works.

    Whatever becomes of it, the case stands.
    """
    if served.seal():
        with of(context).reading(case_no) as connection:
            file = f"{papers_rows.form(connection, kind)['short_title']}-{case_no}.docx"
        say(
            _(
                "To print it, at your own machine, in cmd: {line}",
                line=served.line_at_home(["slip", case_no, kind], ">", file),
            )
        )
        return
    no_or_yes = (("no", _("no")), ("yes", _("yes")))
    try:
        if ask(Question(kind, question, no_or_yes, default="no"), way_back=True, is_at_stake=False) != "yes":
            return
        # Word documents are loaded by whoever wants one.
        from complaintctl.papers.command import slip

        with of(context).reading(case_no) as connection:
            form, case = papers_rows.form(connection, kind), case_rows.case(connection, case_no)
        in_full = Question("reveal", _("Print the customer's data in full"), no_or_yes, default="no")
        why = Question(
            "reason",
            _("Why is the customer's data to be shown"),
            default=_("handed to the customer") if form["goes_to"] == "customer" else "",
            check=lambda answer, answers: required_text(answer, _("The reason")),
        )
        # It stays masked, too, where there is nothing of the customer to print.
        has_data = case["complainant"] is not None and not case["restricted"]
        reason = None
        if has_data and ask(in_full, is_at_stake=False) == "yes":
            reason = ask(why, is_at_stake=False)
        paper = Path.cwd() / f"{form['short_title']}-{case_no}.docx"
        slip(context, case_no, kind, output=paper, reveal=reason is not None, reason=reason)
    except (KeyboardInterrupt, typer.Abort):
        say(_("Nothing was printed; {case_no} is on record.", case_no=case_no))
    except ComplaintError as error:
        say(str(error))
