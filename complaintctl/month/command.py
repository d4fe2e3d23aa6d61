"""Accounting: report."""

from typing import Annotated

import typer

from complaintctl.base.errors import UsageProblem
from complaintctl.base.periods import chosen_period
from complaintctl.front.session import of
from complaintctl.month import return_answers, return_documents
from complaintctl.tables.output import (
    AsCsvOption,
    AsJsonOption,
    EncodingOption,
    ForceOption,
    OutputOption,
    choose_format,
)

app = typer.Typer()

_DIMENSIONS = "category|channel|unit|cause|fault|satisfaction|business_type|service_channel|source|area|nature"


@app.command("report")
def report(
    context: typer.Context,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="A month; default this one.")] = None,
    quarter: Annotated[str | None, typer.Option(metavar="YYYY-Qn", help="A quarter.")] = None,
    half: Annotated[str | None, typer.Option(metavar="YYYY-Hn", help="Half a year.")] = None,
    year: Annotated[str | None, typer.Option(metavar="YYYY", help="A year.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of a range.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of a range.")] = None,
    by: Annotated[str, typer.Option(metavar=_DIMENSIONS, help="What to break it down by.")] = "category",
    more: Annotated[
        bool, typer.Option("--more", help="Also shares, what the customers said, slips and hand-offs.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Beside the period before and the same period of last year.")
    ] = False,
    known_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="As the ledger stood at the end of a day that is over.")
    ] = None,
    restate: Annotated[
        bool, typer.Option("--restate", help="What has changed since it was drawn, and by which entries.")
    ] = False,
    explain: Annotated[str | None, typer.Option(metavar="GROUP:COLUMN", help="The cases behind a figure.")] = None,
    legs: Annotated[
        bool, typer.Option("--legs", help="How long cases lay at each unit, by the months of their slips.")
    ] = False,
    findings: Annotated[
        str | None, typer.Option("--note-findings", metavar="TEXT", help="Note what the period shows.")
    ] = None,
    proposals: Annotated[
        str | None, typer.Option("--note-proposals", metavar="TEXT", help="Note what is proposed.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", metavar="table|csv|json|xlsx|html", help="Form of the answer.")
    ] = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """The statistics of a month, quarter, half, year or any range (Art. 22).

    A .xlsx has charts; a .html is the analysis of the period for those who lead: read on a screen, or printed on A4.

    Example: complaintctl report --month 2026-10 -o 2026-10.csv

    Example: complaintctl report --quarter 2026-Q3 --by unit -o 2026-Q3.html
    """
    session = of(context)
    to = return_answers.Answer(
        session, choose_format(form, as_json, as_csv, output, return_documents.FORMS), output, force, encoding
    )
    today = session.clock.now().day
    known = return_answers.known_day(known_on, today)
    period = chosen_period(
        today if restate else known or today,
        month=month, quarter=quarter, half=half, year=year, first=first, last=last,
    )  # fmt: skip
    notes = findings is not None or proposals is not None
    if sum((notes, legs, restate, explain is not None, more or compare)) > 1:
        raise UsageProblem(
            "Ask for one thing at a time: --more and --compare, --restate, --explain, --legs, or a note."
        )
    if notes:
        return_answers.note(session, period, findings, proposals)
    elif to.form in return_documents.FORMS:
        if legs or restate or explain:
            raise UsageProblem("xlsx and html hold the return: --legs, --restate and --explain go to csv or json.")
        return_documents.document(to, period, by, known, more=more)
    elif legs:
        return_answers.legs(to, period, known)
    elif restate:
        return_answers.restated(to, period, by, known)
    elif explain is not None:
        return_answers.explained(to, period, by, explain, known)
    else:
        return_answers.figures(to, period, by, known, more=more, compare=compare)
