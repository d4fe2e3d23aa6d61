"""Accounting: report."""

from typing import Annotated

import typer

from complaintctl import db, queries
from complaintctl.commands.output import (
    AsCsvOption,
    AsJsonOption,
    EncodingOption,
    FormatOption,
    OutputOption,
    answer,
    choose_format,
)
from complaintctl.commands.session import of
from complaintctl.errors import UsageProblem
from complaintctl.language import _
from complaintctl.periods import chosen_period
from complaintctl.queries import handling
from complaintctl.render.listing import labelled

app = typer.Typer()

_DIMENSIONS = ("category", "channel", "unit", "cause", "fault", "satisfaction")
COLUMNS = (
    "period",
    "group",
    "label",
    "opening",
    "received",
    "reopened",
    "resolved",
    "withdrawn",
    "closing",
    "on_time",
    "late",
    "on_time_rate",
    "mean_working_days",
    "median_working_days",
    "overdue_now",
    "major",
    "repeat",
    "anonymous",
    "upheld",
    "satisfied",
    "compensation_yuan",
)
_SHOWN = (
    "label",
    "opening",
    "received",
    "reopened",
    "resolved",
    "withdrawn",
    "closing",
    "on_time",
    "late",
    "mean_working_days",
    "overdue_now",
    "major",
)
_LEGS = (
    "unit",
    "unit_name",
    "legs",
    "returned",
    "answered",
    "lying",
    "working_days",
    "mean_working_days",
    "supervised",
)


@app.command("report")
def report(
    context: typer.Context,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="A month; default this one.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of a range.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of a range.")] = None,
    by: Annotated[
        str, typer.Option(metavar="category|channel|unit|cause|fault|satisfaction", help="What to break it down by.")
    ] = "category",
    legs: Annotated[
        bool, typer.Option("--legs", help="How long cases lay at each unit, by the months of their slips.")
    ] = False,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    encoding: EncodingOption = "utf-8",
) -> None:
    """The statistics of a month or any range (Art. 22).

    Example: complaintctl report --month 2026-10 -o 2026-10.csv

    Example: complaintctl report --from 2026-10-01 --to 2026-12-31 --by unit
    """
    session = of(context)
    if by not in _DIMENSIONS:
        raise UsageProblem(
            _("--by {given} is none of {dimensions}.", given=repr(by), dimensions=", ".join(_DIMENSIONS))
        )
    chosen = choose_format(form, as_json, as_csv, output)
    period = chosen_period(month, first, last, session.clock.now().day)
    if legs:
        with session.reading() as connection:
            lying = handling.unit_legs(connection, period.first_day[:7], period.last_day[:7])
            records = labelled(lying, queries.labels(connection, session.language))
        empty = _("No slip was issued in {period}.", period=period.name)
        answer(records, _LEGS, _LEGS[1:], session, form=chosen, output=output, encoding=encoding, empty=empty)
        return
    with session.reading() as connection:
        db.set_period(connection, *period, dimension=by)
        rows = queries.report(connection, by)
    records = labelled(rows, {})
    if session.language == "en":
        records = [record | {"label": record["label_en"]} for record in records]
    answer(records, COLUMNS, _SHOWN, session, form=chosen, output=output, encoding=encoding)
