"""Printing a form at once, when its case is safely on record."""

from pathlib import Path

import typer

from complaintctl.asking.field import ask
from complaintctl.asking.question import Question
from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _
from complaintctl.front import served
from complaintctl.front.session import Session, of, say
from complaintctl.papers import rows as papers_rows


def offer_form(context: typer.Context, case_no: str, kind: str, question: str) -> None:
    """Ask whether a form of a case is to be printed now, and write it into the folder where the officer works.

    Nobody is asked where the paper would go to nobody. Whatever becomes of it, the case stands.
    """
    with of(context).reading(case_no) as connection:
        if papers_rows.no_addressee(connection, case_no, kind):
            return
    if served.seal():
        line = served.line_at_home(["slip", case_no, kind], ">", file_name(of(context), case_no, kind))
        say(_("To print it, at your own machine, in cmd: {line}", line=line))
        return
    no_or_yes = (("no", _("no")), ("yes", _("yes")))
    try:
        if ask(Question(kind, question, no_or_yes, default="no"), way_back=True, is_at_stake=False) != "yes":
            return
        # Word documents are loaded by whoever wants one.
        from complaintctl.papers.command import slip

        slip(context, case_no, kind, output=Path.cwd() / file_name(of(context), case_no, kind))
    except (KeyboardInterrupt, typer.Abort):
        say(_("Nothing was printed; {case_no} is on record.", case_no=case_no))
    except ComplaintError as error:
        say(str(error))


def file_name(session: Session, case_no: str, kind: str, *, blank: bool = False) -> str:
    """The name of a paper of a case as a file: 转办单-TS-2026-0001.docx."""
    with session.reading(case_no) as connection:
        return f"{'空白' if blank else ''}{papers_rows.form(connection, kind)['short_title']}-{case_no}.docx"
