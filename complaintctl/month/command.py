"""Accounting: report."""

import sys
from functools import partial
from typing import Annotated

import typer

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked, speaking
from complaintctl.base.periods import Period, chosen_period
from complaintctl.front import served
from complaintctl.front.session import Session, of, say, tell
from complaintctl.month import act as month_act
from complaintctl.month import return_answers
from complaintctl.month.columns import column_names
from complaintctl.tables.chosen_file import guarded, opened
from complaintctl.tables.output import Output, takes_output

app = typer.Typer()

_DIMENSIONS = marked("category|channel|unit|cause|fault|satisfaction|business_type|service_channel|source|area|nature")
_DOCUMENTS = ("xlsx", "html")


@app.command("report")
@partial(takes_output, further=_DOCUMENTS)
def report(
    context: typer.Context,
    output: Output,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="A month; default this one.")] = None,
    quarter: Annotated[str | None, typer.Option(metavar="YYYY-Qn", help="A quarter.")] = None,
    half: Annotated[str | None, typer.Option(metavar="YYYY-Hn", help="Half a year.")] = None,
    year: Annotated[str | None, typer.Option(metavar="YYYY", help="A year.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of a range.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of a range.")] = None,
    by: Annotated[str, typer.Option(metavar=_DIMENSIONS, help="What to break it down by.")] = "category",
    more: Annotated[
        bool,
        typer.Option("--more", help="Also shares, days to the answer, what came of it, slips, the size of the bank."),
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
    columns: Annotated[bool, typer.Option("--columns", help="What each column counts.")] = False,
    legs: Annotated[
        bool, typer.Option("--legs", help="How long cases lay at each unit, by the months of their slips.")
    ] = False,
    findings: Annotated[
        str | None, typer.Option("--note-findings", metavar="TEXT", help="Note what the period shows.")
    ] = None,
    proposals: Annotated[
        str | None, typer.Option("--note-proposals", metavar="TEXT", help="Note what is proposed.")
    ] = None,
) -> None:
    """The statistics of a month, quarter, half, year or any range (Art. 22).

    A .xlsx has charts; a .html is the analysis of the period for those who lead: read on a screen, or printed on A4.
    Both are in the language asked for by --lang or the configuration, else in Chinese.
    What each column counts, --columns says.

    Example: complaintctl report --month 2026-10 -o 2026-10.csv

    Example: complaintctl report --quarter 2026-Q3 --by unit -o 2026-Q3.html
    """
    session = of(context)
    today = session.clock.now().day
    known = parse_day(known_on, "--known-on") if known_on is not None else None
    if known and known >= today:
        raise UsageProblem(
            "--known-on {day} is not a day that is over: what will be entered until its end is not known. Name one"
            " before {today}.",
            day=known,
            today=today,
        )
    period = chosen_period(
        today if restate else known or today,
        month=month, quarter=quarter, half=half, year=year, first=first, last=last,
    )  # fmt: skip
    notes = findings is not None or proposals is not None
    if sum((notes, legs, restate, columns, explain is not None, more or compare)) > 1:
        raise UsageProblem(
            "Ask for one thing at a time: --more and --compare, --restate, --explain, --columns, --legs, or a note."
        )
    if notes:
        with session.writing() as act:
            month_act.note(act, period, findings, proposals)
        tell(_("Noted on {period}.", period=period.name))
    elif output.form in _DOCUMENTS:
        if legs or restate or explain or columns:
            raise UsageProblem(
                "xlsx and html hold the return: --legs, --restate, --explain and --columns go to csv or json."
            )
        _write(session, output, period, by, known, more=more)
    elif columns:
        return_answers.columns(session, output, period)
    elif legs:
        return_answers.legs(session, output, period, known)
    elif restate:
        return_answers.restated(session, output, period, by, known)
    elif explain is not None:
        return_answers.explained(session, output, period, by, explain, known)
    else:
        return_answers.figures(session, output, period, by, known, more=more, compare=compare)


def _write(session: Session, output: Output, period: Period, by: str, known: str | None, *, more: bool) -> None:
    """Write the workbook or the page. Raises UsageProblem where there is nothing to write to.

    That is a file; a page goes to a pipe as well, a workbook to whoever is served.
    """
    from complaintctl.month.analysis import Analysis

    is_taken = served.takes_document() if output.form == "xlsx" else not sys.stdout.isatty()
    if not output.file and not is_taken:
        raise UsageProblem("--format {form} is written to a file: name it with -o FILE.{form}.", form=output.form)
    with session.reading(known_on=known) as connection, speaking(session.document_language):
        analysis = Analysis(connection, period, month_act.dimension(connection, by), is_known_on=known is not None)
        if output.form == "xlsx":
            from complaintctl.month.report_workbook import Workbook

            data = Workbook(analysis).written(column_names(analysis.figures, more=more))
        else:
            from complaintctl.month.analysis_page import as_page

            data = as_page(analysis).encode()
    # The page holds what officers wrote; the workbook nothing but figures.
    with opened(guarded(session), output.file, output.force, private=output.form == "html") as file:
        if file:
            file.write(data)
            say(_("Wrote {file}.", file=output.file))
        else:
            typer.echo(data, nl=False)
    if month_act.is_nil(analysis.rows[analysis.dimension]):
        say(_("Nil return: no complaint in {period}.", period=period.name))
